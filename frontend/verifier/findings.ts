/** What a check of a bundle can come to. */
export type Outcome = "known-issuer" | "issuer-not-checked" | "unknown-issuer" | "broken";

export type Facts = Record<string, string | number>;

/** One thing that was found, as a key into the sentences with its facts. */
export interface Line {
  key: string;
  facts: Facts;
}

export interface Report {
  outcome: Outcome;
  lines: Line[];
  /** Why it broke, and in which part. */
  reason?: string;
  part?: string;
  number?: number;
  versionDigest?: string;
  receiptThumbprint?: string;
  bundleThumbprint?: string;
}

/** A part of the bundle is not what another part says; `reason` tells how, `part` where. */
export class Broken extends Error {
  readonly reason: string;
  readonly part: string;
  readonly facts: Facts;

  constructor(reason: string, part: string, facts: Facts = {}) {
    super(`${reason} in ${part}`);
    this.reason = reason;
    this.part = part;
    this.facts = { part, ...facts };
  }
}
