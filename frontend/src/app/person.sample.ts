import type { Person } from "./session";

/** Somebody who is signed in for as long as a test takes. */
export const MARIEKE: Person = {
  id: "p1",
  name: "Marieke de Groot",
  email: "marieke@merwestede.example",
  language: "nl",
  memberships: [],
  mandates: [],
  identities: [],
  moves: [],
  hasPassword: true,
  hasSecondFactor: true,
  recoveryCodesLeft: 10,
  freshUntil: "2999-01-01T00:00:00Z",
  sessionEndsAt: "2999-01-01T00:00:00Z",
  sessionExpiresAt: "2999-01-01T00:00:00Z",
};
