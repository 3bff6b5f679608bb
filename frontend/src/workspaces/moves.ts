import { answer, api, newId, type View } from "../api/client";
import type { components } from "../api/schema";

/** A request without the id that we make for it. */
type Asked<Name extends keyof components["schemas"]> = Omit<View<Name>, "id">;

const at = (workspaceId: string) => ({ params: { path: { workspace_id: workspaceId } } });

/** Open a workspace by hand. */
export function openByHand(body: Asked<"OpenByHand">) {
  return answer(api.POST("/workspaces", { body: { id: newId(), ...body } }));
}

/** Invite somebody; without mail the link is in the answer, once. */
export function invite(workspaceId: string, body: Asked<"InvitePerson">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/invitations", {
      ...at(workspaceId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Make an open invitation worthless. */
export function withdrawInvitation(workspaceId: string, invitationId: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/invitations/{invitation_id}/withdrawals", {
      params: { path: { workspace_id: workspaceId, invitation_id: invitationId } },
      body: { id: newId() },
    }),
  );
}

/** Accept an invitation; it agrees to nothing and signs nothing. */
export function join(secret: string, body: Asked<"JoinWorkspace">) {
  return answer(
    api.POST("/invitations/{secret}/acceptances", {
      params: { path: { secret } },
      body: { id: newId(), ...body },
    }),
  );
}

/** Stand behind the other side's wording of why: exactly this one. */
export function agreePurpose(workspaceId: string, body: Asked<"Agree">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/purpose-agreements", {
      ...at(workspaceId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Put what is owed, and why so much, to the other side. */
export function setObligation(workspaceId: string, body: Asked<"SetObligation">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/obligations", {
      ...at(workspaceId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Stand behind the other side's wording of what is owed: exactly this one. */
export function agreeObligation(workspaceId: string, body: Asked<"Agree">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/obligation-agreements", {
      ...at(workspaceId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Say what the own side thinks of a wording of what is owed: exactly this one. */
export function reactToObligation(workspaceId: string, body: Asked<"ReactToObligation">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/obligation-reactions", {
      ...at(workspaceId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Count what was agreed anew, from another basis. */
export function changeBasis(workspaceId: string, body: Asked<"ChangeBasis">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/basis-changes", {
      ...at(workspaceId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Give a colleague other roles. */
export function changeRoles(workspaceId: string, body: Asked<"ChangeRoles">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/role-changes", {
      ...at(workspaceId),
      body: { id: newId(), ...body },
    }),
  );
}

/** End a colleague's part in the workspace, or one's own. */
export function removeParticipant(workspaceId: string, participantId: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/removals", {
      ...at(workspaceId),
      body: { id: newId(), participantId },
    }),
  );
}
