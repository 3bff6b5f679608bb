import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { answer, api, type View } from "../api/client";

/** One contract's room. Every page of a contract has it before it is drawn. */
export const workspaceQuery = (id: string) =>
  queryOptions({
    queryKey: ["workspaces", id, "workspace"],
    queryFn: () =>
      answer(api.GET("/workspaces/{workspace_id}", { params: { path: { workspace_id: id } } })),
  });

/** The room that the address means, on pages of a contract. */
export function useWorkspace(): View<"WorkspaceView"> {
  const { id } = useParams({ from: "/signed-in/contracten/$id" });
  return useSuspenseQuery(workspaceQuery(id)).data;
}
