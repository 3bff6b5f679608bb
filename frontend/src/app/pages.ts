import type { Part } from "../text/parts";

/**
 * What each page says besides the sentences of `app`.
 *
 * They come together with the page, so a part that is missing here shows as keys on the screen;
 * a test follows the imports of every page and compares.
 */
export const SAID_BY = {
  // No page, but it comes over any of them.
  SessionQuestion: ["entering", "proof", "session"],
  PartOverPage: ["session"],
  SignInPage: ["entering", "proof"],
  ForgottenPage: ["entering"],
  NewPasswordPage: ["entering"],
  InvitationPage: ["workspaces"],
  ContractsPage: ["workspaces"],
  ImportPage: ["procurement", "workspaces"],
  OpenPage: ["workspaces"],
  WorkspacePage: ["workspaces", "dialogue", "commitments", "boxes", "owed", "partners"],
  ObligationPage: ["owed", "weighing", "workspaces"],
  NewCommitmentPage: ["boxes", "commitments"],
  CommitmentPage: ["bargaining", "bids", "boxes", "commitments", "dialogue", "holders", "terms"],
  CommitmentDraftPage: ["bids", "boxes", "commitments", "composing", "drafting", "terms"],
  PackagePage: ["bids", "boxes", "commitments", "packages", "terms"],
  PurposeDraftPage: ["boxes", "drafting", "workspaces"],
  ClausesDraftPage: ["boxes", "drafting"],
  AgreementPage: ["agreements", "bids", "boxes", "commitments", "mandates", "proof", "terms"],
  ComparisonPage: ["agreements"],
  ParticipantsPage: ["workspaces"],
  SettingsPage: ["mandates", "members", "proof", "settings"],
  AccountPage: ["account", "privacy", "proof"],
  PartnersPage: ["boxes", "partners", "workspaces"],
  PrivacyPage: ["privacy"],
  MorePage: ["catalogue", "departments", "keeping", "partners", "perspectives"],
  CataloguesPage: ["catalogue"],
  CataloguePage: ["catalogue"],
  ReferencePage: ["catalogue"],
  SearchPage: ["search"],
} as const satisfies Record<string, readonly Part[]>;

export type PageName = keyof typeof SAID_BY;
