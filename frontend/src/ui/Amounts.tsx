import type { ReactNode } from "react";
import { useFormat } from "../text/useFormat";

interface MoneyTextProps {
  cents: number;
  currency?: string;
}

/** An amount that never breaks over two lines. */
export function MoneyText({ cents, currency }: MoneyTextProps): ReactNode {
  return useFormat().money(cents, currency);
}

interface DateTextProps {
  /** A moment or a day, as the API gives it. */
  at: string;
  /** How it is written; see `text/format.ts`. */
  as?: "date" | "longDate" | "shortDate" | "moment" | "longMoment" | "time" | "deadline";
}

/** A day or a moment, readable for people and for machines. */
export function DateText({ at, as = "moment" }: DateTextProps) {
  const format = useFormat();
  return <time dateTime={at}>{format[as](at)}</time>;
}
