import type { SigningSide, Words } from "../commitments/terms";
import type { Change, FieldChange } from "../ui/Differences";

/** One line of a sum, or of what was weighed. */
interface SheetLine {
  text: string;
  sum?: string;
  amountCents?: number;
}

/** What is owed and why. Without an amount something else is owed, which the basis says. */
export interface ObligationPart {
  amountCents?: number;
  basis: string;
  reason: string;
  percent?: string;
  withinCents?: number;
  reactions?: { side: SigningSide; text: string }[];
  sheet?: SheetLine[];
  weighing?: SheetLine[];
  change?: { reason: string };
}

/** What happened to a piece of running text. */
export interface TextChange {
  change: Change;
  before: string;
  after: string;
}

/** All that is signed of what is owed, part by part: who reads it has read it whole. */
export interface ObligationChange {
  change: Change;
  /** What is owed, in a sentence or two. */
  said: TextChange;
  reason: TextChange;
  /** Why it is counted from another basis than the reason speaks of. */
  moved: TextChange;
  weighing: TextChange;
  reactions: (TextChange & { side: SigningSide })[];
  /** The sum as it is now, and what each step of it was. */
  steps: { text: string; sum: string | null; amountCents: number | null }[];
  stepChanges: FieldChange[];
}

const SIDES: readonly SigningSide[] = ["buyer", "contractor"];

/** What happened to what is owed between two documents. */
export function obligationChange(
  old: ObligationPart | undefined,
  now: ObligationPart | undefined,
  words: Words,
): ObligationChange {
  const between = (text: (part: ObligationPart) => string | undefined) =>
    textChange((old && text(old)) ?? "", (now && text(now)) ?? "");
  const reaction = (part: ObligationPart, side: SigningSide) =>
    part.reactions?.find((each) => each.side === side)?.text;
  const parts = {
    said: between((part) => owedText(part, words)),
    reason: between(({ reason }) => reason),
    moved: between(({ change }) => change?.reason),
    weighing: between(({ weighing = [] }) => weighing.map(({ text }) => text).join("\n")),
    reactions: SIDES.map((side) => ({ side, ...between((part) => reaction(part, side)) })).filter(
      ({ before, after }) => before !== "" || after !== "",
    ),
    stepChanges: stepChanges(old?.sheet ?? [], now?.sheet ?? [], words),
  };
  const isSame =
    [parts.said, parts.reason, parts.moved, parts.weighing, ...parts.reactions].every(
      ({ change }) => change === "same",
    ) && parts.stepChanges.every(({ before, after }) => before === after);
  return {
    ...parts,
    change: isSame ? "same" : changeOf(old && "is", now && "is now"),
    steps: (now?.sheet ?? []).map(({ text, sum = null, amountCents = null }) => ({
      text,
      sum,
      amountCents,
    })),
  };
}

function owedText(part: ObligationPart, { t, format }: Words): string {
  const { amountCents, percent, basis, withinCents } = part;
  const within =
    withinCents === undefined
      ? ""
      : t("agreements.obligation.within", { amount: format.money(withinCents) });
  if (amountCents === undefined) return basis;
  const amount = format.money(amountCents);
  const owed = percent
    ? t("agreements.obligation.percent", { amount, percent: format.percent(percent), basis })
    : t("agreements.obligation.amount", { amount, basis });
  return [owed, within].filter(Boolean).join(" ");
}

function stepChanges(old: SheetLine[], now: SheetLine[], words: Words): FieldChange[] {
  const names = new Set([...now, ...old].map(({ text }) => text));
  return [...names].map((name) => {
    const is = (line: SheetLine) => line.text === name;
    return {
      id: name,
      label: name,
      before: stepText(old.find(is), words),
      after: stepText(now.find(is), words),
    };
  });
}

function stepText(line: SheetLine | undefined, { format }: Words): string | undefined {
  if (!line) return undefined;
  const amount = line.amountCents === undefined ? undefined : format.money(line.amountCents);
  return [line.sum, amount].filter((part) => part !== undefined).join(" = ");
}

/** What happened to a text; nothing before and nothing after is the same. */
export function textChange(before: string, after: string): TextChange {
  return { change: changeOf(before || undefined, after || undefined), before, after };
}

/** What happened between two things that may not be there. */
export function changeOf(before: string | undefined, after: string | undefined): Change {
  if (before === after) return "same";
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changed";
}
