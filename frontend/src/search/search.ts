import type { View } from "../api/client";

export type FoundKind = View<"FoundKind">;

/** The kinds one may narrow a search down to, in the order in which they stand in the list. */
export const KINDS = [
  "message",
  "thread",
  "talk",
  "commitment",
  "agreement",
  "purpose",
  "file",
] as const satisfies readonly FoundKind[];

/** What one looks for, in its address: it can be shared, and going back works. */
export interface FindSearch {
  q?: string | undefined;
  /** One contract alone. */
  contract?: string | undefined;
  soort?: FoundKind | undefined;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Take from an address what a search knows, and leave the rest. */
export function findSearch(search: Record<string, unknown>): FindSearch {
  const { q, contract, soort } = search;
  return {
    // The router reads `?q=2` as a number, and `?q=true` as a yes.
    q: q === undefined || q === null || typeof q === "object" ? undefined : String(q),
    contract: typeof contract === "string" && ID.test(contract) ? contract : undefined,
    soort: KINDS.find((kind) => kind === soort),
  };
}
