import { expect, test } from "vitest";
import type { View } from "../api/client";
import type { Message, Talk } from "./queries";
import { timeline, told } from "./timeline";

const message = (id: string, threadId: string, postedAt: string) =>
  ({ id, threadId, postedAt }) as Message;
const entry = (kind: string, at: string, body: Record<string, unknown> = {}) =>
  ({ id: `${kind} ${at}`, kind, at, journal: "shared", body }) as unknown as View<"EntryView">;

test("what was said and what happened stand in one order, however precise the moments are", () => {
  const items = timeline({
    messages: [
      message("m1", "t1", "2026-10-05T09:00:00Z"),
      message("m2", "t2", "2026-10-05T09:00:00.250Z"),
    ],
    entries: [entry("purpose.set", "2026-10-05T09:00:00.100000Z")],
    talks: [{ id: "k1", recordedAt: "2026-10-06T09:00:00Z" } as Talk],
    isComplete: true,
  });
  expect(items.map(({ kind }) => kind)).toEqual(["message", "event", "message", "talk"]);
});

test("a reply follows, and tells what it goes on from when something stands between", () => {
  const items = timeline({
    messages: [
      message("m1", "t1", "2026-10-05T09:00:00Z"),
      message("m2", "t1", "2026-10-05T09:01:00Z"),
      message("m3", "t2", "2026-10-05T09:02:00Z"),
      message("m4", "t1", "2026-10-05T09:03:00Z"),
    ],
    entries: [],
    talks: [],
    isComplete: true,
  });
  expect(items.map((item) => item.kind === "message" && [item.follows, item.answers?.id])).toEqual([
    [false, undefined],
    [true, undefined],
    [false, undefined],
    [false, "m2"],
  ]);
});

test("people who came in one after another are told in one line", () => {
  const items = timeline({
    messages: [message("m1", "t1", "2026-10-05T09:02:30Z")],
    entries: [
      entry("participant.joined", "2026-10-05T09:00:00Z"),
      entry("participant.joined", "2026-10-05T09:01:00Z"),
      entry("purpose.set", "2026-10-05T09:02:00Z"),
      entry("participant.joined", "2026-10-05T09:03:00Z"),
    ],
    talks: [],
    isComplete: true,
  });
  expect(items.map((item) => (item.kind === "event" ? item.entries.length : item.kind))).toEqual([
    2,
    1,
    "message",
    1,
  ]);
});

test("what happened before the oldest loaded message waits for the messages of then", () => {
  const sources = {
    messages: [message("m1", "t1", "2026-10-05T09:00:00Z")],
    entries: [entry("purpose.set", "2026-10-01T09:00:00Z")],
    talks: [],
  };
  expect(timeline({ ...sources, isComplete: false })).toHaveLength(1);
  expect(timeline({ ...sources, isComplete: true })).toHaveLength(2);
});

test("events are those both sides see, about the subject, and a package is one of them", () => {
  const entries = [
    entry("message.posted", "2026-10-05T09:00:00Z"),
    entry("commitment.proposed", "2026-10-05T09:01:00Z", { commitmentId: "c1", packageId: null }),
    entry("commitment.countered", "2026-10-05T09:02:00Z", { commitmentId: "c1", packageId: "p" }),
    entry("package.proposed", "2026-10-05T09:02:00Z", { revisions: [{ commitmentId: "c1" }] }),
    entry("purpose.agreed", "2026-10-05T09:03:00Z"),
    { ...entry("purpose.set", "2026-10-05T09:04:00Z"), journal: "side" as const },
  ];
  const kinds = (subject?: { kind: "workspace" | "commitment"; id: string }) =>
    told(entries, subject).map(({ kind }) => kind);
  expect(kinds()).toEqual(["commitment.proposed", "package.proposed", "purpose.agreed"]);
  expect(kinds({ kind: "commitment", id: "c1" })).toEqual([
    "commitment.proposed",
    "package.proposed",
  ]);
  expect(kinds({ kind: "commitment", id: "c2" })).toEqual([]);
  expect(kinds({ kind: "workspace", id: "w" })).toEqual(["purpose.agreed"]);
});
