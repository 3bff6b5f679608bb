export interface IdentityProvider {
  id: string;
  name: string;
}
export interface IdentityProviders {
  items: IdentityProvider[];
  resetByMail: boolean;
}
export type ProviderPurpose = "sign-in" | "proof" | "link";
export interface SecondFactor {
  id: string;
  secret: string;
  uri: string;
  picture: { size: number; path: string };
}
export interface ExternalIdentity {
  id: string;
  provider: string;
  linkedAt: string;
}
export interface SessionLine {
  id: string;
  startedAt: string;
  seenAt: string;
  isCurrent: boolean;
  method: string;
}
