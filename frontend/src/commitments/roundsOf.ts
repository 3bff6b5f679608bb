import type { View } from "../api/client";
import type { Revision } from "./terms";

type Commitment = View<"CommitmentView">;

/** A round by its number. */
export function roundOf(commitment: Commitment, number: number | null): Revision | undefined {
  return commitment.revisions.find((round) => round.number === number);
}

/** The round that is on the table, or was last. */
export function newestRound(commitment: Commitment): Revision {
  const newest =
    roundOf(commitment, commitment.negotiation?.revision ?? null) ?? commitment.revisions.at(-1);
  if (!newest) throw new Error("a commitment that is no concept has at least one round");
  return newest;
}

/** The round a commitment is known by: what is on the table, else what is agreed, else the last. */
export function shownRound(commitment: Commitment): Revision {
  const { status, agreedRevision } = commitment.standing;
  if (status === "agreed" || status === "in_force") {
    return roundOf(commitment, agreedRevision) ?? newestRound(commitment);
  }
  return newestRound(commitment);
}

/** The rounds of this bargaining, oldest first; earlier ones led to what was agreed before. */
export function roundsNow(commitment: Commitment): Revision[] {
  return commitment.revisions.filter(
    ({ number }) => number >= (commitment.negotiation?.firstRevision ?? 1),
  );
}
