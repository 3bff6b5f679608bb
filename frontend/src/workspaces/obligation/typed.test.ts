import { expect, test } from "vitest";
import type { View } from "../../api/client";
import {
  asksSheet,
  canTry,
  decimal,
  ruleOf,
  type Typed,
  typedFrom,
  unreadable,
  whole,
} from "./typed";

const contract = { valueCents: 486_000_000, currency: "EUR" } as View<"ContractView">;
const typed = (more: Partial<Typed> = {}): Typed => ({
  ...typedFrom(undefined, contract, "open"),
  ...more,
});
const obligation = (more: Partial<View<"ObligationView">>) =>
  ({
    percent: null,
    scopeRule: "open",
    withinPercent: null,
    sheet: null,
    ...more,
  }) as unknown as View<"ObligationView">;
const SAY = { amount: "amount", whole: "whole", day: "day" };

test("a new obligation starts from the contract's value, with no percentage of ours", () => {
  expect(typed()).toMatchObject({ kind: "contract_value", amount: "4.860.000", percent: "" });
  expect(canTry(ruleOf(typed(), contract))).toBe(false);
});

test("what is typed becomes the rule that the server works out", () => {
  const asked = ruleOf(
    typed({ percent: "4 %", scopeRule: "mixed", within: "50", months: "21", labourShare: "38" }),
    contract,
  );
  expect(asked).toMatchObject({
    basis: { kind: "contract_value", cents: 486_000_000, original: null },
    percent: "4",
    tiers: [],
    months: 21,
    scopeRule: "mixed",
    withinPercent: "50",
    labourShare: "38",
  });
  expect(canTry(asked)).toBe(true);
});

test("a rule that lies there comes back as it was, and goes out the same", () => {
  const rule = {
    basis: { kind: "labour_sum", cents: 1_000_050 },
    tiers: [{ percent: "2.5", labourShareBelow: "30" }, { percent: "5" }],
    capCents: 30_000_000,
    minMonths: 6,
    months: 12,
  } as unknown as View<"ObligationRule">;
  const again = typedFrom(obligation({ rule, sheet: { labourShare: "28" } }), contract, "open");
  expect(again).toMatchObject({ ways: "labour", amount: "10.000,50", cap: "300.000" });
  expect(ruleOf(again, contract)).toMatchObject({
    basis: { kind: "labour_sum", cents: 1_000_050 },
    percent: null,
    tiers: [
      { percent: "2.5", labourShareBelow: "30" },
      { percent: "5", labourShareBelow: null },
    ],
    capCents: 30_000_000,
    minMonths: 6,
  });
});

test("parts of the amount have bounds in cents, and the last has none", () => {
  const asked = ruleOf(
    typed({
      ways: "brackets",
      tiers: [
        { bound: "1.000.000", percent: "5" },
        { bound: "", percent: "2" },
      ],
    }),
    contract,
  );
  expect(asked.tiers).toEqual([
    { percent: "5", labourShareBelow: null, upToCents: 100_000_000 },
    { percent: "2", labourShareBelow: null, upToCents: null },
  ]);
  expect(canTry(asked)).toBe(true);
});

test("what is not asked of a kind of basis stays away", () => {
  const left = {
    percent: "4",
    cap: "100",
    text: "Drie rondleidingen.",
    scopeRule: "mixed",
    within: "50",
  } as const;
  const activity = ruleOf(typed({ ...left, kind: "one_activity" }), contract);
  expect(activity).toMatchObject({
    basis: { kind: "one_activity", cents: null, text: "Drie rondleidingen." },
    percent: null,
    capCents: null,
    scopeRule: "open",
    withinPercent: null,
  });
  expect(canTry(activity)).toBe(false);
  const counted = ruleOf(typed(left), contract);
  expect(counted.basis.text).toBeNull();
  const fixed = ruleOf(typed({ ...left, kind: "fixed", amount: "194.400" }), contract);
  expect(fixed).toMatchObject({ basis: { cents: 19_440_000 }, percent: null, capCents: null });
});

test("an amount that was said in words comes back as the amount itself", () => {
  const plain = obligation({ rule: null, amountCents: 19_440_000, basis: "de opdrachtsom" });
  expect(typedFrom(plain, contract, "open")).toMatchObject({
    kind: "fixed",
    amount: "194.400",
    text: "de opdrachtsom",
  });
});

test("a contract in another currency is counted in euros, with how it became that", () => {
  const dollars = { valueCents: 600_000_000, currency: "USD" } as View<"ContractView">;
  const first = typedFrom(undefined, dollars, "open");
  expect(first).toMatchObject({ amount: "", originalAmount: "6.000.000" });
  const asked = ruleOf(
    {
      ...first,
      amount: "5.200.000",
      percent: "4",
      originalOn: "2026-10-01",
      originalReason: "ECB",
    },
    dollars,
  );
  expect(asked.basis.original).toEqual({
    cents: 600_000_000,
    currency: "USD",
    on: "2026-10-01",
    reason: "ECB",
  });
  expect(unreadable(first, SAY, true)).toEqual([{ pointer: "/basis/original/on", message: "day" }]);
});

test("what is no amount or no whole number is never sent", () => {
  const wrong = unreadable(typed({ amount: "veel", cap: "1.2.3", months: "2,5" }), SAY, false);
  expect(wrong.map(({ pointer }) => pointer)).toEqual(["/capCents", "/basis/cents", "/months"]);
  expect(canTry(ruleOf(typed({ amount: "veel", percent: "4" }), contract))).toBe(false);
});

test.each([
  ["above the limit of the own organisation", 400_000_000, false, true],
  ["not below it", 500_000_000, false, false],
  ["always, once there was one", 500_000_000, true, true],
])("the sheet is asked %s", (_, sheetAboveCents, sheetAlways, asked) => {
  const workspace = { contract, obligationAsks: { sheetAboveCents, sheetAlways } };
  expect(asksSheet(workspace as View<"WorkspaceView">, typed())).toBe(asked);
});

test("without a limit the sheet is never asked", () => {
  const workspace = { contract, obligationAsks: { sheetAboveCents: null, sheetAlways: false } };
  expect(asksSheet(workspace as View<"WorkspaceView">, typed())).toBe(false);
});

test.each([
  ["4,5 %", "4.5"],
  ["5", "5"],
  ["veel", "veel"],
  [" ", null],
])("%j is the percentage %j", (text, said) => {
  expect(decimal(text)).toBe(said);
});

test("a number that is none is never taken for one", () => {
  expect([whole("21"), whole(""), whole("2,5")]).toEqual([21, null, Number.NaN]);
});
