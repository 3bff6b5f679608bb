/** What terms are worth by the table they name, line by line. */
export interface Valuation {
  amountCents: number | null;
  agreedCents: number | null;
  isAgreed: boolean;
  isToBeDiscussed: boolean;
  lines: readonly {
    measure: string | null;
    measureName: string | null;
    text: string;
    amountCents: number;
    isAgreed: boolean;
    mostCents: number | null;
  }[];
  spentCents: number | null;
  missing: readonly string[];
  equivalents: readonly { quantity: number; months: number }[];
  rules: readonly { place: string; measure: string | null; text: string }[];
  hints: readonly { slug: string; detail: string }[];
  faults: readonly { pointer: string; detail: string }[];
  effect: {
    agreedCents: number;
    withinCents: number;
    obligationCents: number | null;
    withThisCents: number;
    missingCents: number | null;
    missingWithinCents: number | null;
  };
}
