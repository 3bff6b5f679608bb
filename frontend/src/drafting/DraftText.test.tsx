import { EditorView } from "@codemirror/view";
import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadSentences } from "../text/language";
import { DraftRoomProvider } from "./DraftRoomProvider";
import { DraftText } from "./DraftText";
import type { DraftRoom } from "./room";
import { closeRooms, FakeServer, readyRoom, YOUSSEF } from "./testing";

let server: FakeServer;
let room: DraftRoom;

beforeEach(async () => {
  // Browsers tell of a selection afterwards; happy-dom does so in the middle of making it.
  const dispatch = document.dispatchEvent.bind(document);
  vi.spyOn(document, "dispatchEvent").mockImplementation(
    (event) => event.type === "selectionchange" || dispatch(event),
  );
  await loadSentences("drafting");
  server = new FakeServer();
  server.doc.getText("text").insert(0, "Twee **leerplekken**.");
  room = await readyRoom(server);
});
afterEach(() => {
  server.isUp = false;
  closeRooms();
  // The switch is remembered by the page; a test leaves it as it was.
  const plain = screen.queryByLabelText<HTMLInputElement>("Eenvoudig tekstveld");
  if (plain?.checked) fireEvent.click(plain);
});

function show(preview?: () => Promise<string>) {
  render(
    <DraftRoomProvider room={room}>
      <DraftText label="Toelichting" {...(preview && { loadPreview: preview })} />
    </DraftRoomProvider>,
  );
}

const editor = () => screen.findByRole("textbox", { name: "Toelichting" });

test("what is read out in the editor is the text and nothing else", async () => {
  show();
  const box = await editor();
  expect(box.textContent).toBe("Twee **leerplekken**.");
  act(() => server.show(YOUSSEF, "text", { anchor: 0, head: 4 }));
  await vi.waitFor(() => expect(screen.getByText("Youssef bewerkt")).toBeTruthy());
  expect(room.cursors.get()).toHaveLength(1);
  expect(box.textContent).toBe("Twee **leerplekken**.");
  expect(box.querySelectorAll("[data-name]")).toHaveLength(0);
});

test("what others write comes in, and what one does with the buttons goes out", async () => {
  show();
  const box = await editor();
  act(() => server.doc.getText("text").insert(0, "Minstens: "));
  expect(box.textContent).toBe("Minstens: Twee **leerplekken**.");
  await userEvent.click(screen.getByRole("button", { name: "Tussenkop" }));
  expect(server.text()).toBe("### Minstens: Twee **leerplekken**.");
  await userEvent.click(screen.getByRole("button", { name: "Ongedaan maken" }));
  expect(server.text()).toBe("Minstens: Twee **leerplekken**.");
});

test("a button is taken back by itself, however fast it came after the words", async () => {
  show();
  const view = EditorView.findFromDOM(await editor());
  act(() => view?.dispatch({ changes: { from: 0, insert: "Minstens: " } }));
  await userEvent.click(screen.getByRole("button", { name: "Tussenkop" }));
  act(() => view?.dispatch({ changes: { from: 4, insert: "Ja. " } }));
  expect(server.text()).toBe("### Ja. Minstens: Twee **leerplekken**.");
  act(() => room.undo());
  expect(server.text()).toBe("### Minstens: Twee **leerplekken**.");
  act(() => room.undo());
  expect(server.text()).toBe("Minstens: Twee **leerplekken**.");
});

test("half a character never goes out", async () => {
  server.doc.getText("text").insert(0, "👍 ");
  show();
  const view = EditorView.findFromDOM(await editor());
  // Both thumbs begin with the same half, and the editor sees only the second half change.
  view?.dispatch({ changes: { from: 1, to: 2, insert: "\udc4e" } });
  expect(server.text()).toBe("👎 Twee **leerplekken**.");
});

test("the buttons are one stop, with arrows between them", async () => {
  show();
  await editor();
  const toolbar = screen.getByRole("toolbar", { name: "Opmaak" });
  const stops = () => toolbar.querySelectorAll("[tabindex='0']");
  expect(stops()).toHaveLength(1);
  const [first] = stops();
  (first as HTMLElement).focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Cursief" }));
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Opnieuw" }));
  expect(stops()).toHaveLength(1);
});

test("who may only read gets the text without buttons", async () => {
  server.line.notice({ kind: "rights", mayWrite: false });
  show();
  const box = await editor();
  expect(box.getAttribute("aria-readonly")).toBe("true");
  expect(screen.queryByRole("toolbar")).toBeNull();
});

async function plain(): Promise<HTMLTextAreaElement> {
  show();
  await userEvent.click(screen.getByLabelText("Eenvoudig tekstveld"));
  return screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Toelichting" });
}

test("a plain text field writes the smallest change", async () => {
  const area = await plain();
  expect(area.value).toBe("Twee **leerplekken**.");
  const deltas: unknown[] = [];
  server.doc.getText("text").observe(({ delta }) => deltas.push(delta));
  area.focus();
  area.setSelectionRange(4, 4);
  await userEvent.type(area, "!", { initialSelectionStart: 4 });
  expect(deltas).toEqual([[{ retain: 4 }, { insert: "!" }]]);
  expect(server.text()).toBe("Twee! **leerplekken**.");
});

test("in a plain text field a new line is taken back by itself", async () => {
  const area = await plain();
  await userEvent.type(area, " Ja.{Enter}Nee.");
  expect(server.text()).toBe("Twee **leerplekken**. Ja.\nNee.");
  act(() => room.undo());
  expect(server.text()).toBe("Twee **leerplekken**. Ja.");
});

test("in a plain text field the caret stays with its words", async () => {
  const area = await plain();
  area.focus();
  area.setSelectionRange(5, 7);
  act(() => server.doc.getText("text").insert(0, "Ja: "));
  expect(area.value).toBe("Ja: Twee **leerplekken**.");
  expect([area.selectionStart, area.selectionEnd]).toEqual([9, 11]);
});

test("while an input method is busy, others wait", async () => {
  const area = await plain();
  area.focus();
  fireEvent.compositionStart(area);
  act(() => server.doc.getText("text").insert(0, "Ja: "));
  expect(area.value).toBe("Twee **leerplekken**.");
  area.setSelectionRange(5, 5);
  fireEvent.input(area, { target: { value: "Tweeë **leerplekken**." } });
  fireEvent.compositionEnd(area);
  expect(server.text()).toBe("Ja: Tweeë **leerplekken**.");
  expect(area.value).toBe(server.text());
});

test("the preview is what the server makes of the text", async () => {
  show(async () => "<p>Twee <strong>leerplekken</strong>.</p>");
  await userEvent.click(screen.getByRole("button", { name: "Voorbeeld" }));
  expect((await screen.findByText("leerplekken")).tagName).toBe("STRONG");
  await userEvent.click(screen.getByRole("button", { name: "Schrijven" }));
  expect(await editor()).toBeTruthy();
});

test("a preview that fails can be tried again", async () => {
  let tries = 0;
  show(async () => {
    tries += 1;
    if (tries === 1) throw new Error("no");
    return "";
  });
  await userEvent.click(screen.getByRole("button", { name: "Voorbeeld" }));
  await userEvent.click(await screen.findByRole("button", { name: "Probeer opnieuw" }));
  expect(await screen.findByText("Er staat nog geen tekst.")).toBeTruthy();
});
