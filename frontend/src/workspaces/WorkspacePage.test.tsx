import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { View } from "../api/client";
import { MARIEKE } from "../app/person.sample";
import { newQueryClient } from "../app/queryClient";
import { newRouter } from "../app/router";
import { personQuery } from "../app/session";
import type { DraftLine } from "../drafting/views";
import { AnnouncerProvider } from "../ui/Announcer";

const ROOM = "4df83ed1-998f-44a1-80d9-f52c1f4b1598";

const side = (id: string, name: string, where: "buyer" | "contractor") => ({
  id,
  side: where,
  name,
  identifier: null,
  hasJoined: true,
});

const participant = (id: string, name: string, where: "buyer" | "contractor") => ({
  id,
  personId: `person ${id}`,
  side: where,
  name,
  title: "",
  roles: ["negotiator"],
  partyName: "",
  hasLeft: false,
});

function workspace(more: Partial<View<"WorkspaceView">> = {}): View<"WorkspaceView"> {
  return {
    id: ROOM,
    phase: "dialogue",
    contract: { title: "Renovatie Waterwijk", reference: null, valueCents: 486_000_000 },
    parties: [
      side("o1", "Gemeente Merwestede", "buyer"),
      side("o2", "Van Doorn & Bakker", "contractor"),
    ],
    participants: [
      participant("m", "Marieke de Groot", "buyer"),
      participant("y", "Youssef El Amrani", "contractor"),
    ],
    ownParticipantId: "m",
    ownSide: "buyer",
    purpose: null,
    proposedPurpose: null,
    obligation: null,
    proposedObligation: null,
    scopeRule: "open",
    moves: ["set-purpose", "set-obligation"],
    ...more,
  } as unknown as View<"WorkspaceView">;
}

function message(text: string, more: Partial<View<"MessageView">> = {}): View<"MessageView"> {
  return {
    id: `message ${text}`,
    threadId: `thread ${text}`,
    subjectKind: "workspace",
    subjectId: ROOM,
    audience: "shared",
    number: 1,
    kind: "message",
    author: { participantId: "y", side: "contractor", name: "Youssef El Amrani", title: "" },
    side: "contractor",
    text,
    html: `<p>${text}</p>`,
    edition: 1,
    postedAt: "2026-10-06T09:00:00Z",
    editedAt: null,
    removedAt: null,
    isHidden: false,
    isUnread: false,
    hidings: [],
    files: [],
    warnings: [],
    moves: [],
    ...more,
  } as View<"MessageView">;
}

const NOTHING = { agreedCents: 0, inNegotiationCents: 0, inForceCents: 0 };

interface Said {
  shared?: View<"MessageView">[];
  own?: View<"MessageView">[];
  entries?: Partial<View<"EntryView">>[];
  drafts?: DraftLine[];
  commitments?: View<"CommitmentLineView">[];
}

/** A server that answers what the screen asks; what it is told to do is kept. */
function server(room: View<"WorkspaceView">, said: Said = {}) {
  const { shared = [], own = [], entries = [], drafts = [], commitments = [] } = said;
  const asked: { path: string; body: Record<string, unknown> }[] = [];
  const answers: Record<string, unknown> = {
    "": room,
    "/invitations": [],
    "/drafts": { items: drafts },
    "/entries": { items: entries, position: "p" },
    "/threads": { items: [], next: null, moves: ["start"] },
    "/talks": { items: [], next: null, moves: ["record"] },
    "/subjects": { items: [] },
    "/commitments": {
      items: commitments,
      totals: {
        places: [],
        counting: NOTHING,
        within: NOTHING,
        outside: NOTHING,
        extra: NOTHING,
        toBeDiscussed: 0,
        openIntentions: [],
        purpose: [],
        servesNone: [],
      },
      moves: ["propose"],
    },
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    const part = pathname.replace(`/v1/workspaces/${ROOM}`, "");
    if (request.method === "POST") {
      asked.push({ path: part, body: (await request.json()) as Record<string, unknown> });
      return Response.json(room, { status: 201 });
    }
    if (part === "/messages") {
      const items = searchParams.get("audience") === "own_side" ? own : shared;
      return Response.json({ items, next: null, moves: ["start"] });
    }
    return Response.json(answers[part]);
  });
  return asked;
}

async function visit() {
  const queries = newQueryClient();
  queries.setQueryData(personQuery.queryKey, MARIEKE);
  const router = newRouter(queries);
  router.update({
    ...router.options,
    history: createMemoryHistory({ initialEntries: [`/contracten/${ROOM}`] }),
  });
  render(
    <QueryClientProvider client={queries}>
      <AnnouncerProvider>
        <RouterProvider router={router} />
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { level: 1, name: "Renovatie Waterwijk" });
}

beforeEach(() => {
  sessionStorage.clear();
  // Nothing is live in these tests.
  vi.stubGlobal(
    "WebSocket",
    class {
      close() {}
    },
  );
});

test("an empty room asks where to make a difference, and has two places to write it", async () => {
  const asked = server(workspace());
  await visit();
  expect(
    await screen.findByRole("heading", { name: "Waar willen jullie samen verschil maken?" }),
  ).toBeTruthy();
  const own = await screen.findByRole("region", { name: /^Alleen onze kant *:/ });
  expect(within(own).getByText(/^Alleen Gemeente Merwestede ziet dit concept/)).toBeTruthy();
  const together = screen.getByRole("region", { name: /^Samen schrijven *:/ });
  expect(within(together).getByText(/^Beide partijen en de coördinator lezen mee/)).toBeTruthy();
  await userEvent.click(within(together).getByRole("button", { name: "Schrijf samen" }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({ path: "/purpose-drafts", body: { box: "joint" } });
});

test("a draft of why is gone on with, and no second one is begun in its box", async () => {
  server(workspace(), {
    drafts: [
      {
        id: "d1",
        kind: "purpose",
        box: "own_side",
        subjectId: ROOM,
        title: "Samen renoveren",
        openedAt: "2026-10-05T09:00:00Z",
        openedByName: "Marieke de Groot",
        proposedNumber: null,
        proposedAt: null,
        moves: ["write", "discard"],
      },
    ],
  });
  await visit();
  const own = await screen.findByRole("region", { name: /^Alleen onze kant *:/ });
  const on = await within(own).findByRole("link", { name: "Verder schrijven: Samen renoveren" });
  expect(on.getAttribute("href")).toBe(`/contracten/${ROOM}/concepten/waarom/d1`);
  expect(within(own).queryByRole("button")).toBeNull();
});

test("a yes to the purpose names its number and digest", async () => {
  const asked = server(
    workspace({
      moves: ["set-purpose", "agree-purpose"],
      proposedPurpose: {
        number: 3,
        digest: "abc",
        text: "Wij renoveren samen.",
        parts: [{ letter: "A", text: "vakmensen opleiden" }],
        bySide: "contractor",
        setAt: "2026-10-05T09:00:00Z",
        agreedAt: null,
      },
    }),
  );
  await visit();
  await screen.findByText("Wij renoveren samen.");
  expect(screen.getByText("Ligt bij Opdrachtgever")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Eens" }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({
    path: "/purpose-agreements",
    body: { number: 3, digest: "abc" },
  });
});

test("the way to invite a side that does not take part yet is there", async () => {
  const [buyer, contractor] = workspace().parties;
  server(
    workspace({
      parties: [buyer, { ...contractor, hasJoined: false }] as View<"PartyView">[],
      moves: ["set-purpose", "invite-contractor"],
    }),
  );
  await visit();
  expect(await screen.findByRole("link", { name: "Nodig de opdrachtnemer uit" })).toBeTruthy();
});

test("what is for one's own side stands in a box of its own, without what both can see", async () => {
  server(workspace(), {
    shared: [message("Voor iedereen.")],
    own: [message("Alleen voor ons.", { audience: "own_side" })],
    entries: [
      {
        id: "e1",
        kind: "purpose.agreed",
        journal: "shared",
        at: "2026-10-05T09:00:00Z",
        actor: null,
        body: { side: "buyer" },
      },
    ],
  });
  await visit();
  const own = await screen.findByRole("region", { name: "Alleen onze kant" });
  const talk = screen.getByRole("region", { name: "Gesprek" });
  await within(own).findByText("Alleen voor ons.");
  await within(talk).findByText("Voor iedereen.");
  expect(within(own).queryByText("Voor iedereen.")).toBeNull();
  expect(within(talk).queryByText("Alleen voor ons.")).toBeNull();
  expect(within(talk).getByText("Doel afgesproken")).toBeTruthy();
  expect(within(own).queryByText("Doel afgesproken")).toBeNull();
  expect(within(own).getByText("Alleen zichtbaar voor Gemeente Merwestede.")).toBeTruthy();
  expect(within(talk).getByText("Zichtbaar voor beide partijen en de coördinator.")).toBeTruthy();
});

test("what was thrown away before the other side saw it is listed nowhere", async () => {
  const standing = { status: "closed", turn: null, untilAt: null, hasQuestion: false };
  const line = (number: number, title: string, closedAs: string) =>
    ({
      id: `c${number}`,
      number,
      title,
      kind: null,
      quantity: null,
      months: null,
      scope: null,
      counts: true,
      valueCents: null,
      lessThanBid: [],
      standing: { ...standing, closedAs },
    }) as unknown as View<"CommitmentLineView">;
  server(workspace(), {
    commitments: [line(8, "Jobcoach", "declined"), line(9, "", "discarded")],
  });
  await visit();
  expect(await screen.findAllByText("8. Jobcoach")).not.toHaveLength(0);
  expect(screen.getByText("1 gesloten toezegging")).toBeTruthy();
  expect(screen.queryByText(/^9\./)).toBeNull();
});

test("a hidden message tells who hid it and why; only what is open to one has a button", async () => {
  const femke = { participantId: "f", side: "coordinator" as const, name: "Femke", title: "" };
  server(workspace(), {
    shared: [
      message("hidden", {
        text: null,
        html: null,
        isHidden: true,
        hidings: [
          {
            id: "h",
            reason: "gaat over één persoon",
            hiddenBy: femke,
            hiddenAt: "2026-10-12T09:00:00Z",
            shownReason: null,
            shownBy: null,
            shownAt: null,
          },
        ],
      }),
      message("Mijn bericht.", { moves: ["edit", "remove"], postedAt: "2026-10-13T09:00:00Z" }),
    ],
  });
  await visit();
  const talk = await screen.findByRole("region", { name: "Gesprek" });
  expect((await within(talk).findByText(/Verborgen door/)).textContent).toContain(
    "Reden: gaat over één persoon",
  );
  expect(within(talk).getAllByRole("button", { name: /^Wijzig/ })).toHaveLength(1);
  expect(within(talk).queryByRole("button", { name: /^Verberg/ })).toBeNull();
});

test("an empty message is not sent, and what is posted names its subject", async () => {
  const asked = server(workspace());
  await visit();
  const talk = await screen.findByRole("region", { name: "Gesprek" });
  const post = await within(talk).findByRole("button", { name: "Plaats bericht" });
  await userEvent.click(post);
  expect(within(talk).getAllByText(/Schrijf eerst uw bericht/).length).toBeGreaterThan(0);
  expect(asked).toEqual([]);
  await userEvent.type(within(talk).getByLabelText("Uw bericht"), "Dag.");
  await userEvent.click(post);
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({
    path: "/threads",
    body: { text: "Dag.", audience: "shared", subjectKind: "workspace", subjectId: null },
  });
});
