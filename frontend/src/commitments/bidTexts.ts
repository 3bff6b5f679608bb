import type { TFunction } from "i18next";
import type { View } from "../api/client";
import { durationText, quantityText, type Words } from "./terms";

/** "minder plekken × maanden × uren, minder uitgegeven" */
export function lessText(less: readonly View<"Less">[], t: TFunction): string {
  return less.map((each) => t(`bids.less.${each}`)).join(", ");
}

/** What the winning bid said, in a line: "2 plekken, 12 maanden, 32 uur per week". */
export function bidText(bid: View<"BidView">, words: Words): string {
  const { t, format } = words;
  const { quantity, unit, months, weeks, hoursPerWeek, valueCents, spentCents } = bid;
  const said = [
    quantityText({ quantity, unit, spentCents }, words),
    durationText({ period: { months, weeks } }, words),
    hoursPerWeek ? t("bids.hours-per-week", { number: format.number(hoursPerWeek) }) : undefined,
    quantity && spentCents !== null
      ? t("bids.spent", { amount: format.money(spentCents) })
      : undefined,
    valueCents === null
      ? t("bids.to-be-discussed")
      : t("commitments.worth", { value: format.money(valueCents) }),
  ];
  return said.filter(Boolean).join(", ");
}
