import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { View } from "../api/client";
import { newQueryClient } from "../app/queryClient";
import { type Person, personQuery } from "../app/session";
import { AnnouncerProvider } from "../ui/Announcer";
import { ToastProvider } from "../ui/Toast";
import { SignDialog } from "./SignDialog";

const VERSION = {
  line: { id: "v", number: 3, digest: "d" },
  needed: { buyer: 1, contractor: 1 },
  given: { buyer: 0, contractor: 1 },
} as unknown as View<"VersionView">;
const REQUEST = {
  id: "r",
  statement: "Ik teken.",
  role: "directeur",
  value: null,
  changed: null,
  needsProof: true,
  asksReason: true,
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test("what is empty is asked for, and an empty password is never tried", async () => {
  const tried: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    tried.push(new URL(request.url).pathname);
    return Response.json(REQUEST);
  });
  const queries = newQueryClient();
  queries.setQueryData(personQuery.queryKey, {
    hasPassword: true,
    hasSecondFactor: true,
    identities: [],
  } as unknown as Person);
  render(
    <QueryClientProvider client={queries}>
      <AnnouncerProvider>
        <ToastProvider>
          <SignDialog workspaceId="w" version={VERSION} onClose={() => undefined} />
        </ToastProvider>
      </AnnouncerProvider>
    </QueryClientProvider>,
  );

  await userEvent.click(await screen.findByRole("button", { name: "Onderteken versie 3" }));

  expect(await screen.findByText("Er zijn 3 dingen die nog niet kloppen")).toBeTruthy();
  expect(screen.getAllByText(/Vul uw wachtwoord in\./).length).toBeGreaterThan(0);
  expect(screen.getAllByText(/Vul de code in\./).length).toBeGreaterThan(0);
  expect(tried.filter((path) => path.endsWith("/proofs"))).toEqual([]);
});
