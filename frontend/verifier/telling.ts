import type { Held } from "./bundle.ts";
import { neededOf } from "./deal.ts";
import { type Agreement, type Side, slotsOf } from "./documents.ts";
import type { Facts, Line } from "./findings.ts";

/** Tell what was signed, by whom, what lies beside it and which keys sealed it. */
export function* told(held: Held): Generator<Line> {
  const { agreement, receipt } = held;
  yield line("version", { number: agreement.number, title: agreement.contract.title });
  yield line("digest", { digest: receipt.versionDigest });
  yield* signed(held);
  yield* bound(agreement);
  yield* people(held);
  yield line("receipt", { at: receipt.issuedAt });
  if (held.hasPicture) yield line("picture");
  for (const { name, part, side } of held.copies) yield line("copy", { name, part, side });
  yield line("receipt-key", { thumbprint: held.receiptKey });
  yield line("bundle-key", { thumbprint: held.bundleKey });
  yield line("nature");
}

function line(key: string, facts: Facts = {}): Line {
  return { key, facts };
}

function* signed({ agreement, receipt, names }: Held): Generator<Line> {
  for (const [side, count] of Object.entries(neededOf(agreement))) {
    if (count > 1) yield line("needed", { side, count });
  }
  for (const signature of receipt.signatures) {
    const { side, role, signedAt, signatory, admission, reason } = signature;
    const facts = { side, parties: partiesOf(agreement, side), role, at: signedAt };
    const name = names.get(signatory ?? "")?.name;
    if (name === undefined) yield line("signed-without-name", facts);
    else yield line("signed", { ...facts, name });
    if (admission === "shown_link") yield line("shown-link", { side });
    if (reason) yield line("reason", { side, reason });
  }
}

export function partiesOf(agreement: Agreement, side: Side): string {
  const names = agreement.parties.filter((party) => party.side === side).map(({ name }) => name);
  return names.join(", ") || "?";
}

function* bound(agreement: Agreement): Generator<Line> {
  const commitments = agreement.commitments ?? [];
  yield line("commitments", { count: commitments.length });
  for (const { number, document } of commitments) {
    const { title, value } = document.terms;
    const amount = value?.kind === "amount" ? value.amountCents : undefined;
    if (amount === undefined) yield line("commitment-without-amount", { number, title });
    else yield line("commitment", { number, title, amount });
  }
  for (const { number, title, endsOn } of agreement.endings ?? []) {
    yield line("commitment-ends", { number, title, on: endsOn });
  }
  if (agreement.ending) yield line("agreement-ends", { on: agreement.ending.endsOn });
}

function* people({ agreement, names, holders }: Held): Generator<Line> {
  const roles = new Map<string, string>();
  for (const { commitment, role } of slotsOf(agreement)) {
    if (!roles.has(commitment)) roles.set(commitment, role);
  }
  const gone = [...roles.keys()].filter((slot) => !names.has(slot)).length;
  if (gone > 0) yield line("names-gone", { count: gone });
  for (const { slot, since, name } of holders) {
    const facts = { role: roles.get(slot) ?? "", at: since };
    if (name === undefined) yield line("holder-without-name", facts);
    else yield line("holder", { ...facts, name });
  }
}
