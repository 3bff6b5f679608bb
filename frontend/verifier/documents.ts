/** What the published schemas say, as far as the checks look at it. */
export type Side = "buyer" | "contractor";

export interface Slot {
  side: Side;
  role: string;
  commitment: string;
}

export interface Commitment {
  commitmentId: string;
  number: number;
  revision: number;
  digest: string;
  document: {
    commitmentId: string;
    revision: number;
    terms: {
      title: string;
      responsible?: Slot[];
      value?: { kind: string; amountCents?: number };
    };
  };
}

export interface Agreement {
  workspaceId: string;
  number: number;
  parties: { side: Side; name: string }[];
  contract: { title: string };
  commitments?: Commitment[];
  signatories?: Slot[];
  signBy?: { at: string };
  endings?: {
    commitmentId: string;
    number: number;
    title: string;
    digest: string;
    endsOn: string;
  }[];
  ending?: { endsOn: string };
  signing?: { side: Side; needed: number }[];
}

export interface Signature {
  versionDigest: string;
  side: Side;
  role: string;
  signedAt: string;
  entryDigest: string;
  signatory?: string;
  admission?: string;
  signer?: string;
  provenAt?: string;
  reason?: string;
}

export interface Receipt {
  workspaceId: string;
  number: number;
  versionDigest: string;
  signatures: Signature[];
  headDigest: string;
  issuedAt: string;
}

export interface Manifest {
  workspaceId: string;
  number: number;
  versionDigest: string;
  madeAt: string;
  parts: { name: string; digest: string; sizeBytes: number }[];
}

export interface Name {
  commitment: string;
  salt: string;
  name: string;
}

export interface Holder {
  slot: string;
  commitment: string;
  since: string;
  salt?: string;
  name?: string;
}

export interface Copy {
  name: string;
  part: string;
  digest: string;
  sizeBytes: number;
  side: Side;
  addedAt: string;
}

export interface Key {
  kid: string;
  validFrom: string;
  validTo?: string;
}

/** Every role slot of a version: signatories and all that are responsible. */
export function slotsOf(agreement: Agreement): Slot[] {
  return [
    ...(agreement.signatories ?? []),
    ...(agreement.commitments ?? []).flatMap(({ document }) => document.terms.responsible ?? []),
  ];
}
