import { queryOptions } from "@tanstack/react-query";
import { answer, api, newId, type View } from "../api/client";
import type { DraftLine } from "../drafting/views";
import type { Revision } from "./terms";

/** A draft of a commitment as it is stored now: what it would put, and what stands against it. */
export const commitmentDraftQuery = (workspaceId: string, draftId: string) =>
  queryOptions({
    // Below the commitments: a round that somebody puts changes what a draft answers.
    queryKey: ["workspaces", workspaceId, "commitments", "draft", draftId],
    queryFn: () =>
      answer(
        api.GET(
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

/** A draft of a commitment, and what proposing it comes to. */
export type CommitmentDraft = View<"CommitmentDraftView">;

type Opening = Pick<View<"OpenCommitmentDraft">, "box"> & Partial<View<"OpenCommitmentDraft">>;

/** Begin to write; the server puts into it what it begins with. */
export function openDraft(workspaceId: string, opening: Opening) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitment-drafts", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), condition: "", title: "", text: "", declaredNotBsn: false, ...opening },
    }),
  );
}

/** Put what stands in a draft to the other side, as it was seen. */
export function proposeDraft(workspaceId: string, draftId: string, body: View<"ProposeDraft">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitment-drafts/{draft_id}/proposals", {
      ...about(workspaceId, draftId),
      body,
    }),
  );
}

const about = (workspaceId: string, draftId: string) => ({
  params: { path: { workspace_id: workspaceId, draft_id: draftId } },
});

/** Give the word of a department of one's own side to exactly one text. */
export function giveWord(workspaceId: string, body: View<"GiveWord">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/words", {
      params: { path: { workspace_id: workspaceId } },
      body,
    }),
  );
}

/** A draft in the shape of a round, to be laid beside one. */
export function asRound(view: CommitmentDraft, like?: Revision): Revision {
  return {
    number: (like?.number ?? 0) + 1,
    digest: view.draft.digest,
    bySide: like?.bySide ?? "buyer",
    byName: "",
    putAt: "",
    terms: view.terms,
    tableCents: view.valuation.amountCents,
    html: view.draft.html,
    responsible: view.responsible,
    hints: view.hints,
  };
}
