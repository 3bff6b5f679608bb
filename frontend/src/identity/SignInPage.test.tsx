import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { MARIEKE } from "../app/person.sample";
import { newQueryClient } from "../app/queryClient";
import { newRouter } from "../app/router";
import { endSession, type Person, personQuery, resumeSession } from "../app/session";
import { AnnouncerProvider } from "../ui/Announcer";
import { ToastProvider } from "../ui/Toast";

const PROVIDERS = { items: [{ id: "gemeente", name: "Gemeente Merwestede" }], resetByMail: true };

/** A server that asks for a code, and what was sent to it. */
function house() {
  const sent: Record<string, unknown>[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/identity-providers") return Response.json(PROVIDERS);
    if (pathname !== "/v1/sessions" || request.method !== "POST") throw new TypeError("away");
    const body = (await request.json()) as Record<string, unknown>;
    sent.push(body);
    if (body.code === "123456") return Response.json(MARIEKE, { status: 201 });
    const slug = body.code === undefined ? "code-needed" : "wrong-code";
    return Response.json(
      { type: `/problems/identity/${slug}`, title: "Nee", detail: "Deze code klopt niet." },
      { status: 401 },
    );
  });
  return sent;
}

function visit(address: string, person: Person | null) {
  const queries = newQueryClient();
  queries.setQueryData(personQuery.queryKey, person);
  const router = newRouter(queries);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [address] }) });
  render(
    <QueryClientProvider client={queries}>
      <AnnouncerProvider>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  return { queries, router };
}

const ENTER = "{Enter}";

/** Put something in a field at once, as a password manager does. */
async function fill(label: string, text: string, key = "") {
  const field = await screen.findByLabelText(label);
  await userEvent.clear(field);
  await userEvent.click(field);
  await userEvent.paste(text);
  if (key !== "") await userEvent.keyboard(key);
}

afterEach(() => {
  vi.unstubAllGlobals();
  resumeSession();
  sessionStorage.clear();
});

test("a code is asked for in the same form, which keeps what was typed", async () => {
  const sent = house();
  const { queries } = visit("/inloggen", null);

  await fill("E-mailadres", MARIEKE.email);
  await fill("Wachtwoord", "vier losse woorden samen", ENTER);

  const code = await screen.findByLabelText("Code van 6 cijfers");
  expect(document.activeElement).toBe(code);
  expect(screen.queryByText(/nog niet klopt/)).toBeNull();
  await fill("Code van 6 cijfers", "65 4321", ENTER);
  expect((await screen.findAllByText(/Deze code klopt niet\./)).length).toBeGreaterThan(0);
  expect(code.getAttribute("aria-invalid")).toBe("true");

  await fill("Code van 6 cijfers", "123 456", ENTER);
  await waitFor(() => expect(queries.getQueryData(personQuery.queryKey)).toEqual(MARIEKE));
  expect(sent.map(({ code }) => code)).toEqual([undefined, "654321", "123456"]);
  expect(new Set(sent.map(({ password }) => password)).size).toBe(1);
});

test("a recovery code goes where a code goes", async () => {
  house();
  visit("/inloggen", null);
  await fill("E-mailadres", MARIEKE.email);
  await fill("Wachtwoord", "vier losse woorden samen", ENTER);
  await screen.findByLabelText("Code van 6 cijfers");

  await userEvent.click(screen.getByRole("button", { name: "Gebruik een herstelcode" }));

  expect(document.activeElement).toBe(screen.getByLabelText("Herstelcode"));
});

test("what was wrong with the code of the app is not said of a recovery code", async () => {
  house();
  visit("/inloggen", null);
  await fill("E-mailadres", MARIEKE.email);
  await fill("Wachtwoord", "vier losse woorden samen", ENTER);
  await fill("Code van 6 cijfers", "654321", ENTER);
  await screen.findAllByText(/Deze code klopt niet\./);

  await userEvent.click(screen.getByRole("button", { name: "Gebruik een herstelcode" }));

  const field = screen.getByLabelText("Herstelcode");
  expect(document.activeElement).toBe(field);
  expect(field.getAttribute("aria-invalid")).not.toBe("true");
  expect(screen.queryByText(/Deze code klopt niet\./)).toBeNull();
});

test("providers and the way back from a forgotten password stand on the page", async () => {
  house();
  visit("/inloggen", null);

  expect(
    await screen.findByRole("button", { name: "Inloggen met Gemeente Merwestede" }),
  ).toBeTruthy();
  expect(screen.getByRole("link", { name: "Wachtwoord vergeten?" })).toBeTruthy();
});

test("what went wrong at a provider is told, also to who is signed in already", async () => {
  house();
  const { router } = visit("/bestaat/niet?ronde=2&fout=identity%2Fother-identity", MARIEKE);

  await screen.findByRole("heading", { name: "Dit is een ander account" });
  await userEvent.click(screen.getByRole("button", { name: "Ga verder waar u was" }));

  await waitFor(() => expect(router.state.location.href).toBe("/bestaat/niet?ronde=2"));
});

test("one signs in again over the page, which stays as it was", async () => {
  house();
  const { router } = visit("/bestaat/niet", MARIEKE);
  await screen.findByRole("heading", { level: 1 });
  endSession();

  const dialog = await screen.findByRole("dialog", { name: "U bent uitgelogd" });
  expect(screen.getByLabelText<HTMLInputElement>("E-mailadres").value).toBe(MARIEKE.email);
  await fill("Wachtwoord", "vier losse woorden samen");
  await userEvent.click(screen.getByRole("button", { name: "Log opnieuw in" }));
  await fill("Code van 6 cijfers", "123456");
  await userEvent.click(screen.getByRole("button", { name: "Log opnieuw in" }));

  await waitFor(() => expect(dialog.isConnected).toBe(false));
  expect(router.state.location.pathname).toBe("/bestaat/niet");
});
