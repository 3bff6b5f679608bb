import { expect, test } from "vitest";
import { type Difference, difference, moved } from "./difference";

function applied(before: string, { at, removed, inserted }: Difference): string {
  return before.slice(0, at) + inserted + before.slice(at + removed);
}

test.each([
  ["Twee plekken", "Drie plekken"],
  ["", "a"],
  ["abc", ""],
  ["aaaa", "aaaaa"],
  ["Een. Twee.", "Een. En nog. Twee."],
  ["👍👍", "👍"],
  ["👍", "👎"],
  ["a👍b", "a👎b"],
])("%j becomes %j by one small change", (before, after) => {
  const change = difference(before, after);
  expect(change && applied(before, change)).toBe(after);
});

test("half a character never goes in", () => {
  // Both thumbs begin with the same half.
  expect(difference("a👍b", "a👎b")).toEqual({ at: 1, removed: 2, inserted: "👎" });
});

test("the caret tells which of several equal letters is new", () => {
  expect(difference("aaa", "aaaa", 1)).toEqual({ at: 0, removed: 0, inserted: "a" });
  expect(difference("aaa", "aaaa", 4)).toEqual({ at: 3, removed: 0, inserted: "a" });
});

test("the same text is no change", () => {
  expect(difference("a", "a")).toBeNull();
});

test("a place moves with what changes before it", () => {
  const insert = { at: 3, removed: 0, inserted: "xx" };
  expect([2, 3, 4].map((index) => moved(index, insert))).toEqual([2, 3, 6]);
  const remove = { at: 3, removed: 2, inserted: "" };
  expect([3, 4, 5, 6].map((index) => moved(index, remove))).toEqual([3, 3, 3, 4]);
});
