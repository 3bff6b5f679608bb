import type { Format } from "../text/format";
import type { FieldChange } from "../ui/Differences";
import { skippedText } from "./hints";
import {
  counted,
  counts,
  durationText,
  quantityText,
  type Revision,
  type SigningSide,
  type Terms,
  valueText,
  type Words,
} from "./terms";

/** Who looks after a commitment, on a side. */
export function responsibleText(
  responsible: Revision["responsible"],
  side: SigningSide,
  { t }: Words,
): string | undefined {
  const said = responsible
    .filter((person) => person.side === side)
    .map((person) => {
      const name = person.name || t("ui.name-erased");
      return person.role === "responsible" ? name : `${name} (${person.role})`;
    });
  return said.join(", ") || undefined;
}

/** One line of what terms say: how it is known, its name, and what it says, if anything. */
type Said = [id: string, label: string, value: string | undefined];

/** What terms say, member by member and in words; the explanation stands apart. */
function said(revision: Revision, words: Words): Said[] {
  const { terms } = revision;
  return [
    ...whatAndWhen(terms, words),
    ...whereAndWorth(terms, words),
    ...countingOf(terms, words),
    ...goalsOf(terms, words),
    ...peopleOf(revision, words),
    ...wishesOf(terms, words),
  ];
}

function whatAndWhen(terms: Terms, words: Words): Said[] {
  const { t, format } = words;
  const { startsOn, endsOn, hoursPerWeek, hours, months, weeks } = terms.period ?? {};
  return [
    ["title", t("terms.title"), terms.title],
    ["quantity", t("terms.quantity"), quantityText(terms, words)],
    ["length", t("terms.length"), months || weeks ? durationText(terms, words) : undefined],
    ["starts", t("terms.starts"), startsOn ? format.date(startsOn) : undefined],
    ["ends", t("terms.ends"), endsOn ? format.date(endsOn) : undefined],
    ["hours-per-week", t("terms.hours-per-week"), number(hoursPerWeek, format)],
    ["hours", t("terms.hours"), number(hours, format)],
    ["kind", t("terms.kind"), terms.kind ? t(`commitments.kind.${terms.kind}`) : undefined],
    ["target-group", t("terms.target-group"), terms.targetGroup ?? undefined],
    ["purpose", t("terms.purpose"), (terms.purposeParts ?? []).join(", ") || undefined],
  ];
}

function whereAndWorth(terms: Terms, words: Words): Said[] {
  const { t, format } = words;
  const isOutside = terms.scope && terms.scope !== "within_contract";
  const isSaid = terms.scope || terms.countsTowardsObligation != null;
  const place = isSaid ? t(counts(terms) ? "terms.counts.yes" : "terms.counts.no") : undefined;
  const ground = isOutside && terms.countsGround ? terms.countsGround : undefined;
  const lines = terms.value?.kind === "amount" ? (terms.value.calculation ?? []) : [];
  const calculation = lines.map(({ text, amountCents }) =>
    amountCents == null ? text : `${text} = ${format.money(amountCents)}`,
  );
  return [
    ["scope", t("terms.scope"), terms.scope ? t(`terms.scope.${terms.scope}`) : undefined],
    ["counts", t("terms.counts"), place],
    ["ground", t("terms.counts-ground"), ground],
    ["value", t("terms.value"), valueText(terms, words)],
    ["calculation", t("terms.calculation"), calculation.join("\n") || undefined],
    ["spent", t("terms.spent"), terms.quantity ? money(terms.spentCents, format) : undefined],
    ["paid", t("terms.paid-on-result"), money(terms.paidOnResultCents, format)],
  ];
}

/** Which row of which table the value follows from, and what the parties agreed on it. */
function countingOf(terms: Terms, { t, format, measure }: Words): Said[] {
  const { counting, value } = terms;
  if (!counting) return [];
  const name = (code: string) => measure?.(counting.edition, code) ?? code;
  const factors = (counting.factors ?? []).map(
    (each) => `${format.number(each.number)} ${each.name}`,
  );
  const additions = (counting.additions ?? []).map(
    (each) => `${name(each.measure)}: ${format.number(each.quantity)}`,
  );
  const fullTime = [number(counting.fullTimeHours, format), counting.fullTimeReason];
  const percent = counting.percent == null ? undefined : format.percent(counting.percent);
  return [
    [
      "measure",
      t("terms.measure"),
      [name(counting.measure), value?.catalogue?.catalogue].filter(Boolean).join(", "),
    ],
    ["factors", t("terms.counting.factors"), factors.join(" × ") || undefined],
    ["additions", t("terms.counting.additions"), additions.join("\n") || undefined],
    ["full-time", t("terms.counting.full-time"), fullTime.filter(Boolean).join(", ") || undefined],
    ["register", t("terms.counting.register"), counting.register ?? undefined],
    ["percent", t("terms.counting.percent"), percent],
    ["rate", t("terms.counting.rate"), money(counting.rateCents, format)],
    ["counting-months", t("terms.counting.months"), number(counting.months, format)],
  ];
}

function goalsOf(terms: Terms, words: Words): Said[] {
  const { t } = words;
  const goal = (each: Terms["resultGoal"]) =>
    each ? [each.text, goalCount(each, words)].filter(Boolean).join(" – ") : undefined;
  const skipped = (terms.hintsSkipped ?? []).map((name) => skippedText(name, t));
  return [
    ["result", t("terms.result-goal"), goal(terms.resultGoal)],
    ["effort", t("terms.effort-goal"), goal(terms.effortGoal)],
    ["hints-skipped", t("terms.hints-skipped"), skipped.join("\n") || undefined],
    ["evidence", t("terms.evidence"), terms.evidence ?? undefined],
  ];
}

function peopleOf({ terms, responsible }: Revision, words: Words): Said[] {
  const { t } = words;
  const partners = (terms.partners ?? []).map((partner) =>
    partner.ownPart ? `${partner.name}: ${partner.ownPart}` : partner.name,
  );
  return [
    [
      "contractor",
      t("terms.responsible.contractor"),
      responsibleText(responsible, "contractor", words),
    ],
    ["buyer", t("terms.responsible.buyer"), responsibleText(responsible, "buyer", words)],
    ["partners", t("terms.partner"), partners.join("; ") || undefined],
  ];
}

function wishesOf(terms: Terms, words: Words): Said[] {
  const { t, format } = words;
  const promised = terms.standingPromises;
  const promises = [
    promised?.adjustmentsAskedFromPerson ? t("terms.adjustments") : undefined,
    promised?.contactPerson ? t("terms.contact-person") : undefined,
    promised?.startSupport ? t("terms.start-support") : undefined,
  ].filter(Boolean);
  const { endsOn, question, decision } = terms.pilot ?? {};
  const rungs = (terms.ladder ?? []).map((rung) => rungText(rung, words));
  return [
    ["promises", t("terms.promises"), promises.join("; ") || undefined],
    ["pilot-ends", t("terms.pilot.ends"), endsOn ? format.date(endsOn) : undefined],
    ["pilot-question", t("terms.pilot.question"), question ?? undefined],
    ["pilot-decision", t("terms.pilot.decision"), decision ?? undefined],
    ["ladder", t("terms.ladder"), rungs.join("\n") || undefined],
    ["offer-ends", t("terms.offer-ends"), terms.offerEnds?.text],
  ];
}

/** "5 mensen van trede 3 naar 4, € 1.500 per persoon" */
function rungText(rung: Terms["ladder"][number], { t, format }: Words): string {
  const moved = t("terms.ladder.moved", {
    count: Number(rung.number),
    number: format.number(rung.number),
    from: rung.fromStep,
    to: rung.toStep,
  });
  const each = money(rung.eachCents, format);
  return each ? `${moved}, ${t("terms.ladder.each", { amount: each })}` : moved;
}

/** What people wrote is in the language of the contract, whatever the screens speak. */
const CONTRACT_LANGUAGE = "nl";
const WRITTEN: ReadonlySet<string> = new Set([
  "title",
  "target-group",
  "ground",
  "calculation",
  "factors",
  "full-time",
  "register",
  "evidence",
  "partners",
  "pilot-question",
  "pilot-decision",
]);

/** Two rounds side by side; members that neither fills in are left out. */
export function fieldChanges(before: Revision, after: Revision, words: Words): FieldChange[] {
  const old = new Map(said(before, words).map(([id, , value]) => [id, value]));
  return said(after, words)
    .map(([id, label, value]) => ({
      id,
      label,
      before: old.get(id),
      after: value,
      lang: WRITTEN.has(id) ? CONTRACT_LANGUAGE : undefined,
    }))
    .filter((field) => field.before !== undefined || field.after !== undefined);
}

/** What one round says, for who reads it alone. */
export function fieldsOf(revision: Revision, words: Words): FieldChange[] {
  return fieldChanges(revision, revision, words).filter(({ id }) => id !== "title");
}

function goalCount(goal: NonNullable<Terms["resultGoal"]>, { t, format }: Words): string {
  const said = [
    [goal.measure, goal.number ? counted(goal.number, goal.unit, format) : ""]
      .filter(Boolean)
      .join(": "),
    goal.by ? t("terms.by", { date: format.date(goal.by) }) : "",
  ];
  return said.filter(Boolean).join(", ");
}

function money(cents: number | null | undefined, format: Format): string | undefined {
  return cents == null ? undefined : format.money(cents);
}

function number(value: string | null | undefined, format: Format): string | undefined {
  return value ? format.number(value) : undefined;
}
