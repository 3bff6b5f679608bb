import { queryOptions } from "@tanstack/react-query";
import { answer, api, newId, type View } from "../api/client";
import type { Box } from "../drafting/views";

export type PurposeDraft = View<"PurposeDraftView">;
export type ClausesDraft = View<"ClausesDraftView">;

/** A draft of why: what stands against it, and what changed since the newest wording. */
export const purposeDraftQuery = (workspaceId: string, draftId: string) =>
  queryOptions({
    // Below the workspace: a wording that somebody puts changes what a draft is compared with.
    queryKey: ["workspaces", workspaceId, "workspace", "draft", draftId],
    queryFn: () =>
      answer(
        api.GET(
          "/workspaces/{workspace_id}/purpose-drafts/{draft_id}",
          about(workspaceId, draftId),
        ),
      ),
  });

/** A draft of the articles: as they would be offered, and what changed since the newest version. */
export const clausesDraftQuery = (workspaceId: string, draftId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "agreement", "draft", draftId],
    queryFn: () =>
      answer(
        api.GET(
          "/workspaces/{workspace_id}/clauses-drafts/{draft_id}",
          about(workspaceId, draftId),
        ),
      ),
  });

/** Begin to write why; the server puts the newest wording into it. */
export function openPurposeDraft(workspaceId: string, box: Box) {
  return answer(
    api.POST("/workspaces/{workspace_id}/purpose-drafts", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), box },
    }),
  );
}

/** Put a wording of why to the other side, as it was seen. */
export function proposePurpose(
  workspaceId: string,
  draftId: string,
  body: View<"ProposePurposeDraft">,
) {
  return answer(
    api.POST("/workspaces/{workspace_id}/purpose-drafts/{draft_id}/proposals", {
      ...about(workspaceId, draftId),
      body,
    }),
  );
}

/** Begin to write the articles; the server puts those of the newest version into it. */
export function openClausesDraft(workspaceId: string, box: Box) {
  return answer(
    api.POST("/workspaces/{workspace_id}/clauses-drafts", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), box },
    }),
  );
}

const about = (workspaceId: string, draftId: string) => ({
  params: { path: { workspace_id: workspaceId, draft_id: draftId } },
});
