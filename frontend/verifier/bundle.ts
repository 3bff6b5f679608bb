import { type Parts, unpack } from "./archive.ts";
import { COPY_PARTS, copiesOf, holdersOf, namesOf } from "./beside.ts";
import { digest } from "./bytes.ts";
import { checkCommitments, checkSameVersion, checkSignatures } from "./deal.ts";
import type { Agreement, Copy, Holder, Key, Manifest, Name, Receipt } from "./documents.ts";
import { Broken, type Outcome, type Report } from "./findings.ts";
import type { Json } from "./json.ts";
import { isAfter } from "./moments.ts";
import { BUNDLE_TYPE, type PublicKey, publicKey, RECEIPT_TYPE, sealedBy } from "./seals.ts";
import { documentOf } from "./shapes.ts";
import { told } from "./telling.ts";

const NEEDED = [
  ...["agreement.json", "keys.json", "manifest.json", "manifest.jws", "names.json"],
  ...["receipt.json", "receipt.jws", "signatures.json"],
];
const KNOWN = new Set([
  ...NEEDED,
  ...["agreement.pdf", "copies.json", "holders.json"],
  ...COPY_PARTS,
]);

/** Everything that a bundle was found to hold. */
export interface Held {
  agreement: Agreement;
  receipt: Receipt;
  manifest: Manifest;
  names: Map<string, Name>;
  holders: Holder[];
  copies: Copy[];
  hasPicture: boolean;
  receiptKey: string;
  bundleKey: string;
}

/**
 * Check every part of a bundle against every other, and its seals against the trusted keys.
 *
 * This is the second verifier; the first is in Python and shares nothing with it but the published
 * schemas. Both follow docs/checking.md to the letter.
 */
export function verifyBundle(file: Uint8Array, trusted: ReadonlySet<string> | null): Report {
  return judged(checked(file), trusted).report;
}

/** What was found in a file, and what it holds where it is not broken. */
export interface Checked {
  report: Report;
  held: Held | null;
}

/** Check a file without asking whom to trust. */
export function checked(file: Uint8Array): Checked {
  let held: Held;
  try {
    held = heldBy(file);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { reason, part, facts } = error;
    const lines = [{ key: `broken.${reason}`, facts }];
    return { report: { outcome: "broken", lines, reason, part }, held: null };
  }
  const report: Report = {
    outcome: "issuer-not-checked",
    lines: [...told(held)],
    number: held.agreement.number,
    versionDigest: held.receipt.versionDigest,
    receiptThumbprint: held.receiptKey,
    bundleThumbprint: held.bundleKey,
  };
  return { report, held };
}

/** Say what the same findings come to for somebody who trusts these keys. */
export function judged({ report, held }: Checked, trusted: ReadonlySet<string> | null): Checked {
  if (held === null) return { report, held };
  return { report: { ...report, outcome: outcomeOf(held, trusted) }, held };
}

function outcomeOf(held: Held, trusted: ReadonlySet<string> | null): Outcome {
  if (trusted === null) return "issuer-not-checked";
  const isKnown = trusted.has(held.receiptKey) && trusted.has(held.bundleKey);
  return isKnown ? "known-issuer" : "unknown-issuer";
}

function heldBy(file: Uint8Array): Held {
  const parts = partsOf(file);
  const contents = (name: string) => parts.get(name) ?? new Uint8Array();
  const { windows, keys } = keysOf(contents("keys.json"));
  const manifest = manifestOf(parts, contents("manifest.json"));
  const sealOf = (part: string, typ: string, at: string) => {
    const seal = contents(part.replace(".json", ".jws"));
    const kid = sealedBy(seal, contents(part), keys, typ);
    const window = windows.find((key) => key.kid === kid);
    if (kid === null || window === undefined) throw new Broken("seal", part);
    const { validFrom, validTo } = window;
    if (isAfter(validFrom, at) || (validTo !== undefined && !isAfter(validTo, at))) {
      throw new Broken("key-window", part);
    }
    return kid;
  };
  const bundleKey = sealOf("manifest.json", BUNDLE_TYPE, manifest.madeAt);
  const bytes = contents("agreement.json");
  const agreement = documentOf<Agreement>(
    "agreement.json",
    bytes,
    "agreement",
    "AgreementDocument",
  );
  const receipt = documentOf<Receipt>(
    "receipt.json",
    contents("receipt.json"),
    "receipt",
    "ReceiptDocument",
  );
  const receiptKey = sealOf("receipt.json", RECEIPT_TYPE, receipt.issuedAt);
  if (new Set([bundleKey, receiptKey]).size !== keys.length) throw new Broken("keys", "keys.json");
  checkSameVersion(digest(bytes), agreement, receipt, manifest);
  checkSignatures(agreement, receipt, contents("signatures.json"));
  checkCommitments(agreement);
  return {
    agreement,
    receipt,
    manifest,
    names: namesOf(contents("names.json"), agreement, receipt),
    holders: holdersOf(parts, agreement, manifest),
    copies: copiesOf(parts, manifest),
    hasPicture: parts.has("agreement.pdf"),
    receiptKey,
    bundleKey,
  };
}

function partsOf(file: Uint8Array): Parts {
  const parts = unpack(file, KNOWN);
  const missing = NEEDED.find((name) => !parts.has(name));
  if (missing !== undefined) throw new Broken("missing-part", missing);
  const foreign = [...parts.keys()].find((name) => !KNOWN.has(name));
  if (foreign !== undefined) throw new Broken("foreign-part", foreign);
  return parts;
}

function keysOf(data: Uint8Array): { windows: Key[]; keys: PublicKey[] } {
  const { keys: windows } = documentOf<{ keys: Key[] }>(
    "keys.json",
    data,
    "bundle",
    "KeysDocument",
  );
  const keys = windows.map((key) => publicKey(key as unknown as Json));
  const isSorted = windows.every(({ kid }, at) => at === 0 || (windows[at - 1]?.kid ?? "") < kid);
  if (!isSorted || keys.some((key) => key === null)) throw new Broken("keys", "keys.json");
  return { windows, keys: keys.filter((key) => key !== null) };
}

function manifestOf(parts: Parts, data: Uint8Array): Manifest {
  const manifest = documentOf<Manifest>("manifest.json", data, "bundle", "ManifestDocument");
  const sealed = [...parts.keys()].filter((name) => !name.startsWith("manifest.")).sort();
  const named = manifest.parts.map(({ name }) => name);
  if (named.length !== sealed.length || named.some((name, at) => name !== sealed[at])) {
    throw new Broken("manifest", "manifest.json");
  }
  for (const part of manifest.parts) {
    const contents = parts.get(part.name) ?? new Uint8Array();
    if (part.sizeBytes !== contents.length || part.digest !== digest(contents)) {
      throw new Broken("part", part.name);
    }
  }
  return manifest;
}
