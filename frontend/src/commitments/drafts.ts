import { queryOptions } from "@tanstack/react-query";
import { answer, newId, type View } from "../api/client";
import { untyped } from "../drafting/untyped";
import type { Box, CommitmentDraft, DraftLine } from "../drafting/views";

/** A draft of a commitment as it is stored now: what it would put, and what stands against it. */
export const commitmentDraftQuery = (workspaceId: string, draftId: string) =>
  queryOptions({
    // Below the commitments: a round that somebody puts changes what a draft answers.
    queryKey: ["workspaces", workspaceId, "commitments", "draft", draftId],
    queryFn: () =>
      answer(
        untyped.GET<CommitmentDraft>(
          "/workspaces/{workspace_id}/commitment-drafts/{draft_id}",
          about(workspaceId, draftId),
        ),
      ),
  });

/** The drafts of what nobody has put to the other side yet. */
export function newDrafts(
  drafts: readonly DraftLine[],
  commitments: readonly View<"CommitmentLineView">[],
): DraftLine[] {
  const concepts = new Set(
    commitments.filter(({ standing }) => standing.status === "concept").map(({ id }) => id),
  );
  return drafts.filter(
    ({ kind, subjectId }) =>
      kind === "commitment" && (subjectId === null || concepts.has(subjectId)),
  );
}

/** The drafts of one commitment, in both boxes. */
export function draftsOf(drafts: readonly DraftLine[], commitmentId: string): DraftLine[] {
  return drafts.filter(
    ({ kind, subjectId }) => kind === "commitment" && subjectId === commitmentId,
  );
}

interface Opening {
  box: Box;
  /** What it changes or answers, from which round; left out for something new. */
  commitmentId?: string;
  revision?: number;
  /** "Ja, mits…": comes below the text of the round. */
  condition?: string;
  title?: string | undefined;
  text?: string | undefined;
  declaredNotBsn?: boolean;
}

/** Begin to write; the server puts into it what it begins with. */
export function openDraft(workspaceId: string, opening: Opening) {
  return answer(
    untyped.POST<CommitmentDraft>("/workspaces/{workspace_id}/commitment-drafts", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), ...opening },
    }),
  );
}

interface Proposing {
  id: string;
  /** The content that the person saw. */
  digest: string;
  answers: { revision: number; digest: string } | null;
  origin: "proposal" | "bid";
  declaredNotBsn: boolean;
}

/** Put what stands in a draft to the other side, as it was seen. */
export function proposeDraft(workspaceId: string, draftId: string, body: Proposing) {
  return answer(
    untyped.POST<View<"CommitmentView">>(
      "/workspaces/{workspace_id}/commitment-drafts/{draft_id}/proposals",
      { ...about(workspaceId, draftId), body },
    ),
  );
}

const about = (workspaceId: string, draftId: string) => ({
  params: { path: { workspace_id: workspaceId, draft_id: draftId } },
});
