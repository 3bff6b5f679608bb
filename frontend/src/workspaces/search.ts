/** What one looks at in the workspace, in its address: it can be shared, and going back works. */
export interface WorkspaceSearch {
  /** A commitment's id, or one of the words below. Without it: everything. */
  onderwerp?: string | undefined;
  /** One thread alone. */
  gesprek?: string | undefined;
  /** What a narrow screen shows; wide ones show both. */
  deel?: "toezeggingen" | undefined;
}

/** Not about any commitment. */
export const ABOUT_WORKSPACE = "werkruimte";
/** Only what this person did not read yet. */
export const UNREAD = "ongelezen";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Take from an address what the workspace knows, and leave the rest. */
export function workspaceSearch(search: Record<string, unknown>): WorkspaceSearch {
  const { onderwerp, gesprek, deel } = search;
  const known = onderwerp === ABOUT_WORKSPACE || onderwerp === UNREAD || isId(onderwerp);
  return {
    onderwerp: known ? onderwerp : undefined,
    gesprek: isId(gesprek) ? gesprek : undefined,
    deel: deel === "toezeggingen" ? deel : undefined,
  };
}

function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

/** The page of what is owed: anew, or from another basis. */
export function obligationSearch(search: Record<string, unknown>): { stap?: "basis" | undefined } {
  return { stap: search.stap === "basis" ? "basis" : undefined };
}
