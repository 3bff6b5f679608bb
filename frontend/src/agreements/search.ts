/** Since which version one looks at changes; nought shows the text without any. */
export interface VersionSearch {
  sinds?: number | undefined;
}

/** Take from an address what the page of a version knows, and leave the rest. */
export function versionSearch(search: Record<string, unknown>): VersionSearch {
  const number = Number(search.sinds);
  const known = search.sinds !== undefined && Number.isInteger(number) && number >= 0;
  return { sinds: known ? number : undefined };
}
