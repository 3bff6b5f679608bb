import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  closeRooms,
  FakeServer,
  MARIEKE,
  memoryShelf,
  openRoom,
  readyRoom,
  YOUSSEF,
} from "./testing";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});
afterEach(() => {
  server.isUp = false;
  closeRooms();
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
});

const soon = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test("a room is there once the server told all it has, and who may write", async () => {
  server.doc.getText("text").insert(0, "Twee leerplekken.");
  server.write(YOUSSEF, "quantity", "2");
  const room = openRoom(server);
  expect(room.status.get().state).toBe("loading");
  expect(room.mayWrite).toBe(false);
  await soon();
  expect(room.ready.get()).toBe(true);
  expect(room.text()).toBe("Twee leerplekken.");
  expect(room.get("quantity")).toBe("2");
  expect(room.status.get()).toMatchObject({ state: "saved", mayWrite: true });
});

test("what is written arrives, and an emptied field is gone", async () => {
  const room = await readyRoom(server);
  room.set("quantity", "2.5");
  room.set("purposeParts", ["A", "C"]);
  room.set("title", "Leerplekken");
  room.set("title", "");
  room.change(() => room.yText.insert(0, "Twee"));
  await room.whenSaved();
  expect(server.fields()).toEqual({ quantity: "2.5", purposeParts: ["A", "C"] });
  expect(server.text()).toBe("Twee");
});

test("a value that is the same already is not sent", async () => {
  const room = await readyRoom(server);
  room.set("purposeParts", ["A"]);
  const { length } = server.received;
  room.set("purposeParts", ["A"]);
  room.set("period.weeks", "");
  expect(server.received).toHaveLength(length);
});

test("saving is told once it takes a second, and saved once it is acknowledged", async () => {
  server.waits = true;
  const room = await readyRoom(server);
  server.line.acknowledge();
  room.set("quantity", "2");
  expect(room.status.get().state).toBe("saved");
  await soon(1000);
  expect(room.status.get()).toMatchObject({ state: "saving", unsaved: true });
  server.line.acknowledge();
  expect(room.status.get()).toMatchObject({ state: "saved", unsaved: false });
});

test("an acknowledgement covers what was sent up to then, and nothing after it", async () => {
  server.waits = true;
  const room = await readyRoom(server);
  room.set("quantity", "2");
  const sent = server.line.counted;
  room.set("unit", "plekken");
  let saved = false;
  void room.whenSaved().then(() => {
    saved = true;
  });
  server.line.acknowledge(sent);
  await soon();
  expect(saved).toBe(false);
  server.line.acknowledge(sent + 1);
  await soon();
  expect(saved).toBe(true);
});

test("a frame that may hang loose does not count before the handshake is done", async () => {
  const { shelf, kept } = memoryShelf();
  const room = await readyRoom(server, { shelf });
  server.waits = true;
  server.isSlow = true;
  server.line.socket.drop(1006);
  room.set("quantity", "2");
  await soon(500);
  room.set("unit", "plekken");
  // The second change needs the first, which this connection has not carried yet.
  server.line.acknowledge();
  await soon(2000);
  expect(room.status.get().unsaved).toBe(true);
  expect(kept.size).toBe(1);
  server.ask();
  server.line.acknowledge();
  await soon(2000);
  expect(room.status.get().unsaved).toBe(false);
  expect(kept.size).toBe(0);
  expect(server.fields()).toEqual({ quantity: "2", unit: "plekken" });
});

test("after a break both sides have what either wrote", async () => {
  const room = await readyRoom(server);
  room.change(() => room.yText.insert(0, "Twee plekken."));
  server.isUp = false;
  server.line.socket.drop(1012);
  await soon();
  expect(room.status.get().state).toBe("reconnecting");
  room.change(() => room.yText.insert(0, "Minstens: "));
  server.doc.getText("text").insert(server.text().length, " Graag.");
  server.isUp = true;
  await soon(10_000);
  expect(room.status.get().state).toBe("saved");
  expect(server.text()).toBe("Minstens: Twee plekken. Graag.");
  expect(room.text()).toBe(server.text());
});

test("what was not acknowledged is put back when the draft is opened again", async () => {
  const { shelf, kept } = memoryShelf();
  const first = await readyRoom(server, { shelf });
  server.isUp = false;
  server.line.socket.drop(1006);
  first.set("quantity", "3");
  first.change(() => first.yText.insert(0, "Drie plekken."));
  first.close();
  await soon(1000);
  expect(kept.size).toBe(1);

  server.isUp = true;
  const second = await readyRoom(server, { shelf });
  expect(second.get("quantity")).toBe("3");
  expect(second.text()).toBe("Drie plekken.");
  await second.whenSaved();
  await soon(1000);
  expect(server.fields()).toEqual({ quantity: "3" });
  expect(kept.size).toBe(0);
});

test("what is put back is nobody's to undo", async () => {
  const { shelf } = memoryShelf();
  const first = await readyRoom(server, { shelf });
  server.isUp = false;
  server.line.socket.drop(1006);
  first.set("quantity", "3");
  first.close();
  await soon(1000);
  server.isUp = true;
  const second = await readyRoom(server, { shelf });
  expect(second.undoable.get().canUndo).toBe(false);
});

test("somebody else on this computer does not find what one left", async () => {
  const { shelf, kept } = memoryShelf();
  const first = await readyRoom(server, { shelf });
  server.isUp = false;
  server.line.socket.drop(1006);
  first.set("quantity", "3");
  first.close();
  await soon(1000);
  server.isUp = true;
  await readyRoom(server, { shelf, personId: "person-of-the-other-side" });
  await soon(1000);
  expect(server.fields()).toEqual({});
  expect(kept.size).toBe(0);
});

test("a page that is left waits for the acknowledgement of its last words", async () => {
  server.waits = true;
  const { shelf, kept } = memoryShelf();
  const room = await readyRoom(server, { shelf });
  room.close();
  room.set("quantity", "2");
  await soon(1000);
  expect(server.lines).toHaveLength(1);
  server.line.acknowledge();
  await soon(1000);
  expect(server.lines).toHaveLength(0);
  expect(kept.size).toBe(0);
  expect(server.fields()).toEqual({ quantity: "2" });
});

test.each([
  [4400, "refused"],
  [4401, "signed-out"],
  [4403, "not-allowed"],
  [4404, "gone"],
  [4410, "lineage"],
])("code %i is the end: %s, and what was written stays", async (code, end) => {
  const room = await readyRoom(server);
  room.set("quantity", "2");
  server.line.socket.drop(code);
  await soon(60_000);
  const mayWrite = end === "signed-out";
  expect(room.status.get()).toMatchObject({ state: "ended", end, mayWrite });
  expect(server.lines).toHaveLength(0);
  expect(room.get("quantity")).toBe("2");
});

test("who signs in again over the page goes on, with what the field held that they were in", async () => {
  const room = await readyRoom(server);
  server.line.socket.drop(4401);
  await soon(1000);
  room.set("quantity", "2");
  room.resume();
  await soon(1000);
  expect(room.status.get()).toMatchObject({ state: "saved", end: null });
  expect(server.fields()).toEqual({ quantity: "2" });
});

test("what ended a conversation is not sent again, but can still be read and put away", async () => {
  const { shelf, kept } = memoryShelf();
  const first = await readyRoom(server, { shelf });
  server.refuses = { slug: "drafting/too-large", detail: "" };
  first.change(() => first.yText.insert(0, "Onleesbaar voor de server."));
  first.set("quantity", "2");
  server.line.socket.drop(4400, "trial");
  first.close();
  await soon(1000);

  server.refuses = null;
  const second = await readyRoom(server, { shelf });
  await soon(1000);
  expect(second.text()).toBe("");
  expect(server.text()).toBe("");
  expect(second.rescued.get()).toEqual(["Onleesbaar voor de server.\nquantity: 2"]);
  second.forgetRescued();
  await soon();
  expect(kept.size).toBe(0);
});

test("who may only read sends nothing, whatever others deleted", async () => {
  server.mayWrite = false;
  server.doc.getText("text").insert(0, "Twee plekken.");
  server.doc.getText("text").delete(0, 5);
  const room = await readyRoom(server);
  server.line.socket.drop(1006);
  await soon(10_000);
  expect(room.status.get().state).toBe("saved");
  expect(server.received.map((update) => [...update])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test.each([1006, 1012, 4503, 4513])("after code %i it comes back", async (code) => {
  const room = await readyRoom(server);
  server.line.socket.drop(code);
  await soon(10_000);
  expect(room.status.get().state).toBe("saved");
});

test.each([
  [4503, "full"],
  [4513, "sockets"],
])("where there is no room (%i %s), it says so and tries again", async (code, reason) => {
  const room = await readyRoom(server);
  server.isUp = false;
  server.line.socket.drop(code, reason);
  await soon();
  expect(room.status.get().state).toBe("full");
  server.isUp = true;
  await soon(20_000);
  expect(room.status.get().state).toBe("saved");
});

test("what the server refuses stays, and is tried again once it is mended", async () => {
  const { shelf, kept } = memoryShelf();
  const room = await readyRoom(server, { shelf });
  server.refuses = { slug: "drafting/text-too-long", detail: "De tekst is te lang." };
  room.change(() => room.yText.insert(0, "Te lang."));
  await expect(room.whenSaved()).rejects.toThrow("drafting/text-too-long");
  expect(room.status.get().refused).toEqual(server.refuses);
  expect(room.text()).toBe("Te lang.");

  const { length } = server.received;
  server.refuses = null;
  room.change(() => room.yText.delete(0, 3));
  // Nothing goes out for each key: it would only hang loose on what was refused.
  expect(server.received).toHaveLength(length);
  await soon(1000);
  expect(kept.size).toBe(1);
  await soon(5000);
  expect(server.text()).toBe("lang.");
  expect(room.status.get()).toMatchObject({ refused: null, unsaved: false });
  expect(kept.size).toBe(0);
});

test("a text that was too long is taken once it is shorter, though it can still be undone", async () => {
  const room = await readyRoom(server);
  server.refuses = { slug: "drafting/text-too-long", detail: "De tekst is te lang." };
  server.longest = 500;
  room.change(() => room.yText.insert(0, "woord ".repeat(1000)));
  await soon(10_000);
  expect(room.status.get().refused).toEqual(server.refuses);
  const { length } = server.received;
  await soon(60_000);
  // It was tried once more, and not for ever.
  expect(server.received.slice(length).length).toBeLessThanOrEqual(2);
  room.change(() => room.yText.delete(6, 5994));
  await soon(10_000);
  expect(server.text()).toBe("woord ");
  expect(room.status.get()).toMatchObject({ refused: null, unsaved: false });
});

test("who may only read cannot change anything, until the role changes", async () => {
  server.mayWrite = false;
  const room = await readyRoom(server);
  room.set("quantity", "2");
  expect(room.get("quantity")).toBeUndefined();
  server.line.notice({ kind: "rights", mayWrite: true });
  room.set("quantity", "2");
  await room.whenSaved();
  expect(server.fields()).toEqual({ quantity: "2" });
});

test("a value of one's own that somebody replaces can be put back", async () => {
  const room = await readyRoom(server);
  room.set("quantity", "6");
  await room.whenSaved();
  server.write(YOUSSEF, "quantity", "5");
  server.write(YOUSSEF, "quantity", "4");
  expect(room.replaced.get()).toMatchObject({ quantity: { old: "6", now: "4" } });
  expect(room.authors.get().quantity?.name).toBe("Youssef El Amrani");
  room.set("quantity", "6");
  expect(room.replaced.get()).toEqual({});
});

test("a value that was not one's own changes without a notice, unless one is in the field", async () => {
  const room = await readyRoom(server);
  server.write(YOUSSEF, "quantity", "5");
  server.write(YOUSSEF, "quantity", "6");
  expect(room.replaced.get()).toEqual({});
  room.present({ field: "quantity" });
  server.write(YOUSSEF, "quantity", undefined);
  expect(room.replaced.get()).toMatchObject({ quantity: { old: "6", now: undefined } });
});

test("a value of one's own from an earlier visit counts as one's own", async () => {
  const room = await readyRoom(server);
  server.write(MARIEKE, "quantity", "6");
  server.write(YOUSSEF, "quantity", "5");
  expect(room.replaced.get()).toMatchObject({ quantity: { old: "6", now: "5" } });
});

test("undoing takes back one's own changes alone, in fields and text", async () => {
  const room = await readyRoom(server);
  room.change(() => room.yText.insert(0, "Twee."));
  room.set("quantity", "2");
  server.doc.getText("text").insert(5, " Drie.");
  server.write(YOUSSEF, "unit", "plekken");
  expect(room.undoable.get()).toEqual({ canUndo: true, canRedo: false });
  room.undo();
  expect(room.fields()).toEqual({ unit: "plekken" });
  expect(room.text()).toBe("Twee. Drie.");
  room.undo();
  expect(room.text()).toBe(" Drie.");
  room.redo();
  room.redo();
  await room.whenSaved();
  expect(server.text()).toBe("Twee. Drie.");
  expect(server.fields()).toEqual({ unit: "plekken", quantity: "2" });
});

test("others are told with their field, once each; one is not told of oneself", async () => {
  const room = await readyRoom(server);
  server.show(YOUSSEF, null);
  server.show(YOUSSEF, "quantity");
  server.show(MARIEKE, "title");
  expect(room.people.get()).toEqual([{ ...YOUSSEF, field: "quantity", mayWrite: true }]);
  server.line.socket.drop(1006);
  await soon();
  expect(room.people.get()).toEqual([]);
});

test("where one is goes out a few times a second, the last place only", async () => {
  const room = await readyRoom(server);
  await soon(1000);
  server.presence.length = 0;
  for (const field of ["title", "quantity", "unit"]) room.present({ field });
  await soon(1000);
  expect(server.presence).toEqual([{ field: "unit" }]);
});

test("a place in the text moves with what others write before it", async () => {
  server.doc.getText("text").insert(0, "Twee plekken.");
  const room = await readyRoom(server);
  const place = room.place(5);
  server.doc.getText("text").insert(0, "Minstens ");
  expect(room.index(place)).toBe(14);
  expect(room.index({ nonsense: true })).toBeNull();
});

test("findings come and go as the server tells them", async () => {
  const room = await readyRoom(server);
  const finding = {
    pointer: "/text",
    slug: "personal-data/email",
    position: 3,
    detail: "Haal weg.",
  };
  server.line.notice({ kind: "personal-data", findings: [finding] });
  expect(room.findings.get()).toEqual([finding]);
  server.line.notice({ kind: "personal-data", findings: [] });
  expect(room.findings.get()).toEqual([]);
});
