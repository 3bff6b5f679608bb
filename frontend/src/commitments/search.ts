/** What a new commitment begins with, such as the words of a message. */
export interface NewCommitmentSearch {
  titel?: string | undefined;
  tekst?: string | undefined;
}

/** Which two rounds one compares. */
export interface CommitmentSearch {
  van?: number | undefined;
  naar?: number | undefined;
}

/** Take from an address what a new commitment knows, and leave the rest. */
export function newCommitmentSearch(search: Record<string, unknown>): NewCommitmentSearch {
  return { titel: text(search.titel), tekst: text(search.tekst) };
}

/** Take from an address what the page of a commitment knows, and leave the rest. */
export function commitmentSearch(search: Record<string, unknown>): CommitmentSearch {
  return { van: round(search.van), naar: round(search.naar) };
}

function text(value: unknown): string | undefined {
  // The router reads `?titel=2` as a number.
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function round(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
