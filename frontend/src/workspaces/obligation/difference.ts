import type { TFunction } from "i18next";
import type { Format } from "../../text/format";

/** How much an obligation differs from the one that is agreed, in a sentence. */
export function moreOrLess(
  cents: number,
  t: TFunction,
  format: Format,
  of: "amount" | "within" = "amount",
): string {
  if (cents === 0) return t("owed.difference.same");
  const amount = format.money(Math.abs(cents));
  return t(`owed.difference.${of}-${cents > 0 ? "more" : "less"}`, { amount });
}
