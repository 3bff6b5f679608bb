import type { Format } from "../text/format";
import type { FieldChange } from "../ui/Differences";
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
      const name = person.name || t("terms.name-erased");
      return person.role === "responsible" ? name : `${name} (${person.role})`;
    });
  return said.join(", ") || undefined;
}

/** What terms say, member by member and in words; the explanation stands apart. */
function said(revision: Revision, words: Words): [string, string, string | undefined][] {
  const { t, format } = words;
  const { terms } = revision;
  const { startsOn, endsOn, hoursPerWeek, hours, months, weeks } = terms.period ?? {};
  const goal = (each: Terms["resultGoal"]) =>
    each ? [each.text, goalCount(each, words)].filter(Boolean).join(" – ") : undefined;
  const partners = (terms.partners ?? []).map((partner) =>
    partner.ownPart ? `${partner.name}: ${partner.ownPart}` : partner.name,
  );
  const promises = [
    terms.standingPromises?.adjustmentsAskedFromPerson ? t("terms.adjustments") : undefined,
    terms.standingPromises?.contactPerson ? t("terms.contact-person") : undefined,
  ].filter(Boolean);
  const calculation =
    terms.value?.kind === "amount" ? (terms.value.calculation ?? []).map((line) => line.text) : [];
  const outside = terms.scope && terms.scope !== "within_contract";
  return [
    ["title", t("terms.title"), terms.title],
    ["quantity", t("terms.quantity"), quantityText(terms, words)],
    ["length", t("terms.length"), months || weeks ? durationText(terms, words) : undefined],
    ["starts", t("terms.starts"), startsOn ? format.date(startsOn) : undefined],
    ["ends", t("terms.ends"), endsOn ? format.date(endsOn) : undefined],
    [
      "hours-per-week",
      t("terms.hours-per-week"),
      hoursPerWeek ? format.number(hoursPerWeek) : undefined,
    ],
    ["hours", t("terms.hours"), hours ? format.number(hours) : undefined],
    ["kind", t("terms.kind"), terms.kind ? t(`commitments.kind.${terms.kind}`) : undefined],
    ["target-group", t("terms.target-group"), terms.targetGroup ?? undefined],
    ["scope", t("terms.scope"), terms.scope ? t(`terms.scope.${terms.scope}`) : undefined],
    [
      "counts",
      t("terms.counts"),
      terms.scope || terms.countsTowardsObligation != null
        ? t(counts(terms) ? "terms.counts.yes" : "terms.counts.no")
        : undefined,
    ],
    [
      "ground",
      t("terms.counts-ground"),
      outside && terms.countsGround ? terms.countsGround : undefined,
    ],
    ["value", t("terms.value"), valueText(terms, words)],
    ["calculation", t("terms.calculation"), calculation.join("\n") || undefined],
    ["spent", t("terms.spent"), terms.quantity ? money(terms.spentCents, format) : undefined],
    ["paid", t("terms.paid-on-result"), money(terms.paidOnResultCents, format)],
    ["result", t("terms.result-goal"), goal(terms.resultGoal)],
    ["effort", t("terms.effort-goal"), goal(terms.effortGoal)],
    ["evidence", t("terms.evidence"), terms.evidence ?? undefined],
    [
      "contractor",
      t("terms.responsible.contractor"),
      responsibleText(revision.responsible, "contractor", words),
    ],
    ["buyer", t("terms.responsible.buyer"), responsibleText(revision.responsible, "buyer", words)],
    ["partners", t("terms.partner"), partners.join("; ") || undefined],
    ["promises", t("terms.promises"), promises.join("; ") || undefined],
    ["purpose", t("terms.purpose"), (terms.purposeParts ?? []).join(", ") || undefined],
    ["offer-ends", t("terms.offer-ends"), terms.offerEnds?.text],
  ];
}

/** Two rounds side by side; members that neither fills in are left out. */
export function fieldChanges(before: Revision, after: Revision, words: Words): FieldChange[] {
  const old = new Map(said(before, words).map(([id, , value]) => [id, value]));
  return said(after, words)
    .map(([id, label, value]) => ({ id, label, before: old.get(id), after: value }))
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
