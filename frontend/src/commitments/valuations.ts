import type { TFunction } from "i18next";
import type { View } from "../api/client";
import { durationText, type Words } from "./terms";

type Valuation = View<"ValuationView">;

/** More than these would be a table of its own. */
const SHOWN = 3;

/** "3 × 12 maanden": other ways to promise as much. */
export function equivalentTexts(equivalents: Valuation["equivalents"], words: Words): string[] {
  return equivalents.slice(0, SHOWN).map(({ quantity, months }) => {
    const length = durationText({ period: { months: String(months) } }, words);
    return `${words.format.number(String(quantity))} × ${length}`;
  });
}

const NAMES = [
  "quantity",
  "months",
  "hours",
  "hoursPerWeek",
  "days",
  "spentCents",
  "register",
  "fullTimeHours",
  "fullTimeReason",
] as const;

/** What a sum still needs, in words; a name that this screen does not know is shown as it is. */
export function missingTexts(missing: readonly string[], t: TFunction): string[] {
  return missing.map((name) => {
    const known = NAMES.find((each) => each === name);
    return known ? t(`composing.sum.need.${known}`) : name;
  });
}
