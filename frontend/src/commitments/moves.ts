import { answer, api, newId, type View } from "../api/client";
import type { components } from "../api/schema";

/** A request without the id that we make for it. */
type Asked<Name extends keyof components["schemas"]> = Omit<View<Name>, "id">;

const about = (workspaceId: string, commitmentId: string) => ({
  params: { path: { workspace_id: workspaceId, commitment_id: commitmentId } },
});

/** Ask the proposer something; the turn goes back without a new text. */
export function question(workspaceId: string, commitmentId: string, body: Asked<"AskQuestion">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/questions", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Answer the question; the text lies with the other side again. */
export function answerQuestion(
  workspaceId: string,
  commitmentId: string,
  body: Asked<"AnswerQuestion">,
) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/answers", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Say yes to exactly this text. */
export function accept(workspaceId: string, commitmentId: string, body: Asked<"AcceptRevision">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/acceptances", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Say yes to every text of a package at once. */
export function acceptPackage(
  workspaceId: string,
  packageId: string,
  body: Asked<"AcceptPackage">,
) {
  return answer(
    api.POST("/workspaces/{workspace_id}/packages/{package_id}/acceptances", {
      params: { path: { workspace_id: workspaceId, package_id: packageId } },
      body: { id: newId(), ...body },
    }),
  );
}

/** Say no, with the reason. */
export function decline(workspaceId: string, commitmentId: string, body: Asked<"DeclineRevision">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/declines", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Take one's own proposal off the table. */
export function withdraw(
  workspaceId: string,
  commitmentId: string,
  body: Asked<"WithdrawRevision">,
) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/withdrawals", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Let the clock of an offer stand still, with the reason; talk goes on. */
export function pause(workspaceId: string, commitmentId: string, body: Asked<"PauseClock">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/pauses", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Let the clock run on; the time it stood still comes on top. */
export function resume(workspaceId: string, commitmentId: string, body: Asked<"ResumeClock">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/resumptions", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Put several texts to the other side as one. */
export function proposePackage(workspaceId: string, body: View<"ProposePackage">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/packages", {
      params: { path: { workspace_id: workspaceId } },
      body,
    }),
  );
}

/** Let somebody else of the own side look after what is agreed; the text stays as it is. */
export function replaceHolder(
  workspaceId: string,
  commitmentId: string,
  body: View<"ReplaceHolder">,
) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/holders", {
      ...about(workspaceId, commitmentId),
      body,
    }),
  );
}
