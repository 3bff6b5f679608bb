import type { Format } from "../text/format";
import type { Bid } from "../ui/BidLine";
import { count, counted, type Revision, type Terms, type Words } from "./terms";

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
        unit ? t("terms.quantity-of", { unit }) : t("terms.quantity"),
        (terms) => (terms.unit === unit || !unit ? terms.quantity : undefined),
        (value) => counted(String(value), unit, format),
      ],
      ["spent", t("terms.spent"), (terms) => euros(terms.spentCents), inEuros(format)],
      [
        "months",
        t("terms.length"),
        (terms) => terms.period?.months,
        (value) => count(t, "commitments.months", String(value), format),
      ],
      [
        "weeks",
        t("terms.length"),
        (terms) => terms.period?.weeks,
        (value) => count(t, "commitments.weeks", String(value), format),
      ],
      [
        "hours-per-week",
        t("terms.hours-per-week"),
        (terms) => terms.period?.hoursPerWeek,
        (value) => counted(String(value), "uur", format),
      ],
      [
        "result",
        rounds.at(-1)?.terms.resultGoal?.measure ?? t("terms.result-goal"),
        (terms) => terms.resultGoal?.number,
        (value) => counted(String(value), rounds.at(-1)?.terms.resultGoal?.unit, format),
      ],
      [
        "effort",
        rounds.at(-1)?.terms.effortGoal?.measure ?? t("terms.effort-goal"),
        (terms) => terms.effortGoal?.number,
        (value) => counted(String(value), rounds.at(-1)?.terms.effortGoal?.unit, format),
      ],
      [
        "value",
        t("terms.value"),
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

function euros(cents: number | null | undefined): string | undefined {
  return cents == null ? undefined : String(cents / 100);
}

function inEuros(format: Format): (value: number) => string {
  return (value) => format.money(Math.round(value * 100));
}
