import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { commitmentQuery } from "./queries";

type Commitment = View<"CommitmentView">;

const STALE = "commitments/stale-revision";

/**
 * One move on a commitment.
 *
 * What came back takes the place of what is on the screen, and after a conflict it is fetched again.
 * `onStale` is called with the newest state when somebody else put a newer text first.
 */
export function useCommitmentMove<Asked>(
  workspaceId: string,
  commitmentId: string,
  move: (asked: Asked) => Promise<unknown>,
  { onDone, onStale }: { onDone: () => void; onStale?: (now: Commitment) => void },
): UseMutationResult<unknown, Error, Asked> {
  const queries = useQueryClient();
  const query = commitmentQuery(workspaceId, commitmentId);
  return useMutation({
    mutationFn: move,
    onSuccess: (result) => {
      if (isCommitment(result, commitmentId)) queries.setQueryData(query.queryKey, result);
      onDone();
      void queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
    },
    onError: async (error) => {
      if (!(error instanceof Problem) || error.status !== 409) return;
      await queries.invalidateQueries({ queryKey: query.queryKey, refetchType: "none" });
      const now = await queries.fetchQuery(query).catch(() => undefined);
      void queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "commitments"] });
      if (error.slug === STALE && now) onStale?.(now);
    },
  });
}

/** Whether a refusal is told elsewhere: a newer text has a dialog of its own. */
export function isStale(error: unknown): boolean {
  return error instanceof Problem && error.slug === STALE;
}

function isCommitment(result: unknown, id: string): result is Commitment {
  return typeof result === "object" && result !== null && "id" in result && result.id === id;
}
