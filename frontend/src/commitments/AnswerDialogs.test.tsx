import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { View } from "../api/client";
import { newQueryClient } from "../app/queryClient";
import { AcceptDialog } from "./AcceptDialogs";
import { WrittenDialog } from "./AnswerDialogs";
import type { Revision } from "./terms";

const ID = "b4fade99-1b6f-4ec7-8b30-a96f2940848b";

function round(number: number, quantity: string): Revision {
  return {
    number,
    digest: `digest-${number}`,
    bySide: "contractor",
    byName: "Youssef El Amrani",
    putAt: "2026-10-13T11:30:00Z",
    terms: { title: "Leerwerkplekken", quantity, unit: "plekken", period: { months: "18" } },
    responsible: [],
  } as unknown as Revision;
}

function commitment(...revisions: Revision[]) {
  return {
    id: ID,
    number: 1,
    revisions,
    negotiation: { revision: revisions.length, firstRevision: 1 },
    package: [],
    lessThanBid: [],
    moves: [],
  } as unknown as View<"CommitmentView">;
}

const SEEN = round(1, "5");

/** Everything that was sent, and what the server answers to a move. */
let sent: { path: string; body: unknown }[];
let refuses: boolean;

beforeEach(() => {
  sent = [];
  refuses = false;
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method === "GET") return Response.json(commitment(SEEN, round(2, "3")));
    sent.push({ path, body: await request.json() });
    if (!refuses) return Response.json(commitment(SEEN), { status: 201 });
    return Response.json(
      { type: "/problems/commitments/stale-revision", title: "Nieuwer", detail: "Nieuwer." },
      { status: 409 },
    );
  });
});

function show(dialog: React.ReactNode) {
  render(<QueryClientProvider client={newQueryClient()}>{dialog}</QueryClientProvider>);
}

test("a yes says once more what it is to, and names it by number and digest", async () => {
  const close = vi.fn();
  const dialog = { workspaceId: "w", commitment: commitment(SEEN), round: SEEN, onClose: close };
  show(<AcceptDialog ownSide="buyer" {...dialog} />);
  expect(await screen.findByText("U gaat akkoord met 5 plekken, 18 maanden.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Ga akkoord" }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(sent).toHaveLength(1);
  expect(sent[0]?.path).toBe(`/v1/workspaces/w/commitments/${ID}/acceptances`);
  expect(sent[0]?.body).toMatchObject({ revision: 1, digest: "digest-1" });
});

test("less than was bid asks the buyer four questions before a yes goes out", async () => {
  const less = { ...commitment(SEEN), lessThanBid: ["quantity"] as View<"Less">[] };
  const dialog = { workspaceId: "w", commitment: less, round: SEEN, onClose: vi.fn() };
  show(<AcceptDialog ownSide="buyer" {...dialog} />);
  await userEvent.click(await screen.findByRole("button", { name: "Ga akkoord" }));
  expect(sent).toEqual([]);
  expect(screen.getAllByText("Kies ja of nee.").length).toBeGreaterThanOrEqual(4);
  for (const no of screen.getAllByLabelText("Nee")) await userEvent.click(no);
  await userEvent.type(screen.getByLabelText("Waarom is dit goed?"), "Er zijn twee leerlingen.");
  await userEvent.click(screen.getByRole("button", { name: "Ga akkoord" }));
  await waitFor(() => expect(dialog.onClose).toHaveBeenCalled());
  expect(sent[0]?.body).toMatchObject({
    bidAnswers: { othersAdmitted: false, scopeWidens: false, ground: "Er zijn twee leerlingen." },
  });
});

test("a contractor is asked nothing about its own bid", async () => {
  const less = { ...commitment(SEEN), lessThanBid: ["value"] as View<"Less">[] };
  const dialog = { workspaceId: "w", commitment: less, round: SEEN, onClose: vi.fn() };
  show(<AcceptDialog ownSide="contractor" {...dialog} />);
  await userEvent.click(await screen.findByRole("button", { name: "Ga akkoord" }));
  await waitFor(() => expect(dialog.onClose).toHaveBeenCalled());
});

test("a newer text is shown beside the one that was seen, and nothing is agreed", async () => {
  refuses = true;
  const dialog = { workspaceId: "w", commitment: commitment(SEEN), round: SEEN };
  show(<AcceptDialog ownSide="buyer" {...dialog} onClose={vi.fn()} />);
  await userEvent.click(await screen.findByRole("button", { name: "Ga akkoord" }));
  expect(
    await screen.findByRole("dialog", {
      name: "Er is intussen een nieuwer voorstel (ronde 2)",
    }),
  ).toBeTruthy();
  const cells = screen.getAllByRole("cell").map((cell) => cell.textContent);
  expect(cells[0]).toContain("5 plekken");
  expect(cells[1]).toContain("3 plekken");
  expect(screen.queryByRole("button", { name: "Ga akkoord" })).toBeNull();
});

test("the words of a question survive a newer text, and then answer that one", async () => {
  refuses = true;
  const dialog = { workspaceId: "w", commitment: commitment(SEEN), round: SEEN };
  show(<WrittenDialog {...dialog} verb="question" onClose={vi.fn()} />);
  await userEvent.type(await screen.findByRole("textbox", { name: "Uw vraag" }), "Wie?");
  await userEvent.click(screen.getByRole("button", { name: "Stel vraag" }));
  refuses = false;
  await userEvent.click(await screen.findByRole("button", { name: "Houd mijn tekst" }));
  const field = await screen.findByRole("textbox", { name: "Uw vraag" });
  expect((field as HTMLTextAreaElement).value).toBe("Wie?");
  await userEvent.click(screen.getByRole("button", { name: "Stel vraag" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.body).toMatchObject({ revision: 2, digest: "digest-2", text: "Wie?" });
});
