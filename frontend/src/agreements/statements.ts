import { queryOptions } from "@tanstack/react-query";
import { answer, newId, type View } from "../api/client";
import { untyped } from "../drafting/untyped";
import type { Box, Draft, Fault } from "../drafting/views";

type Change = View<"StatementChangeView">;

/** A draft of why: what stands against it, and what changed since the newest wording. */
export interface PurposeDraft {
  draft: Draft;
  faults: Fault[];
  latest: { number: number; digest: string; bySide: View<"Side">; agreedAt: string | null } | null;
  changes: { text: Change; parts: Change[] };
  moves: string[];
}

/** A draft of the articles: as they would be offered, and what changed since the newest version. */
export interface ClausesDraft {
  draft: Draft;
  clauses: View<"Clause">[];
  faults: Fault[];
  latest: { number: number; digest: string; state: string } | null;
  changes: Change[];
  moves: string[];
}

export const purposeDraftQuery = (workspaceId: string, draftId: string) =>
  queryOptions({
    // Below the workspace: a wording that somebody puts changes what a draft is compared with.
    queryKey: ["workspaces", workspaceId, "workspace", "draft", draftId],
    queryFn: () =>
      answer(
        untyped.GET<PurposeDraft>(
          "/workspaces/{workspace_id}/purpose-drafts/{draft_id}",
          about(workspaceId, draftId),
        ),
      ),
  });

export const clausesDraftQuery = (workspaceId: string, draftId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "agreement", "draft", draftId],
    queryFn: () =>
      answer(
        untyped.GET<ClausesDraft>(
          "/workspaces/{workspace_id}/clauses-drafts/{draft_id}",
          about(workspaceId, draftId),
        ),
      ),
  });

/** Begin to write why; the server puts the newest wording into it. */
export function openPurposeDraft(workspaceId: string, box: Box) {
  return answer(
    untyped.POST<PurposeDraft>("/workspaces/{workspace_id}/purpose-drafts", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), box },
    }),
  );
}

/** Put a wording of why to the other side, as it was seen. */
export function proposePurpose(
  workspaceId: string,
  draftId: string,
  body: { id: string; digest: string; declaredNotBsn: boolean },
) {
  return answer(
    untyped.POST<View<"WorkspaceView">>(
      "/workspaces/{workspace_id}/purpose-drafts/{draft_id}/proposals",
      { ...about(workspaceId, draftId), body },
    ),
  );
}

/** Begin to write the articles; the server puts those of the newest version into it. */
export function openClausesDraft(workspaceId: string, box: Box) {
  return answer(
    untyped.POST<ClausesDraft>("/workspaces/{workspace_id}/clauses-drafts", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), box },
    }),
  );
}

const about = (workspaceId: string, draftId: string) => ({
  params: { path: { workspace_id: workspaceId, draft_id: draftId } },
});
