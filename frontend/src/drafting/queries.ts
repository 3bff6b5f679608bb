import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";

/** Every open draft of a workspace that this person may see, oldest first. */
export const draftsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "drafts"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/drafts", {
          params: { path: { workspace_id: workspaceId } },
        }),
      ),
  });

/** One draft as it is stored now, with the digest that a proposal of it names. */
export const draftQuery = (workspaceId: string, draftId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "drafts", draftId],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/drafts/{draft_id}", {
          params: { path: { workspace_id: workspaceId, draft_id: draftId } },
        }),
      ),
  });
