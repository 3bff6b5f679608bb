/** Since which version one looks at changes; `geen` shows the text as it is. */
export interface VersionSearch {
  sinds?: number | "geen" | undefined;
}

/** Which two versions one compares, by number or else by id, and whether beside each other. */
export interface ComparisonSearch {
  van?: number | string | undefined;
  met?: number | string | undefined;
  naast?: "ja" | undefined;
}

/** Take from an address what the page of a version knows, and leave the rest. */
export function versionSearch(search: Record<string, unknown>): VersionSearch {
  const { sinds } = search;
  return { sinds: sinds === "geen" ? sinds : numberOf(sinds) };
}

/** Take from an address what the page of a comparison knows, and leave the rest. */
export function comparisonSearch(search: Record<string, unknown>): ComparisonSearch {
  const { van, met, naast } = search;
  return {
    van: numberOf(van) ?? idOf(van),
    met: numberOf(met) ?? idOf(met),
    naast: naast === "ja" ? naast : undefined,
  };
}

function numberOf(value: unknown): number | undefined {
  const number = Number(value);
  const known = value !== undefined && value !== null && value !== "" && typeof value !== "boolean";
  return known && Number.isInteger(number) && number >= 0 ? number : undefined;
}

function idOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[0-9a-f-]{36}$/i.test(value) ? value : undefined;
}
