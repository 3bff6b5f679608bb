import { cents } from "../text/amount";

/** What stands in a field of a draft: a plain value, or what somebody is still typing. */
type Value = string | number | boolean | string[] | undefined;

/** A number: `2,5` and `1.500` as people type them, `2.5` and `1500` in the draft. */
export const NUMBER = {
  format: (value: Value): string => {
    if (value === undefined || Array.isArray(value)) return "";
    const text = String(value);
    return /^\d+(\.\d+)?$/.test(text) ? text.replace(".", ",") : text;
  },
  parse: (typed: string): string | undefined => {
    const bare = typed.replace(/[\s\u00a0]/g, "");
    if (bare === "") return undefined;
    const plain = /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare) ? bare.replaceAll(".", "") : bare;
    const number = plain.replace(",", ".");
    // What is no number stays as it was typed, so that nobody's words are lost.
    return /^\d+(\.\d+)?$/.test(number) ? number : typed;
  },
};

/** An amount: euros as people type them, whole cents in the draft. */
export const AMOUNT = {
  format: (value: Value): string => {
    if (value === undefined || Array.isArray(value)) return "";
    if (typeof value !== "number") return String(value);
    const [euros = "0", part] = (value / 100).toFixed(value % 100 === 0 ? 0 : 2).split(".");
    const grouped = euros.replace(/\B(?=(\d{3})+$)/g, ".");
    return part === undefined ? grouped : `${grouped},${part}`;
  },
  parse: (typed: string): number | string | undefined => {
    const amount = cents(typed);
    if (amount === null) return undefined;
    return Number.isNaN(amount) ? typed : amount;
  },
};
