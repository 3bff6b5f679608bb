import { queryOptions } from "@tanstack/react-query";
import { answer, api, newId, type View } from "../../api/client";

export type Question = View<"PartnerQuestion">;

const at = (workspaceId: string) => ({ params: { path: { workspace_id: workspaceId } } });

/** The partners that were asked about, and those that commitments only name. */
export const partnersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "partners"],
    queryFn: () => answer(api.GET("/workspaces/{workspace_id}/partners", at(workspaceId))),
  });

/** Ask for the five answers about a partner, once for all its commitments. */
export function askAboutPartner(workspaceId: string, name: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/partners", {
      ...at(workspaceId),
      body: { id: newId(), name, declaredNotBsn: false },
    }),
  );
}

/** Answer some of the five; what was said before stays readable. */
export function answerAboutPartner(
  workspaceId: string,
  partnerId: string,
  body: Omit<View<"AnswerAboutPartner">, "id">,
) {
  return answer(
    api.POST("/workspaces/{workspace_id}/partners/{partner_id}/answers", {
      params: { path: { workspace_id: workspaceId, partner_id: partnerId } },
      body: { id: newId(), ...body },
    }),
  );
}
