import { answer, api, newId, type View } from "../api/client";
import type { components } from "../api/schema";

/** A request without the id that we make for it. */
type Asked<Name extends keyof components["schemas"]> = Omit<View<Name>, "id">;

const about = (workspaceId: string, versionId: string) => ({
  params: { path: { workspace_id: workspaceId, version_id: versionId } },
});

/** Put what is agreed into a version and up for signing. */
export function offer(workspaceId: string, body: View<"OfferVersion">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/versions", {
      params: { path: { workspace_id: workspaceId } },
      body,
    }),
  );
}

/** Ask what signing exactly this version would say; the answer is good for one signature. */
export function askToSign(workspaceId: string, versionId: string, body: Asked<"RequestSigning">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/versions/{version_id}/signing-requests", {
      ...about(workspaceId, versionId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Sign exactly this version for the own side, as a request showed it. */
export function sign(workspaceId: string, versionId: string, body: View<"SignVersion">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/versions/{version_id}/signatures", {
      ...about(workspaceId, versionId),
      body,
    }),
  );
}

/** Say how many people sign for the own side, under versions that are offered from now on. */
export function setSigningRule(workspaceId: string, body: Asked<"SetSigningRule">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/signing-rules", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), ...body },
    }),
  );
}

/** Put a file with signatures of its own beside a version. */
export function addSignedCopy(workspaceId: string, versionId: string, body: View<"AddSignedCopy">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/versions/{version_id}/signed-copies", {
      ...about(workspaceId, versionId),
      body,
    }),
  );
}

/** Forbid, for the own side, to throw the workspace away. */
export function placeHold(workspaceId: string, body: View<"PlaceHold">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/dispute-holds", {
      params: { path: { workspace_id: workspaceId } },
      body,
    }),
  );
}

/** End what the own side forbade. */
export function liftHold(workspaceId: string, holdId: string, body: View<"LiftHold">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/dispute-holds/{hold_id}/liftings", {
      params: { path: { workspace_id: workspaceId, hold_id: holdId } },
      body,
    }),
  );
}

/** Say why exactly this version is not to be signed. */
export function sendBack(workspaceId: string, versionId: string, body: Asked<"SendBackVersion">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/versions/{version_id}/returns", {
      ...about(workspaceId, versionId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Take the own side's version back. */
export function withdrawVersion(
  workspaceId: string,
  versionId: string,
  body: Asked<"WithdrawVersion">,
) {
  return answer(
    api.POST("/workspaces/{workspace_id}/versions/{version_id}/withdrawals", {
      ...about(workspaceId, versionId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Bring in a deal that was made on paper, as version 0. */
export function recordPaper(workspaceId: string, body: Asked<"RecordPaper">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/paper-versions", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), ...body },
    }),
  );
}

/** Stand behind a deal on paper for the own side. */
export function confirmPaper(workspaceId: string, versionId: string, body: Asked<"ConfirmPaper">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/versions/{version_id}/confirmations", {
      ...about(workspaceId, versionId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Where the file is that proves a version without our server. */
export function bundleAddress(workspaceId: string, versionId: string): string {
  return `/v1/workspaces/${workspaceId}/versions/${versionId}/bundle`;
}

/** Where the PDF of a version is: a picture of it, to read and to print. */
export function pictureAddress(workspaceId: string, versionId: string): string {
  return `/v1/workspaces/${workspaceId}/versions/${versionId}/picture`;
}

/** The page that checks a bundle by itself, without asking our server anything. */
export const CHECK_PAGE = "/verify.html";
