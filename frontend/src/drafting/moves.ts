import { answer, api, newId } from "../api/client";

/** Put a draft away for good; who writes in it is told. */
export function discard(workspaceId: string, draftId: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/drafts/{draft_id}/discards", {
      params: { path: { workspace_id: workspaceId, draft_id: draftId } },
      body: { id: newId() },
    }),
  );
}
