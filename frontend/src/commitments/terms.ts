import type { TFunction } from "i18next";
import type { View } from "../api/client";
import type { Format } from "../text/format";
import type { Bid } from "../ui/BidLine";
import type { FieldChange } from "../ui/Differences";

export type Terms = View<"Terms">;
export type Revision = View<"RevisionView">;
export type SigningSide = "buyer" | "contractor";

/** What sentences about terms are made with. */
export interface Words {
  t: TFunction;
  format: Format;
}

export const KINDS = [
  "learning",
  "employment",
  "social_purchasing",
  "community_activity",
  "knowledge_and_time",
  "accessibility",
  "other",
] as const;

export const SCOPES = ["within_contract", "own_organisation", "supply_chain", "region"] as const;

/** Units people count in, with the word for one. They are words of the contract, so Dutch. */
export const UNITS: Readonly<Record<string, string>> = {
  plekken: "plek",
  banen: "baan",
  uren: "uur",
  avonden: "avond",
  deelnemers: "deelnemer",
};

/** "2 plekken", "1 plek" or "€ 24.000". */
export function quantityText(
  terms: Pick<Terms, "quantity" | "unit" | "spentCents">,
  { format }: Words,
): string | undefined {
  if (terms.quantity) return counted(terms.quantity, terms.unit, format);
  return terms.spentCents == null ? undefined : format.money(terms.spentCents);
}

/** "18 maanden", "16 weken" or, without any of those, the days it begins and ends. */
export function durationText(
  terms: Pick<Terms, "period">,
  { t, format }: Words,
): string | undefined {
  const { months, weeks, startsOn, endsOn, hours } = terms.period ?? {};
  const length = [
    months ? count(t, "commitments.months", months, format) : "",
    weeks ? count(t, "commitments.weeks", weeks, format) : "",
  ].filter(Boolean);
  if (length.length > 0) return length.join(" + ");
  if (hours) return counted(hours, "uren", format);
  if (startsOn && endsOn) {
    return t("commitments.from-to", { from: format.date(startsOn), to: format.date(endsOn) });
  }
  if (startsOn) return t("commitments.from", { from: format.date(startsOn) });
  return endsOn ? t("commitments.until", { to: format.date(endsOn) }) : undefined;
}

/** An amount, or "in overleg": which is no amount at all. */
export function valueText(terms: Terms, { t, format }: Words): string | undefined {
  if (!terms.value) return undefined;
  return terms.value.kind === "amount"
    ? format.money(terms.value.amountCents)
    : t("commitments.value.to-be-discussed");
}

/** What terms come to in a line: "5 plekken, 18 maanden, € 75.000". */
export function contentText(terms: Terms, words: Words): string {
  const value = valueText(terms, words);
  // Two amounts beside each other would leave one guessing which is which.
  const isMoney = !terms.quantity && terms.spentCents != null;
  const worth = value && isMoney ? words.t("commitments.worth", { value }) : value;
  const said = [quantityText(terms, words), durationText(terms, words), worth];
  return said.filter(Boolean).join(", ") || terms.title;
}

/**
 * What both sides say now, short enough for one sentence.
 *
 * How much and how long tell most; the value joins only where nothing else tells them apart.
 */
export function headlines(terms: Terms, other: Terms | undefined, words: Words): string[] {
  const short = (each: Terms) =>
    [quantityText(each, words), durationText(each, words)].filter(Boolean).join(", ");
  const both = other ? [terms, other] : [terms];
  const said = both.map(short);
  if (said[0] && said[0] !== said[1]) return said.map((line, at) => line || full(both[at], words));
  return both.map((each) => full(each, words));
}

function full(terms: Terms | undefined, words: Words): string {
  if (!terms) return "";
  const value = valueText(terms, words);
  const said = [quantityText(terms, words), durationText(terms, words)];
  if (value) said.push(words.t("commitments.worth", { value }));
  return said.filter(Boolean).join(", ") || terms.title;
}

/** Whether terms count towards the obligation: outside the contract only when somebody says so. */
export function counts(terms: Terms): boolean {
  return terms.countsTowardsObligation ?? (!terms.scope || terms.scope === "within_contract");
}

/** "binnen het contract", "buiten het contract" or "extra, telt niet mee". */
export function placeText(terms: Terms, { t }: Words): string | undefined {
  if (!counts(terms)) return t("commitments.extra");
  if (!terms.scope) return undefined;
  return t(terms.scope === "within_contract" ? "commitments.within" : "commitments.outside");
}

/** Who looks after a commitment, on a side. */
export function responsibleText(
  responsible: Revision["responsible"],
  side: SigningSide,
  { t }: Words,
): string | undefined {
  const said = responsible
    .filter((person) => person.side === side)
    .map((person) => {
      const name = person.name || t("commitments.name-erased");
      return person.role === "responsible" ? name : `${name} (${person.role})`;
    });
  return said.join(", ") || undefined;
}

/** What terms say, member by member and in words; the explanation stands apart. */
function said(revision: Revision, words: Words): [string, string, string | undefined][] {
  const { t, format } = words;
  const { terms } = revision;
  const { startsOn, endsOn, hoursPerWeek, hours, months, weeks } = terms.period ?? {};
  const goal = (each: Terms["resultGoal"]) =>
    each ? [each.text, goalCount(each, words)].filter(Boolean).join(" – ") : undefined;
  const partners = (terms.partners ?? []).map((partner) =>
    partner.ownPart ? `${partner.name}: ${partner.ownPart}` : partner.name,
  );
  const promises = [
    terms.standingPromises?.adjustmentsAskedFromPerson ? t("commitments.adjustments") : undefined,
    terms.standingPromises?.contactPerson ? t("commitments.contact-person") : undefined,
  ].filter(Boolean);
  const calculation =
    terms.value?.kind === "amount" ? (terms.value.calculation ?? []).map((line) => line.text) : [];
  const outside = terms.scope && terms.scope !== "within_contract";
  return [
    ["title", t("commitments.title"), terms.title],
    ["quantity", t("commitments.quantity"), quantityText(terms, words)],
    ["length", t("commitments.length"), months || weeks ? durationText(terms, words) : undefined],
    ["starts", t("commitments.starts"), startsOn ? format.date(startsOn) : undefined],
    ["ends", t("commitments.ends"), endsOn ? format.date(endsOn) : undefined],
    [
      "hours-per-week",
      t("commitments.hours-per-week"),
      hoursPerWeek ? format.number(hoursPerWeek) : undefined,
    ],
    ["hours", t("commitments.hours"), hours ? format.number(hours) : undefined],
    ["kind", t("commitments.kind"), terms.kind ? t(`commitments.kind.${terms.kind}`) : undefined],
    ["target-group", t("commitments.target-group"), terms.targetGroup ?? undefined],
    [
      "scope",
      t("commitments.scope"),
      terms.scope ? t(`commitments.scope.${terms.scope}`) : undefined,
    ],
    [
      "counts",
      t("commitments.counts"),
      terms.scope || terms.countsTowardsObligation != null
        ? t(counts(terms) ? "commitments.counts.yes" : "commitments.counts.no")
        : undefined,
    ],
    [
      "ground",
      t("commitments.counts-ground"),
      outside && terms.countsGround ? terms.countsGround : undefined,
    ],
    ["value", t("commitments.value"), valueText(terms, words)],
    ["calculation", t("commitments.calculation"), calculation.join("\n") || undefined],
    ["spent", t("commitments.spent"), terms.quantity ? money(terms.spentCents, format) : undefined],
    ["paid", t("commitments.paid-on-result"), money(terms.paidOnResultCents, format)],
    ["result", t("commitments.result-goal"), goal(terms.resultGoal)],
    ["effort", t("commitments.effort-goal"), goal(terms.effortGoal)],
    ["evidence", t("commitments.evidence"), terms.evidence ?? undefined],
    [
      "contractor",
      t("commitments.responsible.contractor"),
      responsibleText(revision.responsible, "contractor", words),
    ],
    [
      "buyer",
      t("commitments.responsible.buyer"),
      responsibleText(revision.responsible, "buyer", words),
    ],
    ["partners", t("commitments.partner"), partners.join("; ") || undefined],
    ["promises", t("commitments.promises"), promises.join("; ") || undefined],
    ["purpose", t("commitments.purpose"), (terms.purposeParts ?? []).join(", ") || undefined],
    ["offer-ends", t("commitments.offer-ends"), terms.offerEnds?.text],
  ];
}

/** Two rounds side by side; members that neither fills in are left out. */
export function fieldChanges(before: Revision, after: Revision, words: Words): FieldChange[] {
  const old = new Map(said(before, words).map(([id, , value]) => [id, value]));
  return said(after, words)
    .map(([id, label, value]) => ({ id, label, before: old.get(id), after: value }))
    .filter((field) => field.before !== undefined || field.after !== undefined);
}

/** What one round says, for who reads it alone. */
export function fieldsOf(revision: Revision, words: Words): FieldChange[] {
  return fieldChanges(revision, revision, words).filter(({ id }) => id !== "title");
}

export interface BidRow {
  id: string;
  label: string;
  bids: Bid[];
  amount: (value: number) => string;
}

/** Every number that moved between the sides, with what each of them said about it. */
export function bidRows(rounds: readonly Revision[], words: Words): BidRow[] {
  const { t, format } = words;
  const unit = rounds.at(-1)?.terms.unit ?? undefined;
  const numbers: [string, string, (terms: Terms) => string | null | undefined, BidRow["amount"]][] =
    [
      [
        "quantity",
        unit ? t("commitments.quantity-of", { unit }) : t("commitments.quantity"),
        (terms) => (terms.unit === unit || !unit ? terms.quantity : undefined),
        (value) => counted(String(value), unit, format),
      ],
      ["spent", t("commitments.spent"), (terms) => euros(terms.spentCents), inEuros(format)],
      [
        "months",
        t("commitments.length"),
        (terms) => terms.period?.months,
        (value) => count(t, "commitments.months", String(value), format),
      ],
      [
        "weeks",
        t("commitments.length"),
        (terms) => terms.period?.weeks,
        (value) => count(t, "commitments.weeks", String(value), format),
      ],
      [
        "hours-per-week",
        t("commitments.hours-per-week"),
        (terms) => terms.period?.hoursPerWeek,
        (value) => counted(String(value), "uren", format),
      ],
      [
        "result",
        rounds.at(-1)?.terms.resultGoal?.measure ?? t("commitments.result-goal"),
        (terms) => terms.resultGoal?.number,
        (value) => counted(String(value), rounds.at(-1)?.terms.resultGoal?.unit, format),
      ],
      [
        "effort",
        rounds.at(-1)?.terms.effortGoal?.measure ?? t("commitments.effort-goal"),
        (terms) => terms.effortGoal?.number,
        (value) => counted(String(value), rounds.at(-1)?.terms.effortGoal?.unit, format),
      ],
      [
        "value",
        t("commitments.value"),
        (terms) => (terms.value?.kind === "amount" ? euros(terms.value.amountCents) : undefined),
        inEuros(format),
      ],
    ];
  return numbers.flatMap(([id, label, read, amount]) => {
    const bids = rounds.flatMap(({ number, bySide, terms }): Bid[] => {
      const value = read(terms);
      return value && bySide !== "coordinator" ? [{ round: number, side: bySide, value }] : [];
    });
    const sides = new Set(bids.map((bid) => bid.side));
    const values = new Set(bids.map((bid) => Number(bid.value)));
    // One side alone is no distance, and a number that nobody moved says nothing.
    return sides.size === 2 && values.size > 1 ? [{ id, label, bids, amount }] : [];
  });
}

function goalCount(goal: NonNullable<Terms["resultGoal"]>, { t, format }: Words): string {
  const said = [
    [goal.measure, goal.number ? counted(goal.number, goal.unit, format) : ""]
      .filter(Boolean)
      .join(": "),
    goal.by ? t("commitments.by", { date: format.date(goal.by) }) : "",
  ];
  return said.filter(Boolean).join(", ");
}

function counted(value: string, unit: string | null | undefined, format: Format): string {
  const word = unit && Number(value) === 1 ? (UNITS[unit] ?? unit) : unit;
  return [format.number(value), word].filter(Boolean).join(" ");
}

function count(
  t: TFunction,
  key: "commitments.months" | "commitments.weeks",
  value: string,
  format: Format,
): string {
  return t(key, { count: Number(value), number: format.number(value) });
}

function money(cents: number | null | undefined, format: Format): string | undefined {
  return cents == null ? undefined : format.money(cents);
}

function euros(cents: number | null | undefined): string | undefined {
  return cents == null ? undefined : String(cents / 100);
}

function inEuros(format: Format): (value: number) => string {
  return (value) => format.money(Math.round(value * 100));
}
