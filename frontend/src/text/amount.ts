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
