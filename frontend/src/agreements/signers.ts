import type { View } from "../api/client";

export type SigningSide = "buyer" | "contractor";

/** Where the lines to sign on stand in the page. */
export const SIGNING_PLACE = "ondertekenen";

const SIDES = ["buyer", "contractor"] as const;

/** The lines on which a side signs: those that are filled, and how many are still open. */
export interface SigningLines {
  side: SigningSide;
  needed: number;
  signatures: View<"SignatureView">[];
  /** How many people still have to sign for this side. */
  open: number;
}

/** The lines of both sides. Who is done stands first, in the order in which they were. */
export function signingLines(
  version: Pick<View<"VersionView">, "signatures" | "needed">,
): SigningLines[] {
  return SIDES.map((side) => {
    const needed = version.needed[side];
    const signatures = version.signatures
      .filter((each) => each.side === side)
      .sort((one, other) => one.signedAt.localeCompare(other.signedAt));
    return { side, needed, signatures, open: Math.max(0, needed - signatures.length) };
  }).sort((one, other) => moment(one).localeCompare(moment(other)));
}

/** Later than every moment, for a side that is not done. */
const NOT_YET = "9999";

function moment({ open, signatures }: SigningLines): string {
  return open === 0 ? (signatures.at(-1)?.signedAt ?? NOT_YET) : NOT_YET;
}

/** Who of a side can still put a signature, by name. */
export function otherSigners(
  workspace: Pick<View<"WorkspaceView">, "participants">,
  { side, signatures }: Pick<SigningLines, "side" | "signatures">,
): string[] {
  const done = new Set(signatures.map(({ name }) => name));
  return workspace.participants
    .filter((each) => each.side === side && !each.hasLeft && each.roles.includes("signatory"))
    .map(({ name }) => name)
    .filter((name) => !done.has(name));
}

/** Whether the signatures under a version in this state count no longer. */
export function isGone(state: View<"VersionState">): boolean {
  return state === "void" || state === "lapsed" || state === "sent_back" || state === "withdrawn";
}
