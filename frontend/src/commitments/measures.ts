import type { View } from "../api/client";

export type Edition = View<"PinnedEditionView">;
export type Measure = View<"MeasureView">;

/** What has to be known to count a measure, besides how many and how long. */
export interface Asks {
  /** How long a full-time week is with the contractor, where the table leaves it open. */
  fullTime: boolean;
  /** What hours or days are counted from, such as evenings and employees. */
  factors: boolean;
  /** What is spent. */
  spent: boolean;
  /** Which register the supplier stands in. */
  registers: readonly string[];
  /** Which part of what is spent the parties let count. */
  percent: boolean;
  /** What the parties let one of them count for. */
  rate: boolean;
  /** How long it counts, where the table publishes no window. */
  months: boolean;
}

/** What a measure asks for, as far as its table can be read. */
export function asked(measure: Measure): Asks {
  const { unit, valuation, percentage, percentages, discussed } = measure;
  const isTimed =
    unit === "fte-year" || ["both", "hours", "period"].includes(measure.proRata ?? "");
  const byHours = unit === "fte-year" ? measure.proRata !== "period" : measure.proRata === "hours";
  const isCost = unit === "euro" || (valuation ?? "").includes("actual-cost");
  const isOpen = valuation === "negotiated" || valuation === "negotiated-on-actual-cost";
  const isUnread = discussed !== null && !isOpen && valuation !== "cap";
  return {
    fullTime:
      byHours &&
      (measure.fullTimeHoursPerWeek === null || measure.fullTimeHoursSource === "contractor"),
    factors: unit === "hour" || unit === "day",
    spent: isCost || isOpen,
    registers: percentages.map(({ register }) => register),
    percent: isOpen || isUnread || (valuation === "actual-cost" && !percentage && !percentages[0]),
    rate: valuation === "cap" || valuation === "negotiated" || isUnread,
    months: isTimed && measure.proRata !== "hours" && measure.window === "not_published",
  };
}

/** What can be chosen by itself, by kind, as the table has it. */
export function byKind(measures: readonly Measure[]): [string | null, Measure[]][] {
  const kinds = new Map<string | null, Measure[]>();
  for (const measure of measures) {
    if (measure.isAddition) continue;
    kinds.set(measure.kind, [...(kinds.get(measure.kind) ?? []), measure]);
  }
  return [...kinds];
}

/** What can count on top of a measure; what excludes it is left out. */
export function additionsTo(measure: Measure, all: readonly Measure[]): Measure[] {
  return all.filter(
    (each) =>
      each.isAddition &&
      !each.excludes.includes(measure.code) &&
      !measure.excludes.includes(each.code),
  );
}
