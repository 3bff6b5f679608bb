import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { View } from "../api/client";
import { newQueryClient } from "../app/queryClient";
import { AnnouncerProvider } from "../ui/Announcer";
import { ToastProvider } from "../ui/Toast";
import { Conversation } from "./Conversation";

const WORKSPACE = {
  id: "w1",
  ownSide: "buyer",
  ownParticipantId: "p1",
  parties: [],
  participants: [],
  phase: "open",
} as unknown as View<"WorkspaceView">;

/** Uploads that are under way, each until it is answered or stopped. */
const sending: Sending[] = [];

class Sending {
  status = 0;
  responseText = "";
  isStopped = false;
  upload = {};
  onload?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  open() {}
  setRequestHeader() {}
  getResponseHeader() {
    return null;
  }
  abort() {
    this.isStopped = true;
    this.onabort?.();
    this.onloadend?.();
  }
  send() {
    sending.push(this);
  }
}

beforeEach(() => {
  sessionStorage.clear();
  sending.length = 0;
  vi.stubGlobal("XMLHttpRequest", Sending);
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    const moves = pathname.endsWith("/talks") ? ["record"] : ["start"];
    return Response.json({ items: [], entries: [], next: null, moves });
  });
});

test("a file that is under way stays so while one writes a talk down", async () => {
  render(
    <QueryClientProvider client={newQueryClient()}>
      <AnnouncerProvider>
        <ToastProvider>
          <Conversation workspace={WORKSPACE} />
        </ToastProvider>
      </AnnouncerProvider>
    </QueryClientProvider>,
  );
  await userEvent.upload(
    await screen.findByLabelText("Kies bestanden"),
    new File(["abc"], "Plan.pdf", { type: "application/pdf" }),
  );
  await waitFor(() => expect(sending).toHaveLength(1));

  await userEvent.click(await screen.findByRole("button", { name: "Leg een gesprek vast" }));
  await screen.findByLabelText("Wie waren erbij");
  expect(sending[0]?.isStopped).toBe(false);
  act(() => {
    Object.assign(sending[0] ?? {}, {
      status: 201,
      responseText: JSON.stringify({ name: "Plan.pdf", sizeBytes: 3, isStripped: false }),
    });
    sending[0]?.onload?.();
    sending[0]?.onloadend?.();
  });

  await userEvent.click(screen.getByRole("button", { name: "Annuleren" }));
  expect(await screen.findByText("Plan.pdf")).toBeTruthy();
  expect(sending).toHaveLength(1);
});
