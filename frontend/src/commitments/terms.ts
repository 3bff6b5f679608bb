import type { TFunction } from "i18next";
import type { View } from "../api/client";
import type { Format } from "../text/format";

export type Terms = View<"Terms">;
export type Revision = View<"RevisionView">;
export type SigningSide = "buyer" | "contractor";

/** What sentences about terms are made with. */
export interface Words {
  t: TFunction;
  format: Format;
  /** The name of a row, by the digest of its table and its code; the code itself unless known. */
  measure?: (digest: string, code: string) => string;
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
  // So many hours are "120 uur", where hours that one counts as pieces are "uren".
  if (hours) return counted(hours, "uur", format);
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

/** "2 plekken" or "1 plek". */
export function counted(value: string, unit: string | null | undefined, format: Format): string {
  const word = unit && Number(value) === 1 ? (UNITS[unit] ?? unit) : unit;
  return [format.number(value), word].filter(Boolean).join(" ");
}

/** "18 maanden" or "16 weken". */
export function count(
  t: TFunction,
  key: "commitments.months" | "commitments.weeks",
  value: string,
  format: Format,
): string {
  return t(key, { count: Number(value), number: format.number(value) });
}
