import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { MARIEKE } from "../app/person.sample";
import { newQueryClient } from "../app/queryClient";
import { newRouter } from "../app/router";
import { personQuery } from "../app/session";
import { AnnouncerProvider } from "../ui/Announcer";
import type { Found } from "./queries";
import { findSearch } from "./search";

const ROOM = "4df83ed1-998f-44a1-80d9-f52c1f4b1598";
const THREAD = "4df83ed1-998f-44a1-80d9-f52c1f4b1599";

const item: Found = {
  kind: "message",
  audience: "own_side",
  workspaceId: ROOM,
  workspaceTitle: "Renovatie Waterwijk",
  id: "m1",
  parentKind: "thread",
  parentId: THREAD,
  number: 3,
  title: "Leerwerkplekken en plekken",
  titlePieces: [
    { text: "Leerwerkplekken en ", isHit: false },
    { text: "plekken", isHit: true },
  ],
  excerpt: [
    { text: "Wij denken aan ", isHit: false },
    { text: "plekken", isHit: true },
  ],
  at: "2026-11-02T08:00:00Z",
};

let asked: URL[];
let page: { items: Found[]; next: string | null };

beforeEach(() => {
  asked = [];
  page = { items: [item], next: null };
  // Node has it; the page it draws on does not.
  HTMLElement.prototype.checkVisibility = () => true;
  vi.stubGlobal("fetch", (request: Request) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith("/search")) {
      asked.push(url);
      return Promise.resolve(Response.json(page));
    }
    return Promise.resolve(Response.json({ items: [], next: null, moves: [] }));
  });
});

async function open(address: string) {
  const queries = newQueryClient();
  queries.setQueryData(personQuery.queryKey, MARIEKE);
  const router = newRouter(queries);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [address] }) });
  render(
    <QueryClientProvider client={queries}>
      <AnnouncerProvider>
        <RouterProvider router={router} />
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { level: 1 });
  return router;
}

test("what was found is marked, says who reads it and leads to where it stands", async () => {
  await open("/zoeken?q=plekken");
  const link = await screen.findByRole("link", { name: "Leerwerkplekken en plekken" });
  expect(link.querySelector("mark")?.textContent).toBe("plekken");
  expect(link.getAttribute("href")).toBe(`/contracten/${ROOM}?gesprek=${THREAD}`);
  const found = link.closest("li") as HTMLElement;
  expect(found.querySelector("p mark")?.textContent).toBe("plekken");
  expect(within(found).getByText("Alleen onze kant")).toBeTruthy();
  expect(within(found).getByText("Renovatie Waterwijk")).toBeTruthy();
});

test("what was looked for and not found is said, with a way on", async () => {
  page = { items: [], next: null };
  await open("/zoeken?q=zwaluw");
  expect(await screen.findByText("Niets gevonden voor “zwaluw”")).toBeTruthy();
});

test("the slash goes to the box in the bar, and what is typed there is looked for", async () => {
  const router = await open("/zoeken");
  expect(asked).toEqual([]);
  await userEvent.keyboard("/");
  const box = screen.getByRole("searchbox", { name: "Zoek in gesprekken en afspraken" });
  expect(document.activeElement).toBe(box);
  // Within a field it is a letter like any other.
  await userEvent.keyboard("en/of{Enter}");
  await screen.findByRole("link", { name: "Leerwerkplekken en plekken" });
  expect(router.state.location.search).toEqual({ q: "en/of" });
  expect(asked.map((url) => url.searchParams.get("q"))).toEqual(["en/of"]);
});

test("an address that somebody changed is read as far as it makes sense", () => {
  expect(findSearch({ q: 24, contract: "x", soort: "draft" })).toEqual({
    q: "24",
    contract: undefined,
    soort: undefined,
  });
  expect(findSearch({ q: "werk", contract: ROOM, soort: "talk" })).toEqual({
    q: "werk",
    contract: ROOM,
    soort: "talk",
  });
  expect(findSearch({ q: ["werk"] }).q).toBeUndefined();
});
