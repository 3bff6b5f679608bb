import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Entry, followJournal } from "./socket";

/** A line to nowhere, of which the test plays the other end. */
class Line {
  readyState: number = WebSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly address: string) {}

  open() {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  say(frame: unknown) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  break(code: number) {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code });
  }

  close() {
    this.break(1005);
  }
}

function follow(after?: string) {
  const lines: Line[] = [];
  const told: string[] = [];
  const stop = followJournal({
    workspaceId: "w1",
    personId: "m1",
    after,
    onEntries: (entries: Entry[], position) =>
      told.push(`${entries.map(({ kind }) => kind).join(" ")} ${position}`),
    onState: (state) => told.push(state),
    onEnd: (end) => told.push(`end: ${end}`),
    connect: (address) => {
      const line = new Line(address);
      lines.push(line);
      return line as unknown as WebSocket;
    },
    random: () => 1,
  });
  const last = () => {
    const line = lines.at(-1);
    if (!line) throw new Error("no line was opened");
    return line;
  };
  return { lines, told, stop, last };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("it starts after the position that was read", () => {
  const { last, stop } = follow("AbC");
  expect(last().address).toBe("ws://localhost/v1/workspaces/w1/live?person=m1&after=AbC");
  stop();
});

test("entries are told with the position they lead to", () => {
  const { last, told, stop } = follow();
  last().open();
  last().say({ position: "p2", entries: [{ kind: "purpose.set" }, { kind: "purpose.agreed" }] });
  expect(told).toEqual(["connecting", "connected", "purpose.set purpose.agreed p2"]);
  stop();
});

test.each([1006, 1012, 4503, 4513])("after code %i it comes back where it was", (code) => {
  const { lines, last, told, stop } = follow("p1");
  last().open();
  last().say({ position: "p2", entries: [] });
  last().say({ heartbeat: "p3" });
  last().break(code);
  expect(told.at(-1)).toBe("reconnecting");
  vi.advanceTimersByTime(500);
  expect(lines).toHaveLength(2);
  expect(last().address).toContain("after=p3");
  stop();
});

test("each try waits longer, up to a limit, and a line that opened starts over", () => {
  const { lines, last, stop } = follow();
  for (const wait of [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]) {
    const before = lines.length;
    last().break(1006);
    vi.advanceTimersByTime(wait - 1);
    expect(lines).toHaveLength(before);
    vi.advanceTimersByTime(1);
    expect(lines).toHaveLength(before + 1);
  }
  last().open();
  const before = lines.length;
  last().break(1006);
  vi.advanceTimersByTime(500);
  expect(lines).toHaveLength(before + 1);
  stop();
});

test.each([
  [4400, "not-allowed"],
  [4401, "signed-out"],
  [4403, "not-allowed"],
  [4404, "not-allowed"],
  [4410, "lineage"],
])("code %i is the end: %s", (code, end) => {
  const { lines, last, told, stop } = follow();
  last().open();
  last().break(code);
  vi.advanceTimersByTime(60_000);
  expect(told.at(-1)).toBe(`end: ${end}`);
  expect(lines).toHaveLength(1);
  stop();
});

test("a line without a word for a minute is taken for dead", () => {
  const { lines, last, told, stop } = follow();
  last().open();
  vi.advanceTimersByTime(60_000);
  expect(told.at(-1)).toBe("reconnecting");
  vi.advanceTimersByTime(500);
  expect(lines).toHaveLength(2);
  stop();
});

test("when the network is back it does not sit out the wait", () => {
  const { lines, last, stop } = follow();
  last().break(1006);
  window.dispatchEvent(new Event("online"));
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(30_000);
  expect(lines).toHaveLength(2);
  stop();
});

test("once stopped it stays away", () => {
  const { lines, last, stop } = follow();
  last().open();
  stop();
  vi.advanceTimersByTime(60_000);
  window.dispatchEvent(new Event("online"));
  expect(lines).toHaveLength(1);
});
