import { answer, api, newId, type View } from "../api/client";

/** A request whose code may be left out. */
type Sent<Name extends "SignIn" | "ProveAgain"> = Omit<View<Name>, "code"> & { code?: string };

/** Begin a session. */
export function signIn(body: Sent<"SignIn">) {
  return answer(api.POST("/sessions", { body }));
}

/** Ask where the browser goes, so that a provider vouches for who sits there. */
export function goToProvider(body: View<"RequestProvider">) {
  return answer(api.POST("/provider-requests", { body }));
}

/** Ask for a letter with which to choose another password. */
export function forgetPassword(body: View<"AskPasswordReset">) {
  return answer(api.POST("/password-resets", { body }));
}

/** Choose the password that a letter lets one choose. All sessions end. */
export function choosePassword(secret: string, password: string) {
  return answer(
    api.POST("/password-resets/{secret}/uses", {
      params: { path: { secret } },
      body: { password },
    }),
  );
}

/** Prove once more who one is, for acts that ask for fresh proof. */
export function proveAgain(body: Sent<"ProveAgain">) {
  return answer(api.POST("/proofs", { body }));
}

/** Choose another password, proving oneself with the present one. Other sessions end. */
export function changePassword(body: View<"ChangePassword">) {
  return answer(api.POST("/password-changes", { body }));
}

/** Begin with a second step: what the app has to know. It counts once a code is right. */
export function beginSecondFactor(body: View<"SetSecondFactor">) {
  return answer(api.POST("/second-factors", { body }));
}

/** Show that the app knows it; from now on a code is asked for. */
export function confirmSecondFactor(id: string, code: string) {
  return answer(
    api.POST("/second-factors/{factor_id}/confirmations", {
      params: { path: { factor_id: id } },
      body: { code },
    }),
  );
}

/** Turn the second step off. */
export function removeSecondFactor(body: View<"RemoveSecondFactor">) {
  return answer(api.POST("/second-factor-removals", { body }));
}

/** Make new codes for when the app is not at hand; the old ones work no longer. */
export function makeRecoveryCodes(body: View<"MakeRecoveryCodes">) {
  return answer(api.POST("/recovery-codes", { body }));
}

/** Sign in no longer by way of a provider. */
export function unlink(identityId: string) {
  return answer(
    api.POST("/external-identities/{identity_id}/removals", {
      params: { path: { identity_id: identityId } },
      body: { id: newId() },
    }),
  );
}

/** Sign out on another device. */
export function endSessionOf(sessionId: string) {
  return answer(
    api.POST("/sessions/{session_id}/endings", {
      params: { path: { session_id: sessionId } },
      body: { id: newId() },
    }),
  );
}

/** End somebody's part: in the organisation and in all its contracts. */
export function endMember(organisationId: string, personId: string) {
  return answer(
    api.POST("/organisations/{organisation_id}/members/{person_id}/endings", {
      params: { path: { organisation_id: organisationId, person_id: personId } },
      body: { id: newId() },
    }),
  );
}

/** Let somebody manage the organisation. */
export function makeAdministrator(organisationId: string, personId: string) {
  return answer(
    api.POST("/organisations/{organisation_id}/members/{person_id}/administrators", {
      params: { path: { organisation_id: organisationId, person_id: personId } },
      body: { id: newId() },
    }),
  );
}

/** Let somebody manage the organisation no longer. */
export function endAdministrator(organisationId: string, personId: string) {
  return answer(
    api.POST("/organisations/{organisation_id}/members/{person_id}/administrator-endings", {
      params: { path: { organisation_id: organisationId, person_id: personId } },
      body: { id: newId() },
    }),
  );
}

/** Keep the language of screens and mails. */
export function chooseLanguage(language: "nl" | "en") {
  return answer(api.POST("/language-choices", { body: { language } }));
}

/** Let a person of the own organisation sign, up to an amount. */
export function grantMandate(organisationId: string, body: Omit<View<"GrantMandate">, "id">) {
  return answer(
    api.POST("/organisations/{organisation_id}/mandates", {
      params: { path: { organisation_id: organisationId } },
      body: { id: newId(), ...body },
    }),
  );
}

/** Let somebody sign no longer on the strength of a mandate. */
export function revokeMandate(organisationId: string, mandateId: string) {
  return answer(
    api.POST("/organisations/{organisation_id}/mandates/{mandate_id}/revocations", {
      params: { path: { organisation_id: organisationId, mandate_id: mandateId } },
      body: { id: newId() },
    }),
  );
}

/** Say what an organisation weighs, to what its mandates reach, and how long it keeps things. */
export function changeSettings(organisationId: string, body: Omit<View<"ChangeSettings">, "id">) {
  return answer(
    api.POST("/organisations/{organisation_id}/settings", {
      params: { path: { organisation_id: organisationId } },
      body: { id: newId(), ...body },
    }),
  );
}
