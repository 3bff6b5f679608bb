import { queryOptions } from "@tanstack/react-query";
import { answer, api, newId, type View } from "../api/client";

export type Exchange = View<"ExchangeView">;
export type Perspective = View<"PerspectiveView">;

/** The four questions, in the order in which they are asked. */
export const QUESTIONS = ["wants", "worries", "gives", "needs"] as const;
export type Answers = Record<(typeof QUESTIONS)[number], string>;

export const perspectivesQuery = (id: string) =>
  queryOptions({
    queryKey: ["workspaces", id, "perspectives"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/perspectives", {
          params: { path: { workspace_id: id } },
        }),
      ),
  });

/** Ask both sides the four questions. */
export function startPerspectives(id: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/perspectives", {
      params: { path: { workspace_id: id } },
      body: { id: newId() },
    }),
  );
}

/** Hand in one's own side's answers; they stay closed until both did, or the coordinator opens. */
export function handIn(id: string, answers: Answers, declaredNotBsn: boolean) {
  return answer(
    api.POST("/workspaces/{workspace_id}/perspectives/answers", {
      params: { path: { workspace_id: id } },
      body: { id: newId(), ...answers, declaredNotBsn },
    }),
  );
}

/** Open what was handed in, for everybody at once. */
export function openPerspectives(id: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/perspectives/openings", {
      params: { path: { workspace_id: id } },
      body: { id: newId() },
    }),
  );
}
