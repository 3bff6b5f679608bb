import { expect, test } from "vitest";
import {
  additionIn,
  additionLine,
  factorIn,
  factorLine,
  rungIn,
  rungLine,
  withLine,
} from "./listed";

test.each([
  ["PERMANENT_CONTRACT 1", additionIn, additionLine],
  ["10 avonden", factorIn, factorLine],
  ["2.5 uur per keer", factorIn, factorLine],
  ["3 4 5 150000", rungIn, rungLine],
  ["3 4 5", rungIn, rungLine],
] as const)("what %j says is written as it was read", (line, read, write) => {
  expect((write as (part: unknown) => string)(read(line))).toBe(line);
});

test("a number that nobody can read never moves what stands after it", () => {
  const line = rungLine({ from: "3", to: "4", number: "twee of drie", eachCents: "100" });
  expect(rungIn(line)).toEqual({ from: "3", to: "4", number: "tweeofdrie", eachCents: "100" });
});

test("one line of a list is changed or taken out", () => {
  expect(withLine(["1 a", "2 b"], 1, "3 b")).toEqual(["1 a", "3 b"]);
  expect(withLine(["1 a", "2 b"], 0, undefined)).toEqual(["2 b"]);
  expect(withLine(["1 a"], 1, "2 b")).toEqual(["1 a", "2 b"]);
});
