import { infiniteQueryOptions, queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { answer, api, type View } from "../api/client";
import { Problem } from "../api/problem";

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

/** What a rule would come to, step by step. It is the same for always, so it is asked once. */
export const sumQuery = (workspaceId: string, rule: View<"TrySum">) =>
  queryOptions({
    queryKey: ["obligation-sums", workspaceId, rule],
    queryFn: () =>
      answer(
        api.POST("/workspaces/{workspace_id}/obligation-sums", {
          params: { path: { workspace_id: workspaceId } },
          body: rule,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
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

type Entry = View<"EntryView">;

/** The journals as far as they were read, oldest first. */
interface Read {
  entries: Entry[];
  position: string | undefined;
}

/** As many as the server gives at once; fewer means that this was the end. */
const ENTRIES_PAGE = 200;

/**
 * What happened, all of it. Once read, only what came after is fetched.
 *
 * Entries never change, so what is there can be kept as it is.
 */
export const entriesQuery = (id: string) =>
  queryOptions({
    queryKey: ["workspaces", id, "journal"],
    queryFn: async ({ client, queryKey }): Promise<Read> => {
      const before = client.getQueryData<Read>(queryKey);
      try {
        return await readOn(id, before ?? { entries: [], position: undefined });
      } catch (error) {
        // A position that the server does not know: its journals are others than we read.
        if (!(error instanceof Problem) || error.status !== 400) throw error;
        return readOn(id, { entries: [], position: undefined });
      }
    },
  });

async function readOn(id: string, before: Read): Promise<Read> {
  const entries = [...before.entries];
  let position = before.position;
  for (;;) {
    const page = await answer(
      api.GET("/workspaces/{workspace_id}/entries", {
        params: { path: { workspace_id: id }, query: { after: position } },
      }),
    );
    entries.push(...page.items);
    position = page.position;
    if (page.items.length < ENTRIES_PAGE) return { entries, position };
  }
}

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
