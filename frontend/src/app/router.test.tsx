import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { AnnouncerProvider } from "../ui/Announcer";
import { MARIEKE } from "./person.sample";
import { newQueryClient } from "./queryClient";
import { newRouter } from "./router";
import { endSession, type Person, personQuery, resumeSession } from "./session";

/** The screens at an address, for somebody who is signed in or nobody. */
function visit(address: string, person: Person | null) {
  const queries = newQueryClient();
  queries.setQueryData(personQuery.queryKey, person);
  const router = newRouter(queries);
  router.update({
    ...router.options,
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  render(
    <QueryClientProvider client={queries}>
      <AnnouncerProvider>
        <RouterProvider router={router} />
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  return router;
}

beforeEach(() => {
  resumeSession();
  // No server stands behind these pages; they must bear that.
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("no network in tests");
  });
});

test("who is not signed in is asked to, and comes back to where they wanted to be", async () => {
  const router = visit("/contracten/nieuw", null);
  await waitFor(() => expect(router.state.location.pathname).toBe("/inloggen"));
  expect(router.state.location.search).toEqual({ naar: "/contracten/nieuw" });
});

test.each(["https://elders.example", "//elders.example", "/\\elders.example"])(
  "signing in never leads to %s",
  async (naar) => {
    const router = visit(`/inloggen?naar=${encodeURIComponent(naar)}`, null);
    await waitFor(() => expect(router.state.status).toBe("idle"));
    expect(router.state.matches.at(-1)?.search).toEqual({ naar: undefined });
  },
);

test("a page that does not exist says so and leads back", async () => {
  visit("/bestaat/niet", MARIEKE);
  expect(
    await screen.findByRole("heading", { level: 1, name: "Deze pagina is er niet" }),
  ).toBeTruthy();
  expect(screen.getByRole("link", { name: "Naar uw contracten" })).toBeTruthy();
  expect(document.title).toBe("Deze pagina is er niet – Samenspraak");
});

test("after a change of page the focus is on the heading and the title is announced", async () => {
  const router = visit("/bestaat/niet", MARIEKE);
  await screen.findByRole("heading", { level: 1 });
  expect(document.activeElement).toBe(document.body);
  await router.navigate({ to: "/contracten/nieuw" });
  await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
  const said = screen.getAllByRole("status").map((status) => status.textContent);
  expect(said.some((words) => words?.endsWith("– Samenspraak"))).toBe(true);
});

test("the menu of a person opens, and Escape gives the focus back", async () => {
  visit("/bestaat/niet", MARIEKE);
  const button = await screen.findByRole("button", { name: "Marieke de Groot" });
  await userEvent.click(button);
  expect(screen.getByRole("button", { name: "Overal uitloggen" })).toBeTruthy();
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("button", { name: "Overal uitloggen" })).toBeNull();
  expect(document.activeElement).toBe(button);
});

test("a session that ends under an open page is told, with the way out for another", async () => {
  const router = visit("/bestaat/niet", MARIEKE);
  await screen.findByRole("heading", { level: 1 });
  endSession();
  expect(await screen.findByRole("dialog", { name: "U bent uitgelogd" })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Log in als iemand anders" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(router.state.location.pathname).toBe("/inloggen");
});

test("Escape closes the menu of a phone and leads back to its button", async () => {
  visit("/inloggen", null);
  const menu = await screen.findByRole("button", { name: "Menu" });
  await userEvent.click(menu);
  expect(menu.getAttribute("aria-expanded")).toBe("true");
  await userEvent.tab();
  await userEvent.keyboard("{Escape}");
  expect(menu.getAttribute("aria-expanded")).toBe("false");
  expect(document.activeElement).toBe(menu);
});

test("who signs out sees the login page, and nothing of what was there", async () => {
  vi.stubGlobal("fetch", async (request: Request) =>
    request.method === "DELETE"
      ? new Response(null, { status: 204 })
      : new Response("{}", {
          status: 401,
          headers: { "Content-Type": "application/problem+json" },
        }),
  );
  const router = visit("/contracten/nieuw", MARIEKE);
  await userEvent.click(await screen.findByRole("button", { name: MARIEKE.name }));
  await userEvent.click(screen.getByRole("button", { name: "Uitloggen" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/inloggen"));
  expect(await screen.findByRole("button", { name: "Log in" })).toBeTruthy();
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.queryByText(MARIEKE.name)).toBeNull();
});
