import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";

/** All commitments of a workspace, by number, with what they come to. */
export const commitmentsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "commitments"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/commitments", {
          params: { path: { workspace_id: workspaceId } },
        }),
      ),
  });

/** One commitment with all its rounds and the moves open to the reader. */
export const commitmentQuery = (workspaceId: string, commitmentId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "commitments", commitmentId],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/commitments/{commitment_id}", {
          params: { path: { workspace_id: workspaceId, commitment_id: commitmentId } },
        }),
      ),
  });
