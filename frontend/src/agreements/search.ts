/** Since which version one looks at changes; `geen` shows the text as it is. */
export interface VersionSearch {
  sinds?: number | "geen" | undefined;
}

/** Take from an address what the page of a version knows, and leave the rest. */
export function versionSearch(search: Record<string, unknown>): VersionSearch {
  const { sinds } = search;
  if (sinds === "geen") return { sinds };
  const number = Number(sinds);
  const known = sinds !== undefined && sinds !== "" && Number.isInteger(number) && number >= 0;
  return { sinds: known ? number : undefined };
}
