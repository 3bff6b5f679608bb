import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { MARIEKE } from "../app/person.sample";
import { newQueryClient } from "../app/queryClient";
import { personQuery } from "../app/session";
import { ToastProvider } from "../ui/Toast";
import { MandateForm } from "./MandateForm";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("one's own mandate is asked for and recorded as that of a colleague is", async () => {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(await request.json());
    return Response.json({});
  });
  const queries = newQueryClient();
  queries.setQueryData(personQuery.queryKey, MARIEKE);
  render(
    <QueryClientProvider client={queries}>
      <ToastProvider>
        <MandateForm organisationId="o" />
      </ToastProvider>
    </QueryClientProvider>,
  );
  await userEvent.type(screen.getByLabelText(/Tot welk bedrag/), "veel");
  await userEvent.click(screen.getByRole("button", { name: "Leg mandaat vast" }));
  expect(await screen.findByText("Er zijn 2 dingen die nog niet kloppen")).toBeTruthy();
  expect(sent).toEqual([]);

  await userEvent.type(screen.getByLabelText("In welke rol tekent u?"), "directeur");
  await userEvent.clear(screen.getByLabelText(/Tot welk bedrag/));
  await userEvent.click(screen.getByRole("button", { name: "Leg mandaat vast" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ personId: MARIEKE.id, role: "directeur", upToCents: null });
});
