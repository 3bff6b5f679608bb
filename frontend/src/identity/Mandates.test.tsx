import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { newQueryClient } from "../app/queryClient";
import { AnnouncerProvider } from "../ui/Announcer";
import { ToastProvider } from "../ui/Toast";
import { Mandates } from "./Mandates";

const TOM = {
  id: "m",
  organisationId: "o",
  personId: "tom",
  personName: "Tom Verhoeven",
  role: "teamleider inkoop",
  upToCents: 25_000_000,
};
const MARIEKE = { personId: "marieke", name: "Marieke de Groot", title: "", isAdministrator: true };

/** What was sent, by path, to a server that knows one mandate. */
function house(moves: { list: string[]; mandate: string[] }) {
  const sent: [path: string, body: Record<string, unknown>][] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST") sent.push([pathname, await request.json()]);
    const answer = pathname.endsWith("/members")
      ? { items: [MARIEKE], next: null }
      : request.method === "POST"
        ? TOM
        : { items: [{ ...TOM, moves: moves.mandate }], next: null, moves: moves.list };
    return Response.json(answer);
  });
  render(
    <QueryClientProvider client={newQueryClient()}>
      <AnnouncerProvider>
        <ToastProvider>
          <Mandates organisationId="o" />
        </ToastProvider>
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  return sent;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test("an administrator gives a colleague a mandate before there is anything to sign", async () => {
  const sent = house({ list: ["grant"], mandate: ["revoke"] });
  await screen.findByText(/tot € 250\.000/);

  await userEvent.click(screen.getByRole("button", { name: "Geef mandaat" }));
  expect(await screen.findByText("Er zijn 2 dingen die nog niet kloppen")).toBeTruthy();
  expect(sent).toEqual([]);

  await userEvent.selectOptions(screen.getByLabelText("Wie krijgt een mandaat?"), "marieke");
  await userEvent.type(screen.getByLabelText("In welke rol tekent die persoon?"), "manager");
  await userEvent.type(screen.getByLabelText(/Tot welk bedrag/), "300.000");
  await userEvent.click(screen.getByRole("button", { name: "Geef mandaat" }));

  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.[0]).toBe("/v1/organisations/o/mandates");
  expect(sent[0]?.[1]).toMatchObject({
    personId: "marieke",
    role: "manager",
    upToCents: 30_000_000,
  });
});

test("a mandate is withdrawn after a question", async () => {
  const sent = house({ list: ["grant"], mandate: ["revoke"] });

  await userEvent.click(await screen.findByRole("button", { name: /Trek in.*Tom/ }));
  await userEvent.click(await screen.findByRole("button", { name: "Trek in" }));

  await waitFor(() =>
    expect(sent.map(([path]) => path)).toEqual(["/v1/organisations/o/mandates/m/revocations"]),
  );
});

test("who is no administrator reads who may sign, and decides nothing", async () => {
  house({ list: [], mandate: [] });

  expect(await screen.findByText("Tom Verhoeven")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});
