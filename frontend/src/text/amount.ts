/**
 * Read an amount in euros as people type it: `4.860.000`, `4860000,50`, `€ 1.200`.
 *
 * Returns whole cents, null for nothing typed, and NaN for what is no amount, which the server
 * refuses with a sentence of its own.
 */
export function cents(typed: string): number | null {
  const bare = typed.replace(/[€\s\u00a0]/g, "");
  if (bare === "") return null;
  const dutch = /^\d{1,3}(\.\d{3})*(,\d{1,2})?$|^\d+(,\d{1,2})?$/;
  const english = /^\d{1,3}(,\d{3})+(\.\d{1,2})?$|^\d+\.\d{1,2}$/;
  let plain: string;
  if (dutch.test(bare)) plain = bare.replaceAll(".", "").replace(",", ".");
  else if (english.test(bare)) plain = bare.replaceAll(",", "");
  else return Number.NaN;
  const [euros = "0", part = ""] = plain.split(".");
  return Number(euros) * 100 + Number(part.padEnd(2, "0"));
}

/** Words with amounts in them, which then never break behind their "€". */
export function unbroken(text: string): string {
  return text.replaceAll("€ ", "€\u00a0");
}

/** An amount as people type it: `194.400` or `194.400,50`. */
export function amountText(valueCents: number | null | undefined): string {
  if (valueCents == null) return "";
  const euros = String(Math.trunc(valueCents / 100)).replace(/\B(?=(\d{3})+$)/g, ".");
  const part = valueCents % 100;
  return part === 0 ? euros : `${euros},${String(part).padStart(2, "0")}`;
}
