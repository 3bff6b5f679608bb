import type { View } from "../api/client";
import { cents } from "../text/amount";
import type { FieldError } from "../ui/form";
import { type SigningSide, type Terms, UNITS } from "./terms";

/** Money counts as a unit of its own: it goes into what is spent. */
export const EUROS = "euro";
/** A unit in other words. */
export const OTHER_UNIT = "anders";
/** Somebody who does not take part in the workspace, by name. */
export const SOMEBODY_ELSE = "anders";

interface GoalDraft {
  text: string;
  number: string;
  unit: string;
  by: string;
}

interface PersonDraft {
  role: string;
  participantId: string;
  name: string;
}

/** Terms as they are typed. */
export interface Draft {
  title: string;
  text: string;
  quantity: string;
  unit: string;
  otherUnit: string;
  length: string;
  lengthUnit: "months" | "weeks";
  startsOn: string;
  endsOn: string;
  hoursPerWeek: string;
  kind: NonNullable<Terms["kind"]> | "";
  targetGroup: string;
  scope: NonNullable<Terms["scope"]> | "";
  counts: "" | "yes" | "no";
  countsGround: string;
  valueKind: "" | "amount" | "to_be_discussed";
  value: string;
  calculation: string;
  resultGoal: GoalDraft;
  effortGoal: GoalDraft;
  evidence: string;
  responsible: Record<SigningSide, PersonDraft>;
  partnerName: string;
  partnerOwnPart: string;
  adjustments: boolean;
  contactPerson: boolean;
  purposeParts: string[];
  paidOnResult: string;
  untilOn: string;
  fromBid: boolean;
}

const NO_GOAL: GoalDraft = { text: "", number: "", unit: "", by: "" };
const NOBODY: PersonDraft = { role: "", participantId: "", name: "" };

export const EMPTY_DRAFT: Draft = {
  title: "",
  text: "",
  quantity: "",
  unit: "plekken",
  otherUnit: "",
  length: "",
  lengthUnit: "months",
  startsOn: "",
  endsOn: "",
  hoursPerWeek: "",
  kind: "",
  targetGroup: "",
  scope: "",
  counts: "",
  countsGround: "",
  valueKind: "",
  value: "",
  calculation: "",
  resultGoal: NO_GOAL,
  effortGoal: NO_GOAL,
  evidence: "",
  responsible: { buyer: NOBODY, contractor: NOBODY },
  partnerName: "",
  partnerOwnPart: "",
  adjustments: false,
  contactPerson: false,
  purposeParts: [],
  paidOnResult: "",
  untilOn: "",
  fromBid: false,
};

/**
 * Terms that were put before, ready to be changed. The end of an offer is not taken along.
 *
 * `present` are the ids of who takes part now; who left is kept by name.
 */
export function draftOf(
  terms: Terms,
  responsible: readonly View<"ResponsibleView">[],
  present: ReadonlySet<string>,
): Draft {
  const period = terms.period ?? {};
  const isMoney = !terms.quantity && terms.spentCents != null;
  const unit = terms.unit ?? "";
  const isKnownUnit = unit in UNITS;
  const partner = (terms.partners ?? [])[0];
  return {
    title: terms.title,
    text: terms.text ?? "",
    quantity: isMoney ? typedMoney(terms.spentCents) : typed(terms.quantity),
    unit: isMoney ? EUROS : isKnownUnit ? unit : OTHER_UNIT,
    otherUnit: isKnownUnit || isMoney ? "" : unit,
    length: typed(period.months ?? period.weeks),
    lengthUnit: !period.months && period.weeks ? "weeks" : "months",
    startsOn: period.startsOn ?? "",
    endsOn: period.endsOn ?? "",
    hoursPerWeek: typed(period.hoursPerWeek),
    kind: terms.kind ?? "",
    targetGroup: terms.targetGroup ?? "",
    scope: terms.scope ?? "",
    counts:
      terms.countsTowardsObligation == null ? "" : terms.countsTowardsObligation ? "yes" : "no",
    countsGround: terms.countsGround ?? "",
    valueKind: terms.value?.kind ?? "",
    value: terms.value?.kind === "amount" ? typedMoney(terms.value.amountCents) : "",
    calculation: calculationOf(terms),
    resultGoal: goalDraft(terms.resultGoal),
    effortGoal: goalDraft(terms.effortGoal),
    evidence: terms.evidence ?? "",
    responsible: {
      buyer: personDraft(responsible, "buyer", present),
      contractor: personDraft(responsible, "contractor", present),
    },
    partnerName: partner?.name ?? "",
    partnerOwnPart: partner?.ownPart ?? "",
    adjustments: terms.standingPromises?.adjustmentsAskedFromPerson ?? false,
    contactPerson: terms.standingPromises?.contactPerson ?? false,
    purposeParts: [...(terms.purposeParts ?? [])],
    paidOnResult: typedMoney(terms.paidOnResultCents),
    untilOn: "",
    fromBid: false,
  };
}

/**
 * The terms a draft says.
 *
 * What the form does not show, such as the factors of a calculation, stays as it was in `base` as
 * long as nobody changed what it belongs to.
 */
export function termsOf(draft: Draft, base?: Terms): Terms {
  const isMoney = draft.unit === EUROS;
  const hasQuantity = draft.quantity.trim() !== "";
  const length = decimal(draft.length);
  return {
    ...base,
    title: draft.title,
    text: optional(draft.text),
    kind: draft.kind || null,
    targetGroup: optional(draft.targetGroup),
    scope: draft.scope || null,
    countsTowardsObligation: draft.counts === "" ? null : draft.counts === "yes",
    countsGround: optional(draft.countsGround),
    quantity: isMoney ? null : decimal(draft.quantity),
    unit: isMoney || !hasQuantity ? null : optional(unitOf(draft)),
    spentCents: isMoney ? cents(draft.quantity) : base?.quantity ? (base.spentCents ?? null) : null,
    period: {
      ...base?.period,
      months: draft.lengthUnit === "months" ? length : null,
      weeks: draft.lengthUnit === "weeks" ? length : null,
      startsOn: draft.startsOn || null,
      endsOn: draft.endsOn || null,
      hoursPerWeek: decimal(draft.hoursPerWeek),
    },
    value: worthOf(draft, base),
    resultGoal: goalOf(draft.resultGoal, base?.resultGoal),
    effortGoal: goalOf(draft.effortGoal, base?.effortGoal),
    evidence: optional(draft.evidence),
    // The server fills these two from who is named and from the last day to answer.
    responsible: [],
    offerEnds: null,
    partners: [
      ...(draft.partnerName.trim() === "" && draft.partnerOwnPart.trim() === ""
        ? []
        : [{ name: draft.partnerName, ownPart: optional(draft.partnerOwnPart) }]),
      ...(base?.partners ?? []).slice(1),
    ],
    standingPromises:
      draft.adjustments || draft.contactPerson || base?.standingPromises
        ? { adjustmentsAskedFromPerson: draft.adjustments, contactPerson: draft.contactPerson }
        : null,
    purposeParts: draft.purposeParts,
    paidOnResultCents: cents(draft.paidOnResult),
  };
}

const SIDES = ["buyer", "contractor"] as const;

/** Who looks after it on each side: the one of the form, and those after them in `before`. */
export function responsibleOf(
  draft: Draft,
  before: readonly View<"ResponsibleView">[] = [],
): View<"Responsible">[] {
  return SIDES.flatMap((side) => {
    const { role, participantId, name } = draft.responsible[side];
    const others = before
      .filter((person) => person.side === side)
      .slice(1)
      .map((person) => ({
        side,
        role: person.role,
        name: person.name,
        participantId: person.participantId,
      }));
    if (participantId === "") return others;
    const isElse = participantId === SOMEBODY_ELSE;
    const first = {
      side,
      role: role.trim() || "responsible",
      name: isElse ? name : "",
      participantId: isElse ? null : participantId,
    };
    return [first, ...others];
  });
}

/** What a draft still lacks; the server asks for the same in `missing`. */
export function missingIn(draft: Draft): View<"Missing"> {
  const filled = (...texts: string[]) => texts.some((text) => text.trim() !== "");
  const named = (side: SigningSide) => {
    const { participantId, name } = draft.responsible[side];
    return participantId === SOMEBODY_ELSE ? filled(name) : participantId !== "";
  };
  const lacking = (needs: Record<string, boolean>) =>
    Object.keys(needs).filter((name) => !needs[name]);
  return {
    toPropose: lacking({
      title: filled(draft.title),
      quantity: filled(draft.quantity) || (draft.valueKind === "amount" && filled(draft.value)),
      period: filled(draft.length, draft.startsOn, draft.endsOn, draft.hoursPerWeek),
    }),
    toAgree: lacking({
      kind: draft.kind !== "",
      goal: filled(draft.resultGoal.text, draft.effortGoal.text),
      scope: draft.scope !== "",
      value:
        draft.valueKind === "to_be_discussed" ||
        (draft.valueKind === "amount" && filled(draft.value)),
    }),
    toSign: lacking({
      responsible: named("buyer") && named("contractor"),
      dates: draft.startsOn !== "" && draft.endsOn !== "",
      evidence: filled(draft.evidence),
    }),
  };
}

/** The members whose amounts cannot be read as money, by the pointer of their field. */
export function unreadAmounts(draft: Draft): string[] {
  const amounts: [string, string, boolean][] = [
    ["/terms/quantity", draft.quantity, draft.unit === EUROS],
    ["/terms/value", draft.value, draft.valueKind === "amount"],
    ["/terms/paidOnResultCents", draft.paidOnResult, true],
  ];
  return amounts.flatMap(([pointer, text, applies]) =>
    applies && Number.isNaN(cents(text)) ? [pointer] : [],
  );
}

/** Bring the server's pointers to the fields they are about, several of which are one here. */
export function atFields(errors: readonly FieldError[], draft: Draft): FieldError[] {
  const named = responsibleOf(draft);
  return errors.map(({ pointer, message }) => {
    const person = /^\/responsible\/(\d+)\/(\w+)/.exec(pointer);
    if (person) {
      const side = named[Number(person[1])]?.side ?? "buyer";
      const field = person[2] === "role" ? "role" : "name";
      return { pointer: `/responsible/${side}/${field}`, message };
    }
    const found = ALIASES.find(([pattern]) => pattern.test(pointer));
    return { pointer: found ? pointer.replace(...found) : pointer, message };
  });
}

const ALIASES: [RegExp, string][] = [
  [/^\/terms\/(spentCents|unit)$/, "/terms/quantity"],
  [/^\/terms\/period\/(months|weeks)$/, "/terms/period"],
  [/^\/terms\/value\/amountCents$/, "/terms/value"],
  [/^\/terms\/value\/calculation.*$/, "/terms/value/calculation"],
  [/^\/terms\/(result|effort)Goal$/, "/terms/$1Goal/text"],
  [/^\/terms\/partners\/0\/(\w+)$/, "/terms/partners/$1"],
];

/** A condition belongs in the text that both sides agree to, as its last paragraph. */
export function withCondition(text: string, condition: string): string {
  return [text.trimEnd(), condition.trim()].filter(Boolean).join("\n\n");
}

function worthOf(draft: Draft, base: Terms | undefined): Terms["value"] {
  if (draft.valueKind === "") return null;
  const before = base?.value;
  if (draft.valueKind === "to_be_discussed") {
    return before?.kind === "to_be_discussed" ? before : { kind: "to_be_discussed" };
  }
  const amountCents = cents(draft.value);
  if (amountCents === null) return null;
  if (
    before?.kind === "amount" &&
    before.amountCents === amountCents &&
    base &&
    calculationOf(base) === draft.calculation
  ) {
    return before;
  }
  const lines = draft.calculation.split("\n").filter((line) => line.trim() !== "");
  return {
    kind: "amount",
    amountCents,
    currency: "EUR",
    basis: "agreed",
    calculation: lines.map((text) => ({ text, factors: [] })),
  };
}

function goalOf(draft: GoalDraft, before: Terms["resultGoal"]): Terms["resultGoal"] {
  const isEmpty = [draft.text, draft.number, draft.by].every((text) => text.trim() === "");
  if (isEmpty) return null;
  const number = decimal(draft.number);
  return {
    ...before,
    text: draft.text,
    number,
    unit: number === null ? null : optional(draft.unit),
    by: draft.by || null,
  };
}

function goalDraft(goal: Terms["resultGoal"]): GoalDraft {
  return {
    text: goal?.text ?? "",
    number: typed(goal?.number),
    unit: goal?.unit ?? "",
    by: goal?.by ?? "",
  };
}

function personDraft(
  responsible: readonly View<"ResponsibleView">[],
  side: SigningSide,
  present: ReadonlySet<string>,
): PersonDraft {
  const person = responsible.find((each) => each.side === side);
  if (!person) return NOBODY;
  const { participantId, name } = person;
  return {
    role: person.role === "responsible" ? "" : person.role,
    participantId: participantId && present.has(participantId) ? participantId : SOMEBODY_ELSE,
    name,
  };
}

function calculationOf(terms: Terms): string {
  if (terms.value?.kind !== "amount") return "";
  return (terms.value.calculation ?? []).map((line) => line.text).join("\n");
}

function unitOf(draft: Draft): string {
  return draft.unit === OTHER_UNIT ? draft.otherUnit : draft.unit;
}

function optional(text: string): string | null {
  return text.trim() === "" ? null : text;
}

/** A number as the API takes it: `2,5` and `1.500` as people type them; what is none goes as it is. */
export function decimal(text: string): string | null {
  const bare = text.replace(/[\s\u00a0]/g, "");
  if (bare === "") return null;
  const plain = /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare) ? bare.replaceAll(".", "") : bare;
  return plain.replace(",", ".");
}

function typed(number: string | null | undefined): string {
  return (number ?? "").replace(".", ",");
}

function typedMoney(amount: number | null | undefined): string {
  if (amount == null) return "";
  const [euros = "0", part] = (amount / 100).toFixed(amount % 100 === 0 ? 0 : 2).split(".");
  const grouped = euros.replace(/\B(?=(\d{3})+$)/g, ".");
  return part === undefined ? grouped : `${grouped},${part}`;
}
