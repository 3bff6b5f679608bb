import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";

/** All versions, the newest first, and how near the next one is. */
export const versionsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "agreement"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/versions", {
          params: { path: { workspace_id: workspaceId } },
        }),
      ),
  });

/** One version: the very document that is signed, who signed it, and what one may do. */
export const versionQuery = (workspaceId: string, versionId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "agreement", versionId],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/versions/{version_id}", {
          params: { path: { workspace_id: workspaceId, version_id: versionId } },
        }),
      ),
  });
