import { expect, test } from "vitest";
import { additionsTo, asked, byKind, type Measure } from "./measures";

function measure(changes: Partial<Measure>): Measure {
  return {
    code: "PW",
    nameNl: "Participatiewet",
    kind: "placement",
    unit: "fte-year",
    valuation: "fixed",
    valueEur: "40000",
    isAddition: false,
    discussed: null,
    window: "not_published",
    fullTimeHoursPerWeek: "36",
    fullTimeHoursSource: null,
    requires: [],
    excludes: [],
    proRata: null,
    percentage: null,
    percentages: [],
    ...changes,
  } as Measure;
}

const NOTHING = {
  fullTime: false,
  factors: false,
  spent: false,
  registers: [],
  percent: false,
  rate: false,
  months: false,
};

test("a placement by a table of 36 hours asks only how long it counts, which no table published", () => {
  expect(asked(measure({}))).toEqual({ ...NOTHING, months: true });
  expect(asked(measure({ window: "unlimited" }))).toEqual(NOTHING);
});

test("hours that the table leaves to the contractor are asked", () => {
  expect(asked(measure({ fullTimeHoursPerWeek: null })).fullTime).toBe(true);
  expect(asked(measure({ fullTimeHoursSource: "contractor" })).fullTime).toBe(true);
  expect(asked(measure({ fullTimeHoursPerWeek: null, proRata: "period" })).fullTime).toBe(false);
});

test("an invoice asks for the register or the percentage that the table leaves open", () => {
  const cost = { unit: "euro", valuation: "actual-cost", valueEur: null } as const;
  expect(asked(measure(cost))).toEqual({ ...NOTHING, spent: true, percent: true });
  const shares = [{ register: "PSO 30+", percentage: "100" }];
  expect(asked(measure({ ...cost, percentages: shares }))).toEqual({
    ...NOTHING,
    spent: true,
    registers: ["PSO 30+"],
  });
});

test("what is in overleg asks for what the parties agree", () => {
  const discussed = { slug: "negotiated", facts: {} };
  const open = { unit: "negotiated", valuation: "negotiated", discussed };
  expect(asked(measure(open))).toMatchObject({ percent: true, rate: true, spent: true });
  const bought = { unit: "euro", valuation: "negotiated-on-actual-cost", discussed };
  expect(asked(measure(bought))).toMatchObject({ percent: true, rate: false, spent: true });
});

test("what nobody can read is agreed too", () => {
  const discussed = { slug: "unknown-unit", facts: { word: "dagdeel" } };
  expect(asked(measure({ unit: "dagdeel", discussed }))).toMatchObject({
    percent: true,
    rate: true,
  });
});

test("hours are counted from evenings, people and whatever one names", () => {
  expect(asked(measure({ unit: "hour", valuation: "rate-or-actual-cost" }))).toMatchObject({
    factors: true,
    spent: true,
  });
});

test("an addition never stands alone, nor beside what excludes it", () => {
  const young = measure({ code: "YOUNG", excludes: ["OLD"] });
  const old = measure({ code: "OLD", kind: "bonus", isAddition: true });
  const fixed = measure({ code: "FIXED", kind: "bonus", isAddition: true });
  expect(byKind([young, old, fixed])).toEqual([["placement", [young]]]);
  expect(additionsTo(young, [young, old, fixed])).toEqual([fixed]);
});
