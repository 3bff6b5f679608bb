import { digest, equal, utf8 } from "./bytes.ts";
import type { Agreement, Manifest, Receipt, Side, Signature } from "./documents.ts";
import { Broken } from "./findings.ts";
import { canonical, type Json } from "./json.ts";
import { isAfter } from "./moments.ts";

const SIDES: Side[] = ["buyer", "contractor"];
const SIGNATORIES_LIMIT = 9;

/** See that receipt and manifest speak of this very version. */
export function checkSameVersion(
  versionDigest: string,
  agreement: Agreement,
  receipt: Receipt,
  manifest: Manifest,
) {
  for (const [part, told] of Object.entries({
    "receipt.json": receipt,
    "manifest.json": manifest,
  })) {
    if (
      told.workspaceId !== agreement.workspaceId ||
      told.number !== agreement.number ||
      told.versionDigest !== versionDigest
    ) {
      throw new Broken("another-version", part);
    }
  }
}

/** How many people have to sign for each side. */
export function neededOf(agreement: Agreement): Record<Side, number> {
  const needed: Record<Side, number> = { buyer: 1, contractor: 1 };
  for (const rule of agreement.signing ?? []) {
    if (needed[rule.side] > 1 || rule.needed < 2 || rule.needed > SIGNATORIES_LIMIT) {
      throw new Broken("signing", "agreement.json");
    }
    needed[rule.side] = rule.needed;
  }
  return needed;
}

/** See that all who had to sign did, each once, in time and under this version. */
export function checkSignatures(agreement: Agreement, receipt: Receipt, data: Uint8Array) {
  const { signatures } = receipt;
  if (!equal(data, utf8(canonical(signatures as unknown as Json)))) {
    throw new Broken("signatures", "signatures.json");
  }
  checkSides(agreement, signatures);
  if (signatures.some(({ versionDigest }) => versionDigest !== receipt.versionDigest)) {
    throw new Broken("another-version", "receipt.json");
  }
  checkMoments(agreement, receipt);
  if (receipt.headDigest !== signatures.at(-1)?.entryDigest) {
    throw new Broken("head", "receipt.json");
  }
  const ends = Boolean(agreement.endings?.length || agreement.ending);
  const hasReasons = (side: Side) =>
    signatures.every((signature) => signature.side !== side || Boolean(signature.reason));
  if (ends && !SIDES.some(hasReasons)) throw new Broken("reasons", "receipt.json");
}

/** Count people, not signatures: one person may never stand for two. */
function checkSides(agreement: Agreement, signatures: Signature[]) {
  const needed = neededOf(agreement);
  const own = (side: Side) => signatures.filter((signature) => signature.side === side);
  if (SIDES.some((side) => own(side).length < needed[side])) {
    throw new Broken("sides", "receipt.json");
  }
  const told = signatures.flatMap(({ signer }) => (signer === undefined ? [] : [signer]));
  const several = SIDES.filter((side) => own(side).length > 1).flatMap(own);
  if (several.some(({ signer }) => signer === undefined) || new Set(told).size < told.length) {
    throw new Broken("same-signer", "receipt.json");
  }
}

function checkMoments(agreement: Agreement, receipt: Receipt) {
  const moments = [...receipt.signatures.map(({ signedAt }) => signedAt), receipt.issuedAt];
  if (moments.some((moment, place) => isAfter(moments[place - 1] ?? moment, moment))) {
    throw new Broken("order", "receipt.json");
  }
  for (const { provenAt, signedAt } of receipt.signatures) {
    if (provenAt !== undefined && isAfter(provenAt, signedAt)) {
      throw new Broken("order", "receipt.json");
    }
    if (agreement.signBy !== undefined && !isAfter(agreement.signBy.at, signedAt)) {
      throw new Broken("late", "receipt.json");
    }
  }
}

/** Compare each agreed text with its digest, and see that what ends does not go on too. */
export function checkCommitments(agreement: Agreement) {
  const commitments = agreement.commitments ?? [];
  for (const part of commitments) {
    const { document } = part;
    if (
      part.digest !== digest(utf8(canonical(document as unknown as Json))) ||
      part.commitmentId !== document.commitmentId ||
      part.revision !== document.revision
    ) {
      throw new Broken("revision", "agreement.json", { number: part.number });
    }
  }
  const endings = agreement.endings ?? [];
  const ending = new Set(endings.map(({ commitmentId }) => commitmentId));
  if (
    ending.size < endings.length ||
    commitments.some(({ commitmentId }) => ending.has(commitmentId)) ||
    (agreement.ending !== undefined && commitments.length > 0) ||
    endings.some((part) => !/^[0-9a-f]{64}$/.test(part.digest))
  ) {
    throw new Broken("endings", "agreement.json");
  }
}
