import { expect, test } from "vitest";
import { percentOf } from "./ObligationForm";

test.each([
  ["4", 486_000_000, 19_440_000],
  ["4 %", 520_000_000, 20_800_000],
  ["2,5", 100_01, 250],
  ["0,0001", 1_000_000_000_00, 100_000],
  // Half a cent goes up, once.
  ["50", 1, 1],
])("%s percent of %i cents is %i cents", (typed, value, cents) => {
  expect(percentOf(typed, value)).toBe(cents);
});

test.each(["", "veel", "4,12345", "-4"])("%j is no percentage", (typed) => {
  expect(percentOf(typed, 100)).toBeUndefined();
});

test("of an unknown amount there is no part", () => {
  expect(percentOf("4", null)).toBeUndefined();
});
