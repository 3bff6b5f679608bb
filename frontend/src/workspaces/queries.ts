import { infiniteQueryOptions, queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { answer, api, type View } from "../api/client";

/** The contracts somebody takes part in, the last active first. */
export const contractsQuery = infiniteQueryOptions({
  queryKey: ["contracts"],
  queryFn: ({ pageParam }) =>
    answer(api.GET("/workspaces", { params: { query: { after: pageParam, limit: 100 } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});

/** One contract's room. Every page of a contract has it before it is drawn. */
export const workspaceQuery = (id: string) =>
  queryOptions({
    queryKey: ["workspaces", id, "workspace"],
    queryFn: () =>
      answer(api.GET("/workspaces/{workspace_id}", { params: { path: { workspace_id: id } } })),
  });

/** The own side's invitations that are still open. */
export const invitationsQuery = (id: string) =>
  queryOptions({
    queryKey: ["workspaces", id, "invitations"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/invitations", {
          params: { path: { workspace_id: id } },
        }),
      ),
  });

/** What a link of an invitation is for. Looking accepts nothing. */
export const invitationQuery = (secret: string) =>
  queryOptions({
    queryKey: ["invitation", secret],
    queryFn: () => answer(api.GET("/invitations/{secret}", { params: { path: { secret } } })),
  });

/** The room that the address means, on pages of a contract. */
export function useWorkspace(): View<"WorkspaceView"> {
  const { id } = useParams({ from: "/signed-in/contracten/$id" });
  return useSuspenseQuery(workspaceQuery(id)).data;
}
