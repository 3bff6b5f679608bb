import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { newQueryClient } from "../app/queryClient";
import { newRouter } from "../app/router";
import { personQuery } from "../app/session";
import { AnnouncerProvider } from "../ui/Announcer";
import { ToastProvider } from "../ui/Toast";

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

/** Choose a password by a link, in a house with these providers. */
async function choose(names: string[]) {
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/identity-providers")) {
      return Response.json({
        items: names.map((name) => ({ id: name, name })),
        resetByMail: true,
      });
    }
    if (request.method === "POST") return new Response(null, { status: 204 });
    return Response.json({ expiresAt: "2999-01-01T00:00:00Z" });
  });
  const queries = newQueryClient();
  queries.setQueryData(personQuery.queryKey, null);
  const router = newRouter(queries);
  router.update({
    ...router.options,
    history: createMemoryHistory({ initialEntries: ["/wachtwoord/geheim"] }),
  });
  render(
    <QueryClientProvider client={queries}>
      <AnnouncerProvider>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  await userEvent.type(await screen.findByLabelText("Nieuw wachtwoord"), "vier losse woorden");
  await userEvent.click(screen.getByRole("button", { name: "Bewaar wachtwoord" }));
  await screen.findByText("Uw wachtwoord is bewaard");
}

test("whoever chose a password reads what ended and which other ways in there are", async () => {
  await choose(["Rijk", "Gemeente"]);
  expect(screen.getByText(/tokens van programma's .* zijn ingetrokken/)).toBeTruthy();
  expect(await screen.findByText(/gekoppeld aan Rijk of Gemeente\?/)).toBeTruthy();
});

test("where nobody else vouches for people, nothing is said of it", async () => {
  await choose([]);
  expect(screen.queryByText(/gekoppeld aan/)).toBeNull();
});
