import i18next from "i18next";
import { expect, test } from "vitest";
import type { View } from "../api/client";
import { formatIn } from "../text/format";
import { bidRows } from "./bids";
import { fieldChanges } from "./said";
import { openingWords } from "./sentences";
import {
  contentText,
  headlines,
  placeText,
  quantityText,
  type Revision,
  type Terms,
} from "./terms";

type Commitment = View<"CommitmentView">;

const words = { t: i18next.t, format: formatIn("nl") };
const plain = (text: string) => text.replaceAll("\u00a0", " ");

function terms(quantity: string, months: string, changes: Partial<Terms> = {}): Terms {
  return {
    title: "Leerwerkplekken",
    quantity,
    unit: "plekken",
    period: { months },
    ...changes,
  } as Terms;
}

function round(number: number, bySide: "buyer" | "contractor", says: Terms): Revision {
  return {
    number,
    digest: String(number),
    bySide,
    byName: "",
    putAt: "2026-10-13T11:30:00Z",
    terms: says,
    tableCents: null,
    html: "",
    responsible: [],
    hints: [],
  };
}

const ROUNDS = [
  round(1, "contractor", terms("2", "12")),
  round(2, "buyer", terms("4", "12")),
  round(3, "contractor", terms("2", "18")),
];

function commitment(standing: Partial<View<"StandingView">>, changes: Partial<Commitment> = {}) {
  return {
    revisions: ROUNDS,
    standing: { status: "lies_with_buyer", turn: "buyer", agreedRevision: null, ...standing },
    negotiation: { revision: 3, firstRevision: 1, proposedBy: "contractor", isOpen: true },
    ...changes,
  } as unknown as Commitment;
}

test("a page begins with what is said now and what one said oneself", () => {
  expect(openingWords(commitment({}), "buyer", words).join(" ")).toBe(
    "Opdrachtnemer biedt 2 plekken, 18 maanden. U vroeg 4 plekken, 12 maanden.",
  );
  expect(openingWords(commitment({}), "contractor", words).join(" ")).toBe(
    "U biedt 2 plekken, 18 maanden. Opdrachtgever vroeg 4 plekken, 12 maanden.",
  );
  expect(openingWords(commitment({}), "coordinator", words).join(" ")).toBe(
    "Opdrachtnemer biedt 2 plekken, 18 maanden. Opdrachtgever vroeg 4 plekken, 12 maanden.",
  );
});

test("a yes with only a condition is not told as the same offer twice", () => {
  const view = commitment({}, {
    revisions: [
      round(1, "buyer", terms("2", "12")),
      round(2, "contractor", terms("2", "12", { text: "Mits er begeleiding is." })),
    ],
    negotiation: { revision: 2, firstRevision: 1, proposedBy: "contractor", isOpen: true },
  } as Partial<Commitment>);
  expect(openingWords(view, "buyer", words).join(" ")).toBe(
    "Opdrachtnemer biedt 2 plekken, 12 maanden. Dat is gelijk gebleven; hieronder staat wat er verandert.",
  );
});

test("a change of what is agreed is told beside it, not beside what came before", () => {
  const view = commitment(
    { agreedRevision: 2 },
    { negotiation: { revision: 3, firstRevision: 3, isOpen: true } as Commitment["negotiation"] },
  );
  expect(openingWords(view, "buyer", words).join(" ")).toBe(
    "Opdrachtnemer biedt 2 plekken, 18 maanden. Nu is afgesproken: 4 plekken, 12 maanden.",
  );
});

test("a no is told with who said it", () => {
  const view = commitment({
    status: "closed",
    turn: null,
    closedAs: "declined",
    closedAt: "2026-10-12T10:00:00Z",
  });
  expect(openingWords(view, "contractor", words)[0]).toBe(
    "Opdrachtgever heeft dit afgewezen op 12 oktober 2026.",
  );
});

test("what ended early is told with its last day, also while that is still to come", () => {
  const view = commitment({
    status: "closed",
    turn: null,
    closedAs: "ended",
    closedAt: "2026-11-20T16:48:00Z",
    endedOn: "2026-12-31",
  });
  expect(openingWords(view, "contractor", words)[0]).toBe(
    "Dit eindigt eerder dan was afgesproken: het geldt tot en met 31 december 2026.",
  );
});

test("the value joins the headline only where nothing else tells both apart", () => {
  const worth = (amountCents: number) =>
    ({ value: { kind: "amount", amountCents, currency: "EUR" } }) as Partial<Terms>;
  expect(headlines(terms("2", "12"), terms("4", "12"), words)).toEqual([
    "2 plekken, 12 maanden",
    "4 plekken, 12 maanden",
  ]);
  expect(
    headlines(terms("2", "12", worth(1_800_000)), terms("2", "12", worth(1_200_000)), words).map(
      plain,
    ),
  ).toEqual(["2 plekken, 12 maanden, waarde € 18.000", "2 plekken, 12 maanden, waarde € 12.000"]);
});

test("one of a thing is told in the singular, and money as money", () => {
  expect(quantityText({ quantity: "1", unit: "plekken" }, words)).toBe("1 plek");
  expect(plain(quantityText({ spentCents: 2_400_000 }, words) ?? "")).toBe("€ 24.000");
});

test("in overleg is said, and is not an amount", () => {
  const says = terms("2", "12", { value: { kind: "to_be_discussed" } });
  expect(contentText(says, words)).toBe("2 plekken, 12 maanden, in overleg");
});

test("what is spent and what it is worth are told apart", () => {
  const value = { kind: "amount", amountCents: 1_800_000, currency: "EUR" };
  const says = { title: "Inkoop", spentCents: 2_400_000, value } as unknown as Terms;
  expect(plain(contentText(says, words))).toBe("€ 24.000, waarde € 18.000");
});

test.each([
  ["within_contract", null, "binnen het contract"],
  ["region", true, "buiten het contract"],
  ["region", null, "extra, telt niet mee"],
  ["within_contract", false, "extra, telt niet mee"],
] as const)("%s with counts %s is called %s", (scope, countsTowardsObligation, said) => {
  expect(placeText(terms("2", "12", { scope, countsTowardsObligation }), words)).toBe(said);
});

test("a line is drawn for each number that moved and that both sides named", () => {
  expect(bidRows(ROUNDS, words).map(({ id }) => id)).toEqual(["quantity", "months"]);
  expect(bidRows([ROUNDS[0] as Revision], words)).toEqual([]);
  const [quantity] = bidRows(ROUNDS, words);
  expect(quantity?.bids).toEqual([
    { round: 1, side: "contractor", value: "2" },
    { round: 2, side: "buyer", value: "4" },
    { round: 3, side: "contractor", value: "2" },
  ]);
  expect(quantity?.amount(1)).toBe("1 plek");
});

test("two rounds are compared member by member, in words", () => {
  const [, second, third] = ROUNDS as [Revision, Revision, Revision];
  const changed = fieldChanges(second, third, words).filter(
    ({ before, after }) => before !== after,
  );
  expect(changed.map(({ label, before, after }) => [label, before, after])).toEqual([
    ["Hoeveel", "4 plekken", "2 plekken"],
    ["Hoe lang", "12 maanden", "18 maanden"],
  ]);
});
