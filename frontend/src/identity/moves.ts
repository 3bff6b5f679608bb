import { answer, api, newId, type View } from "../api/client";

/** Begin a session. */
export function signIn(body: View<"SignIn">) {
  return answer(api.POST("/sessions", { body }));
}

/** Prove once more who one is, for acts that ask for fresh proof. */
export function proveAgain(password: string) {
  return answer(api.POST("/proofs", { body: { password } }));
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
