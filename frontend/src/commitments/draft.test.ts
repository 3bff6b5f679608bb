import { expect, test } from "vitest";
import {
  atFields,
  decimal,
  draftOf,
  EMPTY_DRAFT,
  EUROS,
  missingIn,
  responsibleOf,
  SOMEBODY_ELSE,
  termsOf,
  unreadAmounts,
  withCondition,
} from "./draft";
import type { Revision, Terms } from "./terms";

const PLACES = {
  title: "Leerwerkplekken timmeren",
  text: "Twee leerlingen halen bij ons hun diploma.",
  kind: "learning",
  scope: "within_contract",
  countsTowardsObligation: true,
  quantity: "2.5",
  unit: "plekken",
  period: { startsOn: "2027-02-01", endsOn: "2028-07-31", months: "18", hours: "120" },
  value: {
    kind: "amount",
    amountCents: 9_333_333,
    currency: "EUR",
    basis: "catalogue",
    measure: "BBL_2_4",
    catalogue: { catalogue: "utrecht", edition: "v3" },
    calculation: [{ text: "2 × 32/36", factors: [{ name: "uren", number: "32", of: "36" }] }],
  },
  resultGoal: { text: "2 diploma's", measure: "diploma", number: "2", unit: "diploma's" },
  evidence: "leerovereenkomst gezien",
  partners: [{ name: "ROC" }, { name: "Lunchwerk" }],
  purposeParts: ["A"],
  responsible: [],
} as unknown as Terms;

const NOBODY: Revision["responsible"] = [];
const PRESENT = new Set(["p1"]);

test("terms that nobody touched come back as they were", () => {
  const back = termsOf(draftOf(PLACES, NOBODY, PRESENT), PLACES);
  expect(back).toMatchObject({
    title: PLACES.title,
    quantity: "2.5",
    unit: "plekken",
    period: PLACES.period,
    value: PLACES.value,
    resultGoal: PLACES.resultGoal,
    partners: PLACES.partners,
    purposeParts: ["A"],
  });
});

test("an amount that was changed no longer claims to come from the catalogue", () => {
  const draft = { ...draftOf(PLACES, NOBODY, PRESENT), value: "100.000" };
  expect(termsOf(draft, PLACES).value).toEqual({
    kind: "amount",
    amountCents: 10_000_000,
    currency: "EUR",
    basis: "agreed",
    calculation: [{ text: "2 × 32/36", factors: [] }],
  });
});

test("an amount that is still to be typed is no amount of nought", () => {
  expect(termsOf({ ...EMPTY_DRAFT, valueKind: "amount", value: "" }).value).toBeNull();
});

test("euros go into what is spent, and back", () => {
  const terms = termsOf({ ...EMPTY_DRAFT, title: "Inkoop", quantity: "24.000", unit: EUROS });
  expect(terms).toMatchObject({ quantity: null, unit: null, spentCents: 2_400_000 });
  const draft = draftOf(terms, NOBODY, PRESENT);
  expect([draft.quantity, draft.unit]).toEqual(["24.000", EUROS]);
});

test.each([
  ["2", "2"],
  ["2,5", "2.5"],
  ["1.500", "1500"],
  ["1.500,25", "1500.25"],
  ["2.5", "2.5"],
  ["", null],
  ["twee", "twee"],
])("the number %s is sent as %s", (typed, sent) => {
  expect(decimal(typed)).toBe(sent);
});

test("a title, how much and how long are enough to propose", () => {
  const draft = { ...EMPTY_DRAFT, title: "Gastlessen", quantity: "8", length: "10" };
  expect(missingIn(draft)).toEqual({
    toPropose: [],
    toAgree: ["kind", "goal", "scope", "value"],
    toSign: ["responsible", "dates", "evidence"],
  });
});

test("in overleg is a value as far as agreeing goes", () => {
  expect(missingIn({ ...EMPTY_DRAFT, valueKind: "to_be_discussed" }).toAgree).not.toContain(
    "value",
  );
});

test("amounts that cannot be read are told before anything is sent", () => {
  const draft = { ...EMPTY_DRAFT, quantity: "veel", unit: EUROS, paidOnResult: "10k" };
  expect(unreadAmounts(draft)).toEqual(["/terms/quantity", "/terms/paidOnResultCents"]);
});

test("somebody who left stays by name, and so do those after the first", () => {
  const before = [
    { side: "contractor", role: "HR", name: "Ilse Bakker", participantId: "gone" },
    { side: "contractor", role: "responsible", name: "Bram", participantId: null },
    { side: "buyer", role: "responsible", name: "Marieke", participantId: "p1" },
  ] as Revision["responsible"];
  const draft = draftOf(PLACES, before, PRESENT);
  expect(draft.responsible.contractor.participantId).toBe(SOMEBODY_ELSE);
  expect(responsibleOf(draft, before)).toEqual([
    { side: "buyer", role: "responsible", name: "", participantId: "p1" },
    { side: "contractor", role: "HR", name: "Ilse Bakker", participantId: null },
    { side: "contractor", role: "responsible", name: "Bram", participantId: null },
  ]);
});

test("what the server says of a member stands at the field that shows it", () => {
  const draft = {
    ...EMPTY_DRAFT,
    responsible: {
      buyer: { role: "", participantId: "", name: "" },
      contractor: { role: "", participantId: SOMEBODY_ELSE, name: "" },
    },
  };
  const errors = [
    "/terms/value/amountCents",
    "/terms/period/months",
    "/terms/resultGoal",
    "/responsible/0/name",
    "/terms/title",
  ].map((pointer) => ({ pointer, message: "" }));
  expect(atFields(errors, draft).map(({ pointer }) => pointer)).toEqual([
    "/terms/value",
    "/terms/period",
    "/terms/resultGoal/text",
    "/responsible/contractor/name",
    "/terms/title",
  ]);
});

test("a condition becomes the last paragraph of what both agree to", () => {
  expect(withCondition("Elke leerling krijgt begeleiding.\n", " Mits het een erkende is. ")).toBe(
    "Elke leerling krijgt begeleiding.\n\nMits het een erkende is.",
  );
  expect(withCondition("", "Mits.")).toBe("Mits.");
});
