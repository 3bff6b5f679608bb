import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { View } from "../api/client";
import { DraftRoomProvider } from "../drafting/DraftRoomProvider";
import type { DraftRoom } from "../drafting/room";
import { closeRooms, FakeServer, readyRoom, YOUSSEF } from "../drafting/testing";
import { AnnouncerProvider } from "../ui/Announcer";
import type { CommitmentDraft } from "./drafts";
import { TermsFields } from "./TermsFields";

const WORKSPACE = {
  scopeRule: "open",
  purpose: null,
  participants: [
    { id: "m", name: "Marieke de Groot", side: "buyer", hasLeft: false },
    { id: "y", name: "Youssef El Amrani", side: "contractor", hasLeft: false },
  ],
} as unknown as View<"WorkspaceView">;

const VIEW = {
  missing: { toPropose: [], toAgree: [], toSign: [] },
  hints: [],
} as unknown as CommitmentDraft;

let server: FakeServer;
let room: DraftRoom;

beforeEach(async () => {
  // The plain text field has nothing that a browser without a screen cannot do.
  localStorage.setItem("samenspraak-plain-text", "true");
  server = new FakeServer();
  room = await readyRoom(server);
});
afterEach(() => {
  server.isUp = false;
  closeRooms();
  localStorage.clear();
});

function show(faults = new Map<string, string>()) {
  render(
    <AnnouncerProvider>
      <DraftRoomProvider room={room}>
        <TermsFields
          workspace={WORKSPACE}
          view={VIEW}
          faults={faults}
          open={new Set(["agree", "sign", "wish"])}
          onOpen={() => undefined}
          loadPreview={async () => ""}
        />
      </DraftRoomProvider>
    </AnnouncerProvider>,
  );
}

async function type(label: string, text: string) {
  const field = screen.getAllByLabelText(label)[0] as HTMLInputElement;
  await userEvent.clear(field);
  await userEvent.type(field, text);
  await userEvent.tab();
}

test("a number goes with the unit that is on the screen", async () => {
  show();
  await type("Hoeveel", "2,5");
  await waitFor(() => expect(server.fields()).toEqual({ quantity: "2.5", unit: "plekken" }));
  await userEvent.selectOptions(screen.getByLabelText("Waarvan"), "uren");
  await waitFor(() => expect(server.fields()).toEqual({ quantity: "2.5", unit: "uren" }));
});

test("who changed the unit last is told once somebody chose one", () => {
  show();
  act(() => {
    server.write(YOUSSEF, "quantity", "2");
    server.write(YOUSSEF, "unit", "plekken");
  });
  expect(screen.getAllByText(/^Laatst gewijzigd door/)).toHaveLength(1);
  act(() => server.write(YOUSSEF, "unit", "uren"));
  expect(screen.getAllByText(/^Laatst gewijzigd door/)).toHaveLength(2);
});

test("money is an amount in cents, and comes back as a number", async () => {
  show();
  await userEvent.selectOptions(screen.getByLabelText("Waarvan"), "euro, exclusief btw");
  await type("Hoeveel", "24.000");
  await waitFor(() => expect(server.fields()).toEqual({ spentCents: 2_400_000 }));
  expect(screen.getByLabelText("Waarvan")).toHaveProperty("value", "euro");
  await userEvent.selectOptions(screen.getByLabelText("Waarvan"), "plekken");
  await waitFor(() => expect(server.fields()).toEqual({ quantity: "24000", unit: "plekken" }));
});

test("how long moves along from months to weeks", async () => {
  show();
  await type("Hoe lang", "18");
  await userEvent.selectOptions(screen.getByLabelText("In"), "weken");
  await waitFor(() => expect(server.fields()).toEqual({ "period.weeks": "18" }));
  expect(screen.getByLabelText("Hoe lang")).toHaveProperty("value", "18");
});

test("who looks after it is somebody of the workspace, or another by name", async () => {
  show();
  const [contractor] = screen.getAllByLabelText("Persoon") as [HTMLSelectElement];
  await userEvent.selectOptions(contractor, "Youssef El Amrani");
  await waitFor(() =>
    expect(server.fields()).toEqual({ "responsible.contractor.participantId": "y" }),
  );
  await userEvent.selectOptions(contractor, "Iemand anders");
  await type("Naam", "Ilse Bakker");
  await waitFor(() =>
    expect(server.fields()).toEqual({ "responsible.contractor.name": "Ilse Bakker" }),
  );
});

test("what nobody can read stays as it was typed, with what the server says of it", async () => {
  show(new Map([["quantity", "Vul een getal in."]]));
  await type("Hoeveel", "twee of drie");
  await waitFor(() => expect(server.fields()).toMatchObject({ quantity: "twee of drie" }));
  expect(screen.getByText("Vul een getal in.")).toBeTruthy();
  expect(screen.getByLabelText("Hoeveel")).toHaveProperty("value", "twee of drie");
});
