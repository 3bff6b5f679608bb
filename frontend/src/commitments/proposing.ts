import type { CommitmentDraft } from "./drafts";
import type { Revision } from "./terms";

/** What the dialog asks: a yes to exactly this, perhaps after it changed under one's hands. */
export interface Asking {
  view: CommitmentDraft;
  /** What was seen before somebody wrote on. */
  seen?: CommitmentDraft;
  /** The round that somebody put meanwhile. */
  newer?: Revision | undefined;
}

export const CHANGED = "drafting/changed-meanwhile";
export const STALE = "commitments/stale-revision";

/** What proposing it comes to, in the words of the screens. */
export function verbOf(view: CommitmentDraft): "propose" | "counter" | "anew" {
  const [move] = view.moves;
  if (move !== undefined) return move === "propose-anew" ? "anew" : move;
  const status = view.commitment?.standing.status;
  if (status === "agreed" || status === "in_force") return "anew";
  return view.answers ? "counter" : "propose";
}
