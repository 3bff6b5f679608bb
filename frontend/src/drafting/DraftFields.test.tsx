import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadSentences } from "../text/language";
import { AnnouncerProvider } from "../ui/Announcer";
import { DraftAlerts } from "./DraftAlerts";
import { DraftCheckbox, DraftList, DraftRadio, DraftSelect, DraftTextField } from "./DraftFields";
import { DraftRoomProvider } from "./DraftRoomProvider";
import { PresenceBar } from "./PresenceBar";
import type { DraftRoom, DraftStatus, FieldValue } from "./room";
import { closeRooms, FakeServer, readyRoom, YOUSSEF } from "./testing";

let server: FakeServer;
let room: DraftRoom;

beforeEach(async () => {
  await loadSentences("drafting");
  server = new FakeServer();
  room = await readyRoom(server);
});
afterEach(() => {
  server.isUp = false;
  closeRooms();
});

const ILSE = { participantId: "ilse", name: "Ilse Bakker", side: "contractor" } as const;
const FEMKE = { participantId: "femke", name: "Femke Bosch", side: "coordinator" } as const;

/** Half a place is written 0,5 and held as 0.5. */
const format = (value: FieldValue) => String(value).replace(".", ",");
const parse = (typed: string) => typed.replace(",", ".");

function show() {
  return render(
    <AnnouncerProvider>
      <DraftRoomProvider room={room}>
        <PresenceBar />
        <DraftTextField
          name="quantity"
          label="Aantal"
          description="Plekken, geen mensen."
          format={format}
          parse={parse}
        />
        <DraftTextField name="title" label="Titel" />
        <DraftSelect
          name="unit"
          label="Eenheid"
          options={[
            { value: "", label: "Kies" },
            { value: "places", label: "plekken" },
          ]}
        />
        <DraftRadio
          name="scope"
          legend="Waar"
          options={[
            { value: "within", label: "Binnen het contract" },
            { value: "beyond", label: "Buiten het contract" },
          ]}
        />
        <DraftCheckbox name="standingPromises.contactPerson" label="Er is een vast aanspreekpunt" />
        <DraftList
          name="purposeParts"
          legend="Draagt bij aan"
          options={["A", "B", "C"].map((value) => ({ value, label: `Deel ${value}` }))}
        />
      </DraftRoomProvider>
    </AnnouncerProvider>,
  );
}

const quantity = () => screen.getByLabelText<HTMLInputElement>("Aantal");
const described = (element: HTMLElement) =>
  (element.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);

test("a number goes in whole, when one leaves the field or presses Enter", async () => {
  show();
  await userEvent.type(quantity(), "12,5");
  expect(server.fields()).toEqual({});
  await userEvent.tab();
  expect(server.fields()).toEqual({ quantity: "12.5" });
  await userEvent.type(quantity(), "1{Enter}");
  expect(server.fields()).toEqual({ quantity: "12.51" });
  expect(quantity().value).toBe("12,51");
});

test("Escape puts back what was there", async () => {
  room.set("quantity", "2");
  show();
  await userEvent.type(quantity(), "5{Escape}");
  expect(quantity().value).toBe("2");
  await userEvent.tab();
  expect(server.fields()).toEqual({ quantity: "2" });
});

test("what is being typed goes in when the page is left by a link", async () => {
  const { unmount } = show();
  await userEvent.type(quantity(), "3");
  unmount();
  expect(server.fields()).toEqual({ quantity: "3" });
});

test("what is being typed goes in when the page is loaded again", async () => {
  show();
  await userEvent.type(quantity(), "3");
  act(() => void window.dispatchEvent(new Event("pagehide")));
  expect(server.fields()).toEqual({ quantity: "3" });
});

test("choices go in at once, and an unticked one is empty", async () => {
  show();
  await userEvent.selectOptions(screen.getByLabelText("Eenheid"), "plekken");
  await userEvent.click(screen.getByLabelText("Buiten het contract"));
  await userEvent.click(screen.getByLabelText("Er is een vast aanspreekpunt"));
  await userEvent.click(screen.getByLabelText("Deel C"));
  await userEvent.click(screen.getByLabelText("Deel A"));
  expect(server.fields()).toEqual({
    unit: "places",
    scope: "beyond",
    "standingPromises.contactPerson": true,
    purposeParts: ["A", "C"],
  });
  await userEvent.selectOptions(screen.getByLabelText("Eenheid"), "Kies");
  await userEvent.click(screen.getByLabelText("Er is een vast aanspreekpunt"));
  await userEvent.click(screen.getByLabelText("Deel A"));
  await userEvent.click(screen.getByLabelText("Deel C"));
  expect(server.fields()).toEqual({ scope: "beyond" });
});

test("who else is in a field is told beside it, and to who is read to", () => {
  show();
  act(() => server.show(YOUSSEF, "quantity"));
  expect(screen.getByText("Youssef bewerkt")).toBeTruthy();
  expect(described(quantity())).toEqual(["Plekken, geen mensen.", "Youssef bewerkt"]);
  const here = screen.getByRole("region", { name: "Nu hier" });
  expect(within(here).getByText("bewerkt Aantal")).toBeTruthy();
  act(() => server.show(ILSE, "quantity"));
  expect(screen.getByText("Youssef en Ilse bewerken")).toBeTruthy();
});

test("a replaced value is told under its field, with a way back", async () => {
  show();
  await userEvent.type(quantity(), "6{Enter}");
  act(() => server.write(YOUSSEF, "quantity", "5"));
  expect(quantity().value).toBe("5");
  expect(screen.getAllByText("Youssef heeft 6 in 5 veranderd.")).not.toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: "Zet 6 terug" }));
  expect(server.fields()).toEqual({ quantity: "6" });
  expect(document.activeElement).toBe(quantity());
  expect(screen.queryByRole("button", { name: "Zet 6 terug" })).toBeNull();
});

test("a value is put back with the mouse, in place of what one was typing", async () => {
  show();
  await userEvent.type(quantity(), "6{Enter}");
  act(() => server.write(YOUSSEF, "quantity", "5"));
  await userEvent.type(quantity(), "7");
  await userEvent.click(screen.getByRole("button", { name: "Zet 6 terug" }));
  expect(quantity().value).toBe("6");
  expect(document.activeElement).toBe(quantity());
  await userEvent.tab();
  expect(server.fields()).toEqual({ quantity: "6" });
  await userEvent.type(quantity(), "1{Enter}");
  expect(server.fields()).toEqual({ quantity: "61" });
});

test("words are told in quotes, and only their beginning", async () => {
  show();
  await userEvent.type(screen.getByLabelText("Titel"), "Leerplekken{Enter}");
  act(() => server.write(YOUSSEF, "title", "Leerplekken bij het sluiswerk"));
  expect(
    screen.getAllByText("Youssef heeft 'Leerplekken' in 'Leerplekken bij het…' veranderd."),
  ).not.toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: "Zet 'Leerplekken' terug" }));
  expect(server.fields()).toEqual({ title: "Leerplekken" });
});

test("what one is typing stays when somebody fills in the same field", async () => {
  show();
  await userEvent.type(quantity(), "6");
  act(() => server.write(YOUSSEF, "quantity", "5"));
  expect(quantity().value).toBe("6");
  expect(screen.getByRole("button", { name: "Maak weer leeg" })).toBeTruthy();
});

test("the notice goes after half a minute, but not under one's hands", async () => {
  show();
  await userEvent.type(quantity(), "6{Enter}");
  vi.useFakeTimers();
  act(() => server.write(YOUSSEF, "quantity", "5"));
  act(() => vi.advanceTimersByTime(60_000));
  expect(screen.getByRole("button", { name: "Zet 6 terug" })).toBeTruthy();
  act(() => quantity().blur());
  act(() => vi.advanceTimersByTime(10));
  expect(screen.queryByRole("button", { name: "Zet 6 terug" })).toBeNull();
  vi.useRealTimers();
});

test("a field says who changed it last", () => {
  show();
  act(() => server.write(YOUSSEF, "quantity", "5"));
  expect(screen.getByText(/^Laatst gewijzigd door Youssef El Amrani, /)).toBeTruthy();
});

test("nothing moves under a hand that presses", async () => {
  show();
  const title = screen.getByLabelText("Titel");
  const user = userEvent.setup();
  await user.pointer({ keys: "[MouseLeft>]", target: title });
  act(() => server.write(YOUSSEF, "quantity", "5"));
  expect(quantity().value).toBe("5");
  expect(screen.queryByText(/^Laatst gewijzigd door/)).toBeNull();
  await user.pointer({ keys: "[/MouseLeft]", target: title });
  expect(await screen.findByText(/^Laatst gewijzigd door Youssef El Amrani, /)).toBeTruthy();
});

test("what looks like personal data is told at its field", () => {
  show();
  const finding = { pointer: "/fields/quantity", slug: "personal-data/phone", position: 0 };
  act(() =>
    server.line.notice({
      kind: "personal-data",
      findings: [{ ...finding, detail: "Dit lijkt een telefoonnummer." }],
    }),
  );
  expect(described(quantity())).toContain("Dit lijkt een telefoonnummer.");
});

test("who may only read can change nothing", () => {
  server.line.notice({ kind: "rights", mayWrite: false });
  show();
  expect(quantity().readOnly).toBe(true);
  expect(screen.getByLabelText<HTMLInputElement>("Deel A").disabled).toBe(true);
});

test("others are announced joined, once in ten seconds at most, and not at all if one wants", () => {
  vi.useFakeTimers();
  show();
  const [status] = screen.getAllByRole("status");
  act(() => server.show(YOUSSEF, null));
  act(() => vi.advanceTimersByTime(1));
  expect(status?.textContent).toBe("Youssef is nu ook hier.");
  act(() => server.show(ILSE, "quantity"));
  act(() => vi.advanceTimersByTime(5000));
  act(() => server.show(FEMKE, "quantity"));
  act(() => vi.advanceTimersByTime(4000));
  expect(status?.textContent).toBe("Youssef is nu ook hier.");
  act(() => vi.advanceTimersByTime(2000));
  expect(status?.textContent).toBe(
    "Ilse en Femke zijn nu ook hier. Ilse en Femke bewerken nu Aantal.",
  );
  act(() => screen.getByLabelText("Schermlezer meldt wat anderen doen").click());
  act(() => server.show({ ...FEMKE, participantId: "x", name: "Tom Verhoeven" }, null));
  act(() => vi.advanceTimersByTime(20_000));
  expect(status?.textContent).toContain("Ilse en Femke");
  act(() => screen.getByLabelText("Schermlezer meldt wat anderen doen").click());
  vi.useRealTimers();
});

test("more than four are counted", () => {
  show();
  for (const name of ["A B", "C D", "E F", "G H", "I J", "K L"]) {
    act(() => server.show({ participantId: name, name, side: "buyer" }, null));
  }
  expect(screen.getByText("+2")).toBeTruthy();
  expect(screen.getByText("en nog 2 anderen")).toBeTruthy();
});

const WELL: DraftStatus = {
  state: "saved",
  end: null,
  unsaved: false,
  mayWrite: true,
  refused: null,
  nearlyFull: false,
};

test("what is wrong with a draft is told in words, and nothing while all is well", () => {
  const { container, rerender } = render(<DraftAlerts status={WELL} />);
  expect(container.textContent).toBe("");
  const refused = { slug: "drafting/too-large", detail: "Dit concept is te groot." };
  rerender(<DraftAlerts status={{ ...WELL, state: "saving", unsaved: true, refused }} />);
  expect(container.textContent).toContain(
    "Dit concept is te groot. Zolang staat het alleen op dit apparaat.",
  );
  rerender(<DraftAlerts status={{ ...WELL, state: "ended", end: "gone", unsaved: true }} />);
  expect(container.textContent).toContain("Dit concept is er niet meer.");
  expect(container.textContent).toContain("op dit apparaat bewaard");
  rerender(<DraftAlerts status={{ ...WELL, mayWrite: false }} />);
  expect(container.textContent).toContain("U kunt dit concept lezen, maar niet wijzigen.");
});

test("a break is told when it lasts, and that it is over once everything is merged", () => {
  vi.useFakeTimers();
  const { container, rerender } = render(<DraftAlerts status={WELL} />);
  rerender(<DraftAlerts status={{ ...WELL, state: "reconnecting" }} />);
  act(() => vi.advanceTimersByTime(4000));
  expect(container.textContent).toBe("");
  act(() => vi.advanceTimersByTime(1000));
  expect(container.textContent).toContain("Er is geen verbinding.");
  rerender(<DraftAlerts status={{ ...WELL, state: "saving" }} />);
  expect(container.textContent).toBe("");
  rerender(<DraftAlerts status={WELL} />);
  expect(container.textContent).toContain("Weer verbonden. Uw wijzigingen zijn samengevoegd.");
  act(() => vi.advanceTimersByTime(20_000));
  expect(container.textContent).toBe("");
  vi.useRealTimers();
});
