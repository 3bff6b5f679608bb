import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { View } from "../api/client";
import { newQueryClient } from "../app/queryClient";
import { DraftRoomProvider } from "../drafting/DraftRoomProvider";
import type { DraftRoom, DraftStatus } from "../drafting/room";
import { closeRooms, FakeServer, readyRoom } from "../drafting/testing";
import { AnnouncerProvider } from "../ui/Announcer";
import type { FieldError } from "../ui/form";
import { ToastProvider } from "../ui/Toast";
import { type CommitmentDraft, commitmentDraftQuery } from "./drafts";
import { ProposePanel } from "./ProposePanel";

const WORKSPACE = {
  id: "w",
  ownSide: "contractor",
  ownParticipantId: "p",
} as unknown as View<"WorkspaceView">;
const WELL: DraftStatus = {
  state: "saved",
  end: null,
  unsaved: false,
  mayWrite: true,
  refused: null,
  nearlyFull: false,
};

function draft(digest: string, quantity: string, more: Partial<CommitmentDraft> = {}) {
  return {
    draft: {
      id: "d",
      digest,
      subjectId: null,
      baseNumber: null,
      fields: {},
      text: "",
      html: "",
      authors: {},
      moves: ["write"],
    },
    commitment: null,
    terms: { title: "Leerwerkplekken", quantity, unit: "plekken", period: { months: "18" } },
    responsible: [],
    missing: { toPropose: [], toAgree: [], toSign: [] },
    faults: [],
    latest: null,
    changes: null,
    answers: null,
    words: [],
    lessThanBid: [],
    valuation: { amountCents: null },
    hints: [],
    moves: ["propose"],
    ...more,
  } as unknown as CommitmentDraft;
}

let room: DraftRoom;
let rooms: FakeServer;
/** What the server says of the draft, each time it is asked; the last answer stays. */
let stored: CommitmentDraft[];
let refusals: object[];
let asked: Record<string, unknown>[];
let errors: readonly FieldError[];

beforeEach(async () => {
  rooms = new FakeServer();
  room = await readyRoom(rooms);
  refusals = [];
  asked = [];
  errors = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "POST") {
      asked.push((await request.json()) as Record<string, unknown>);
      const refusal = refusals.shift();
      return refusal
        ? Response.json(refusal, { status: 409 })
        : Response.json({ id: "c", revisions: [{ number: 1 }] }, { status: 201 });
    }
    return Response.json(stored.length > 1 ? stored.shift() : stored[0]);
  });
});
afterEach(() => {
  rooms.isUp = false;
  closeRooms();
});

async function show(status = WELL) {
  const root = createRootRoute();
  const here = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: () => (
      <DraftRoomProvider room={room}>
        <ProposePanel
          workspace={WORKSPACE}
          commitment={undefined}
          view={stored[0] as CommitmentDraft}
          room={room}
          status={status}
          query={commitmentDraftQuery("w", "d")}
          onErrors={(found) => {
            errors = found;
          }}
        />
      </DraftRoomProvider>
    ),
  });
  const there = createRoute({
    getParentRoute: () => root,
    path: "/contracten/$id/toezeggingen/$commitmentId",
    component: () => <h2>De toezegging</h2>,
  });
  const router = createRouter({
    routeTree: root.addChildren([here, there]),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  render(
    <QueryClientProvider client={newQueryClient()}>
      <AnnouncerProvider>
        <ToastProvider>
          {/* biome-ignore lint/suspicious/noExplicitAny: The routes of this test are not ours. */}
          <RouterProvider router={router as any} />
        </ToastProvider>
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  return screen.findByRole("button", { name: "Stel voor" });
}

test("what is put is what the server has now, under its digest", async () => {
  stored = [draft("seen", "2")];
  const put = await show();
  stored = [draft("now", "3")];
  await userEvent.click(put);
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("U stelt voor: 3 plekken, 18 maanden.")).toBeTruthy();
  expect(asked).toEqual([]);
  await userEvent.click(within(dialog).getByRole("button", { name: "Stel voor" }));
  await screen.findByRole("heading", { name: "De toezegging" });
  expect(asked).toMatchObject([{ digest: "now", answers: null, origin: "proposal" }]);
});

test("all that is put is shown whole, and what somebody else changed last", async () => {
  const seen = draft("seen", "2");
  stored = [seen];
  const put = await show();
  const at = "2026-11-20T10:00:00Z";
  stored = [
    {
      ...seen,
      draft: {
        ...seen.draft,
        html: "<p>Wij leiden op.</p>",
        authors: {
          quantity: { participantId: "q", name: "Marieke de Wit", side: "buyer", at },
          title: { participantId: "p", name: "Youssef El Amrani", side: "contractor", at },
        },
      },
      terms: {
        ...seen.terms,
        period: { months: "18", weeks: "999" },
        resultGoal: { text: "Diploma", measure: "boete" },
        partners: [{ name: "ROC", ownPart: "vervoer" }],
      },
    } as CommitmentDraft,
  ];
  // The editor shows the text that is stored.
  vi.spyOn(room, "text").mockReturnValue("Wij leiden op.");
  stored[0] = {
    ...stored[0],
    draft: { ...stored[0]?.draft, text: "Wij leiden op." },
  } as CommitmentDraft;
  await userEvent.click(put);
  const dialog = await screen.findByRole("dialog");
  await waitFor(() =>
    expect(document.activeElement).toBe(within(dialog).getByRole("heading", { level: 2 })),
  );
  const whole = within(dialog).getByRole("region", { name: "Alles wat u voorstelt" });
  expect(whole.tabIndex).toBe(0);
  expect(within(whole).getByText("18 maanden + 999 weken")).toBeTruthy();
  expect(within(whole).getByText("Diploma – boete")).toBeTruthy();
  expect(within(whole).getByText("ROC: vervoer")).toBeTruthy();
  expect(within(whole).getByText("Wij leiden op.")).toBeTruthy();
  expect(within(whole).getByText(/^Hoeveel: Marieke de Wit/)).toBeTruthy();
  expect(within(whole).queryByText(/Youssef/)).toBeNull();
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked).toEqual([]);
});

test("a screen that shows something else than what is stored is told so", async () => {
  stored = [draft("d", "2")];
  const put = await show();
  vi.spyOn(room, "text").mockReturnValue("Iets anders.");
  await userEvent.click(put);
  expect(
    await screen.findByText(/^Wat u ziet, is niet precies wat bewaard is/, {}, { timeout: 8000 }),
  ).toBeTruthy();
}, 10_000);

test("what changed meanwhile is shown first, and asked again", async () => {
  stored = [draft("one", "2")];
  const put = await show();
  await userEvent.click(put);
  const dialog = await screen.findByRole("dialog");
  stored = [draft("two", "4")];
  refusals = [{ type: "/problems/drafting/changed-meanwhile", title: "Veranderd", detail: "…" }];
  await userEvent.click(within(dialog).getByRole("button", { name: "Stel voor" }));
  await screen.findByText(/^Intussen is er iets veranderd/);
  const again = screen.getByRole("dialog");
  expect(within(again).getByText("2 plekken")).toBeTruthy();
  expect(within(again).getAllByText("4 plekken")).toHaveLength(2);
  await userEvent.click(within(again).getByRole("button", { name: "Stel voor" }));
  await waitFor(() => expect(asked.map(({ digest }) => digest)).toEqual(["one", "two"]));
  // Both attempts are one proposal.
  expect(asked[0]?.id).toBe(asked[1]?.id);
});

test("when a colleague put a round first, nothing is put over it", async () => {
  stored = [draft("one", "2")];
  await userEvent.click(await show());
  const dialog = await screen.findByRole("dialog");
  stored = [draft("one", "2", { moves: [] })];
  refusals = [{ type: "/problems/commitments/stale-revision", title: "Nieuwer", detail: "…" }];
  await userEvent.click(within(dialog).getByRole("button", { name: "Stel voor" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(errors.map(({ message }) => message)).toEqual([
    expect.stringMatching(/Er is niets voorgesteld/),
  ]);
  expect(asked).toHaveLength(1);
});

test("what is missing or unreadable is told at its field, and nothing is put", async () => {
  stored = [
    draft("d", "2", {
      missing: { toPropose: ["period"], toAgree: [], toSign: [] },
      faults: [{ pointer: "/fields/quantity", slug: "s", detail: "Vul een getal in." }],
    }),
  ];
  await userEvent.click(await show());
  await waitFor(() => expect(errors).toHaveLength(2));
  expect(errors).toEqual([
    { pointer: "/fields/period", message: "Nog nodig om voor te stellen: hoe lang." },
    { pointer: "/fields/quantity", message: "Vul een getal in." },
  ]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test.each([
  [{ ...WELL, state: "offline" }],
  [{ ...WELL, state: "reconnecting", unsaved: true }],
  [{ ...WELL, refused: { slug: "s", detail: "Te lang." } }],
] as [DraftStatus][])("nothing can be put while %j", async (status) => {
  stored = [draft("d", "2")];
  const put = await show(status);
  expect(put.getAttribute("aria-disabled")).toBe("true");
});

test("whose word is still needed is said at the button, to one's own side", async () => {
  const word = { departmentId: "h", department: "HR", word: null, reason: "", byName: null };
  const words = [{ ...word, at: null, earlierAt: null, moves: ["give-word"] }] as never;
  stored = [draft("1", "2", { words })];
  await show();
  expect(screen.getAllByText("Wacht op het woord van HR.")).not.toHaveLength(0);
  expect(screen.getByRole("button", { name: "Stel voor" }).getAttribute("aria-disabled")).toBe(
    "true",
  );
  await userEvent.click(screen.getByRole("button", { name: "Geef uw woord" }));
  await userEvent.click(await screen.findByLabelText("Ja"));
  await userEvent.click(screen.getByRole("button", { name: "Geef dit woord" }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({ departmentId: "h", about: "draft", digest: "1", word: "yes" });
});
