import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { View } from "../api/client";
import { newQueryClient } from "../app/queryClient";
import { loadSentences } from "../text/language";
import { Comparison } from "./Comparison";
import type { Revision } from "./terms";

function round(number: number, text: string, html: string): Revision {
  return {
    number,
    digest: `digest-${number}`,
    bySide: "contractor",
    byName: "Youssef El Amrani",
    putAt: "2026-10-13T11:30:00Z",
    terms: { title: "Leerwerkplekken", quantity: String(number), unit: "plekken", text },
    html,
    responsible: [],
  } as unknown as Revision;
}

/** The panel as it stands on the page of a commitment, whose address says which rounds. */
async function show(...revisions: Revision[]) {
  await loadSentences("commitments");
  const commitment = {
    id: "c",
    revisions,
    negotiation: { revision: revisions.length, firstRevision: 1 },
    standing: {},
  } as unknown as View<"CommitmentView">;
  const root = createRootRoute();
  const signedIn = createRoute({ getParentRoute: () => root, id: "signed-in" });
  const page = createRoute({
    getParentRoute: () => signedIn,
    path: "/contracten/$id/toezeggingen/$commitmentId",
    component: () => <Comparison commitment={commitment} workspaceId="w" />,
  });
  const router = createRouter({
    routeTree: root.addChildren([signedIn.addChildren([page])]),
    history: createMemoryHistory({ initialEntries: ["/contracten/w/toezeggingen/c"] }),
  });
  // The test's own tree, not the product's.
  render(
    <QueryClientProvider client={newQueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { name: "Toelichting" });
}

const LIST = round(1, "**Mee:**\n\n- helm", "<p><strong>Mee:</strong></p><ul><li>helm</li></ul>");

test("a round that is read alone shows its text laid out", async () => {
  await show(LIST);
  expect(screen.getByText("Mee:").tagName).toBe("STRONG");
  expect(screen.getByText("helm").tagName).toBe("LI");
});

test("a text that a round left as it was is laid out too", async () => {
  await show(LIST, { ...LIST, number: 2 });
  expect(screen.getByText("helm").tagName).toBe("LI");
});

test("where words differ they are shown as they were typed", async () => {
  await show(LIST, round(2, "**Mee:**\n\n- bril", "<p><strong>Mee:</strong></p>"));
  expect(screen.getByText("**Mee:**")).toBeTruthy();
  expect(screen.getByText("helm").tagName).toBe("DEL");
  expect(screen.getByText("bril").tagName).toBe("INS");
});
