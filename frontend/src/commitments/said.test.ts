import i18next from "i18next";
import { expect, test } from "vitest";
import { formatIn } from "../text/format";
import { fieldsOf } from "./said";
import type { Revision, Terms } from "./terms";

const words = { t: i18next.t, format: formatIn("nl") };

function said(terms: Partial<Terms>): Record<string, string | undefined> {
  const round = { terms: { title: "Banen", ...terms }, responsible: [], hints: [] };
  const fields = fieldsOf(round as unknown as Revision, words);
  return Object.fromEntries(fields.map(({ id, after }) => [id, after?.replaceAll("\u00a0", " ")]));
}

test("a value by the table is said with its row, its table and all that was agreed on it", () => {
  const catalogue = { catalogue: "utrecht-v3", edition: "utrecht-v3", digest: "d" };
  expect(
    said({
      value: {
        kind: "amount",
        amountCents: 7_000_000,
        currency: "EUR",
        basis: "catalogue",
        measure: "PW",
        catalogue,
        calculation: [
          { text: "2 × 27/36 × 12/12 × € 40.000", amountCents: 6_000_000, factors: [] },
          { text: "1 × € 10.000", amountCents: 1_000_000, factors: [] },
        ],
      },
      counting: {
        edition: "d",
        measure: "PW",
        additions: [{ measure: "PERMANENT_CONTRACT", quantity: "1" }],
        factors: [
          { number: "10", name: "avonden" },
          { number: "3", name: "uur" },
        ],
        fullTimeHours: "40",
        fullTimeReason: "cao",
        register: "PSO",
        percent: "75",
        rateCents: 150_000,
        months: "18",
      },
    }),
  ).toEqual({
    value: "€ 70.000",
    calculation: "2 × 27/36 × 12/12 × € 40.000 = € 60.000\n1 × € 10.000 = € 10.000",
    measure: "PW, utrecht-v3",
    factors: "10 avonden × 3 uur",
    additions: "PERMANENT_CONTRACT: 1",
    "full-time": "40, cao",
    register: "PSO",
    percent: "75 %",
    rate: "€ 1.500",
    "counting-months": "18",
  });
});

test("a ladder, a pilot, promises and skipped hints are all said", () => {
  expect(
    said({
      ladder: [{ fromStep: 3, toStep: 4, number: "5", eachCents: 150_000 }],
      pilot: { endsOn: "2027-03-31", question: "Past het?", decision: "Samen." },
      standingPromises: { startSupport: true, contactPerson: true },
      hintsSkipped: ["resultGoal/no-date"],
    }),
  ).toEqual({
    ladder: "5 mensen van trede 3 naar 4, € 1.500 per persoon",
    "pilot-ends": "31 maart 2027",
    "pilot-question": "Past het?",
    "pilot-decision": "Samen.",
    promises: "Er is een vast aanspreekpunt op het werk; Er is hulp bij de start",
    "hints-skipped": "Resultaatdoel: geen dag",
  });
});

test("what nobody filled in is left out", () => {
  // As the server sends it: an empty list is no member at all.
  const counting = { edition: "d", measure: "PW" } as Terms["counting"];
  expect(said({ counting })).toEqual({ measure: "PW" });
  expect(said({ quantity: "2", unit: "banen" })).toEqual({ quantity: "2 banen" });
});
