import type { Parts } from "./archive.ts";
import { digest, utf8 } from "./bytes.ts";
import type { Agreement, Copy, Holder, Manifest, Name, Receipt } from "./documents.ts";
import { slotsOf } from "./documents.ts";
import { Broken } from "./findings.ts";
import { isAfter } from "./moments.ts";
import { documentOf } from "./shapes.ts";

export const COPY_PARTS = ["copy-1.pdf", "copy-2.pdf", "copy-3.pdf"];

/** Check that each name is the one a slot was made of; names may be gone, never others. */
export function namesOf(data: Uint8Array, agreement: Agreement, receipt: Receipt) {
  const { names } = documentOf<{ names: Name[] }>("names.json", data, "bundle", "NamesDocument");
  const slots = new Set([
    ...slotsOf(agreement).map(({ commitment }) => commitment),
    ...receipt.signatures.map(({ signatory }) => signatory),
  ]);
  const isSorted = names.every(
    ({ commitment }, place) => place === 0 || (names[place - 1]?.commitment ?? "") < commitment,
  );
  const areAll = names.every(
    ({ commitment, salt, name }) => slots.has(commitment) && isNameOf(commitment, salt, name),
  );
  if (!isSorted || !areAll) throw new Broken("names", "names.json");
  return new Map(names.map((entry) => [entry.commitment, entry]));
}

/** Check that whoever took over a role has one that the agreement knows. */
export function holdersOf(parts: Parts, agreement: Agreement, manifest: Manifest): Holder[] {
  const data = parts.get("holders.json");
  if (data === undefined) return [];
  const { holders } = documentOf<{ holders: Holder[] }>(
    "holders.json",
    data,
    "bundle",
    "HoldersDocument",
  );
  const slots = new Set(slotsOf(agreement).map(({ commitment }) => commitment));
  const holds = ({ slot, commitment, since, salt, name }: Holder) =>
    slots.has(slot) &&
    !isAfter(since, manifest.madeAt) &&
    (salt === undefined || name === undefined ? salt === name : isNameOf(commitment, salt, name));
  const follows = ({ slot, since }: Holder, before: Holder) =>
    before.slot < slot || (before.slot === slot && isAfter(since, before.since));
  const isSorted = holders.every((entry, place) => {
    const before = holders[place - 1];
    return before === undefined || follows(entry, before);
  });
  if (holders.length === 0 || !isSorted || !holders.every(holds)) {
    throw new Broken("holders", "holders.json");
  }
  return holders;
}

/** Check that the copies are the ones that were put beside the version; they are not judged. */
export function copiesOf(parts: Parts, manifest: Manifest): Copy[] {
  const present = COPY_PARTS.filter((part) => parts.has(part));
  const data = parts.get("copies.json");
  if (data === undefined) {
    if (present.length > 0) throw new Broken("copies", "copies.json");
    return [];
  }
  const { copies } = documentOf<{ copies: Copy[] }>(
    "copies.json",
    data,
    "bundle",
    "CopiesDocument",
  );
  if (copies.length === 0 || copies.map(({ part }) => part).join() !== present.join()) {
    throw new Broken("copies", "copies.json");
  }
  for (const copy of copies) {
    const contents = parts.get(copy.part) ?? new Uint8Array();
    if (copy.sizeBytes !== contents.length || copy.digest !== digest(contents)) {
      throw new Broken("copies", copy.part);
    }
    if (isAfter(copy.addedAt, manifest.madeAt)) throw new Broken("copies", "copies.json");
  }
  return copies;
}

function isNameOf(commitment: string, salt: string, name: string): boolean {
  return /^[0-9a-f]{64}$/.test(salt) && digest(utf8(salt + name)) === commitment;
}
