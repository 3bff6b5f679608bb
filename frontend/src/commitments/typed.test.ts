import { expect, test } from "vitest";
import { AMOUNT, NUMBER } from "./typed";

test.each([
  ["2", "2"],
  ["2,5", "2.5"],
  ["1.500", "1500"],
  ["1.500,25", "1500.25"],
  ["2.5", "2.5"],
  ["", undefined],
  [" ", undefined],
  ["twee of drie", "twee of drie"],
  ["-1", "-1"],
])("the number %j becomes %j", (typed, value) => {
  expect(NUMBER.parse(typed)).toBe(value);
});

test.each([
  ["2.5", "2,5"],
  ["1500", "1500"],
  ["twee of drie", "twee of drie"],
  [undefined, ""],
])("the value %j reads %j", (value, typed) => {
  expect(NUMBER.format(value)).toBe(typed);
});

test.each([
  ["24.000", 2400000],
  ["€ 1.200,50", 120050],
  ["", undefined],
  ["veel", "veel"],
])("the amount %j becomes %j", (typed, value) => {
  expect(AMOUNT.parse(typed)).toBe(value);
});

test.each([
  [2400000, "24.000"],
  [120050, "1.200,50"],
  ["veel", "veel"],
  [undefined, ""],
])("the amount %j reads %j", (value, typed) => {
  expect(AMOUNT.format(value)).toBe(typed);
});

test("what is read aloud again is what was typed", () => {
  for (const value of [1, 99, 100, 1205, 123456789]) {
    expect(AMOUNT.parse(AMOUNT.format(value))).toBe(value);
  }
});
