import type { Held } from "./bundle.ts";
import { element, icon } from "./elements.ts";
import type { Report } from "./findings.ts";
import { partiesOf } from "./telling.ts";
import type { Key, Words } from "./words.ts";

const TONES = {
  "known-issuer": "ok",
  "issuer-not-checked": "info",
  "unknown-issuer": "warning",
  broken: "error",
};
// What stands in a table or beside a term, and need not be told once more.
const SHOWN = new Set([
  ...["version", "digest", "signed", "signed-without-name", "commitment"],
  ...["commitment-without-amount", "receipt-key", "bundle-key", "nature"],
]);

/** Everything that was found, as the page shows it. */
export function shown(report: Report, held: Held | null, words: Words): HTMLElement[] {
  const parts = [conclusion(report, words)];
  if (held === null) return parts;
  parts.push(signed(held, words), people(held, words), commitments(held, words));
  parts.push(remarks(report, words), nature(words), keys(held, words));
  return parts;
}

function conclusion(report: Report, words: Words): HTMLElement {
  const tone = TONES[report.outcome];
  const [broken] = report.outcome === "broken" ? report.lines : [];
  const next = words.say(`result.next.${report.outcome}`);
  return element(
    "section",
    { class: `verify-outcome verify-outcome--${tone}`, "aria-labelledby": "outcome" },
    icon(tone),
    element(
      "div",
      { class: "samenspraak-stack samenspraak-stack--tight" },
      element("p", { class: "verify-outcome__label" }, words.say("result.title")),
      element("h2", { id: "outcome" }, words.found(`outcome.${report.outcome}`, {})),
      broken ? element("p", {}, words.found(broken.key, broken.facts)) : null,
      broken ? place(report.part ?? "", words) : null,
      element("p", {}, next),
    ),
  );
}

function place(part: string, words: Words): HTMLElement {
  const name = part === "archive" ? words.say("result.whole") : words.safe(part);
  return element(
    "p",
    { class: "samenspraak-small" },
    `${words.say("result.where")}: `,
    part === "archive" ? name : element("code", { class: "samenspraak-code" }, name),
  );
}

function panel(title: Key, words: Words, ...inside: (Node | null)[]): HTMLElement {
  return element(
    "section",
    { class: "verify-panel", "aria-labelledby": title },
    element("h2", { id: title }, words.say(title)),
    ...inside,
  );
}

function facts(...rows: [string, Node | string][]): HTMLElement {
  const told = rows.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]);
  return element("dl", { class: "samenspraak-facts" }, ...told);
}

function signed({ agreement, receipt }: Held, words: Words): HTMLElement {
  return panel(
    "signed.title",
    words,
    facts(
      [words.say("signed.version"), String(agreement.number)],
      [words.say("signed.contract"), words.safe(agreement.contract.title)],
      [upper(words.side("buyer")), words.safe(partiesOf(agreement, "buyer"))],
      [upper(words.side("contractor")), words.safe(partiesOf(agreement, "contractor"))],
      [words.say("signed.receipt"), words.moment(receipt.issuedAt)],
    ),
  );
}

function people({ receipt, names }: Held, words: Words): HTMLElement {
  const rows = receipt.signatures.map(({ side, role, signedAt, signatory }) => {
    const name = names.get(signatory ?? "")?.name;
    return [
      name === undefined ? words.say("people.no-name") : words.safe(name),
      words.safe(role),
      element("span", { class: `verify-side verify-side--${side}` }, words.side(side)),
      words.moment(signedAt),
    ];
  });
  const heads: Key[] = ["people.name", "people.role", "people.side", "people.at"];
  return panel("people.title", words, table("people.title", heads, rows, words));
}

function commitments({ agreement }: Held, words: Words): HTMLElement {
  const listed = agreement.commitments ?? [];
  if (listed.length === 0) {
    return panel("commitments.title", words, element("p", {}, words.say("commitments.empty")));
  }
  const rows = listed.map(({ number, document }) => {
    const { title, value } = document.terms;
    const amount = value?.kind === "amount" ? value.amountCents : undefined;
    const told = amount === undefined ? words.say("commitments.none") : words.amount(amount);
    return [
      words.safe(title),
      element("span", { "data-number": "" }, String(number)),
      element("span", { "data-number": "" }, told),
    ];
  });
  const heads: Key[] = ["commitments.name", "commitments.number", "commitments.amount"];
  return panel("commitments.title", words, table("commitments.title", heads, rows, words));
}

/** A table whose rows become blocks on a narrow page, each value under its head. */
function table(caption: Key, heads: Key[], rows: (Node | string)[][], words: Words): HTMLElement {
  const head = heads.map((key) => element("th", { scope: "col" }, words.say(key)));
  const body = rows.map((row) => {
    const cells = row.map((cell, at) => {
      const label = { "data-head": words.say(heads[at] as Key) };
      return at === 0
        ? element("th", { scope: "row", ...label }, cell)
        : element("td", label, cell);
    });
    return element("tr", {}, ...cells);
  });
  return element(
    "table",
    { class: "verify-table" },
    element("caption", { class: "samenspraak-hidden" }, words.say(caption)),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
}

function remarks(report: Report, words: Words): HTMLElement {
  const lines = report.lines.filter(({ key }) => !SHOWN.has(key));
  const items = lines.map((line) => element("li", {}, words.found(line.key, line.facts)));
  return panel("remarks.title", words, element("ul", { class: "verify-remarks" }, ...items));
}

function nature(words: Words): HTMLElement {
  return panel(
    "nature.title",
    words,
    element("p", { class: "samenspraak-measure" }, words.say("found.nature")),
    element("p", { class: "samenspraak-measure" }, words.say("nature.more")),
  );
}

function keys({ receipt, receiptKey, bundleKey }: Held, words: Words): HTMLElement {
  const code = (text: string) => element("code", { class: "samenspraak-code" }, text);
  return panel(
    "keys.title",
    words,
    facts(
      [words.say("keys.digest"), code(receipt.versionDigest)],
      [words.say("keys.receipt"), code(receiptKey)],
      [words.say("keys.bundle"), code(bundleKey)],
    ),
  );
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
