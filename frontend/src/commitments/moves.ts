import { answer, api, newId, type View } from "../api/client";
import type { components } from "../api/schema";

/** A request without the id that we make for it. */
type Asked<Name extends keyof components["schemas"]> = Omit<View<Name>, "id">;

const about = (workspaceId: string, commitmentId: string) => ({
  params: { path: { workspace_id: workspaceId, commitment_id: commitmentId } },
});

/** Put something new to the other side. Its id is the caller's, so that trying again makes one. */
export function propose(workspaceId: string, body: View<"ProposeCommitment">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments", {
      params: { path: { workspace_id: workspaceId } },
      body,
    }),
  );
}

/** Put a change of what is agreed to the other side; what was agreed holds meanwhile. */
export function proposeAnew(workspaceId: string, commitmentId: string, body: Asked<"ProposeAnew">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/proposals", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Put other terms in the place of those on the table. */
export function counter(workspaceId: string, commitmentId: string, body: Asked<"CounterRevision">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/commitments/{commitment_id}/counters", {
      ...about(workspaceId, commitmentId),
      body: { id: newId(), ...body },
    }),
  );
}

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
