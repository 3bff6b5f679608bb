import { queryOptions } from "@tanstack/react-query";
import { answer, api, type View } from "../api/client";

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

/** Whether it was thrown away before the other side saw it, so that there is nothing to list. */
export function isDiscarded({ standing }: View<"CommitmentLineView">): boolean {
  return standing.closedAs === "discarded";
}

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

/** The tables of values that the parties chose, newest first, each measure worked out. */
export const editionsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "editions"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/editions", {
          params: { path: { workspace_id: workspaceId } },
        }),
      ),
  });
