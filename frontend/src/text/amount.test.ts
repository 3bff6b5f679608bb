import { expect, test } from "vitest";
import { amountText, cents } from "./amount";

test.each([
  ["4.860.000", 486_000_000],
  ["4860000,5", 486_000_050],
  ["€ 1.200", 120_000],
  ["1,234.50", 123_450],
  ["0,07", 7],
  ["24000", 2_400_000],
])("%s is %d cents", (typed, expected) => {
  expect(cents(typed)).toBe(expected);
});

test("nothing typed is unknown, never zero", () => {
  expect(cents("  ")).toBeNull();
});

test.each(["veel", "1.2.3", "12,345,6", "-5"])("%s is no amount", (typed) => {
  expect(cents(typed)).toBeNaN();
});

test.each([
  [19_440_000, "194.400"],
  [19_440_050, "194.400,50"],
  [50, "0,50"],
  [null, ""],
])("%j cents is typed as %j, and read back the same", (value, text) => {
  expect(amountText(value)).toBe(text);
  expect(cents(amountText(value))).toBe(value);
});
