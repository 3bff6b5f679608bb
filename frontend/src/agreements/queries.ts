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

/** How long a workspace is kept at least, why, and who forbids to throw it away. */
export const retentionQuery = (workspaceId: string) =>
  queryOptions({
    // Below the agreement: what binds decides until when everything is kept.
    queryKey: ["workspaces", workspaceId, "agreement", "retention"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/retention", {
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

/** One version as one reads it, made by the server of the bytes that are signed. */
export const readingQuery = (workspaceId: string, versionId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "agreement", versionId, "reading"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/versions/{version_id}/reading", {
          params: { path: { workspace_id: workspaceId, version_id: versionId } },
        }),
      ),
  });

/** Any two versions beside each other, part by part. */
export const comparisonQuery = (workspaceId: string, before: string, after: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "agreement", after, "since", before],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/version-comparisons", {
          params: { path: { workspace_id: workspaceId }, query: { before, after } },
        }),
      ),
  });
