import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { versionQuery } from "./queries";

/**
 * One move on a version: the answer takes its place on the screen, and after a conflict everything
 * about the agreement is fetched again.
 */
export function useVersionMove<Asked>(
  workspaceId: string,
  versionId: string,
  move: (asked: Asked) => Promise<View<"VersionView">>,
  onDone: (version: View<"VersionView">) => void,
): UseMutationResult<View<"VersionView">, Error, Asked> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: move,
    onSuccess: (version) => {
      queries.setQueryData(versionQuery(workspaceId, versionId).queryKey, version);
      onDone(version);
      void queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
    },
    onError: (error) => {
      if (!(error instanceof Problem) || error.status !== 409) return;
      void queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "agreement"] });
    },
  });
}
