import type { View } from "../api/client";

export type Line = View<"VersionLineView">;
export type ReadingAmount = View<"ReadingAmount">;
export type ReadingField = View<"ReadingField">;
export type ReadingPart = View<"ReadingPartView">;
export type Notice = View<"Notice">;
export type PartChange = View<"PartDifferenceView">;

/** A part as a version reads it, with what happened to it since another. One that went has no text. */
export interface ShownPart {
  key: string;
  kind: string;
  text: ReadingPart | undefined;
  change: PartChange | undefined;
}

/** Everything a reader is shown: the parts there are, and among them those that went. */
export function shownParts(
  parts: readonly ReadingPart[],
  changes: readonly PartChange[] | undefined,
): ShownPart[] {
  if (!changes) return parts.map((text) => ({ ...named(text), text, change: undefined }));
  return changes.map((change) => ({
    ...named(change),
    text: parts.find(({ key }) => key === change.key),
    change,
  }));
}

const named = ({ key, kind }: { key: string; kind: string }) => ({ key, kind });

/** Put commitments that follow each other together, in the order of the document. */
export function blocksOf<Part extends { kind: string }>(parts: readonly Part[]): Part[][] {
  const blocks: Part[][] = [];
  for (const part of parts) {
    const last = blocks.at(-1);
    if (part.kind === "commitment" && last?.[0]?.kind === part.kind) last.push(part);
    else blocks.push([part]);
  }
  return blocks;
}

/** What one wants to know of a commitment before all the rest. */
const FIRST: ReadonlySet<string> = new Set([
  "quantity",
  "startsOn",
  "endsOn",
  "months",
  "weeks",
  "hours",
  "scope",
  "countsTowardsObligation",
  "value",
]);

/** What belongs to a version itself, and so is another thing in every version. */
const OF_THE_VERSION: ReadonlySet<string> = new Set(["change", "signing"]);

/** Whether a part is shown with what changed in it: not where that is always everything. */
export function isCompared({ kind, change }: ShownPart): boolean {
  return change !== undefined && change.change !== "same" && !OF_THE_VERSION.has(kind);
}

/** The fields that changed, and apart from them the pieces of a sum that is told already. */
export function changedFields({ fields }: PartChange) {
  const isPiece = (key: string) => /^(calculation\/\d+\/|counting\.)/.test(key);
  const hasSum = fields.some(({ key }) => /^calculation\/\d+$/.test(key));
  return {
    told: fields.filter(({ key }) => !hasSum || !isPiece(key)),
    pieces: fields.filter(({ key }) => hasSum && isPiece(key)),
  };
}

/** How the two versions that are compared are called, and whether their words stand side by side. */
export interface Compared {
  before: string;
  after: string;
  isBeside: boolean;
}

/** What a part says besides where its text comes from; of a commitment, what comes first. */
export function saidFields(part: ReadingPart): { first: ReadingField[]; all: ReadingField[] } {
  const all = part.fields.filter(({ isProvenance }) => !isProvenance);
  // The amount of a commitment stands in its heading already.
  const first = all.filter(({ key, amount }) => FIRST.has(key) && (key !== "value" || !amount));
  return { first: part.kind === "commitment" ? first : all, all };
}

/** What a part says in running text, with what it said; one that stayed has the same on both sides. */
export interface ShownText {
  key: string;
  label: string | null;
  html: string | undefined;
  before: string;
  after: string;
}

/** The texts of a part in the order of the version that is read, those that went among them. */
export function shownTexts({ text, change }: ShownPart): ShownText[] {
  const changes = change?.texts ?? [];
  const stayed = (text?.texts ?? []).map(({ key, label, source, html }) => {
    const changed = changes.find((each) => each.key === key);
    return { key, label, html, before: changed ? (changed.before ?? "") : source, after: source };
  });
  const gone = changes
    .filter(({ key }) => !stayed.some((each) => each.key === key))
    .map(({ key, label, before, after }) => ({
      key,
      label,
      html: undefined,
      before: before ?? "",
      after: after ?? "",
    }));
  return [...stayed, ...gone];
}

/** Fields that people wrote, or that stand in the document in its own words. */
const WRITTEN = [
  /^(heading|title|reason|targetGroup|quantity|countsGround|evidence)$/,
  /^(catalogueReason|edition|measure)$/,
  /^(sheet|weighing|calculation|partner|responsible|signatory|buyer|contractor)\//,
  /^(resultGoal|effortGoal)(\.number|\.measure)?$/,
  /^pilot\.(question|decision)$/,
  /^counting\.(additions|factors|fullTimeReason|register)$/,
];

/** The language of what a field says, where that is the contract's and not the screen's. */
export function languageOf(kind: string, key: string): "nl" | undefined {
  // What is owed is reckoned from something that has a name; a value is settled in one of few ways.
  if (key === "basis") return kind === "obligation" ? "nl" : undefined;
  return WRITTEN.some((pattern) => pattern.test(key)) ? "nl" : undefined;
}

/** The steps of a sum that stand together under one label; one of them alone has its own. */
export interface FieldRow {
  key: string;
  steps: "sheet" | "weighing" | "calculation" | undefined;
  fields: ReadingField[];
}

/** Fields as they are laid out: steps that follow each other together, all else by itself. */
export function fieldRows(fields: readonly ReadingField[]): FieldRow[] {
  const rows: FieldRow[] = [];
  for (const field of fields) {
    const steps = stepsOf(field.key);
    const last = rows.at(-1);
    if (steps && last?.steps === steps) last.fields.push(field);
    else rows.push({ key: field.key, steps, fields: [field] });
  }
  return rows;
}

function stepsOf(key: string): FieldRow["steps"] {
  const [, steps] = /^(sheet|weighing|calculation)\/\d+$/.exec(key) ?? [];
  return steps as FieldRow["steps"];
}

/** Where a part stands in the page, so that a notice can lead to it. */
export function placeOf(key: string): string {
  return `deel-${key.replace(/[^\p{L}\p{N}]+/gu, "-")}`;
}

/** The version that an address asks for: by number, or by id where a number says too little. */
export function versionAsked(
  lines: readonly Line[],
  asked: number | string | undefined,
): Line | undefined {
  if (typeof asked === "string") return lines.find(({ id }) => id === asked);
  const found = lines.filter(({ number }) => number === asked);
  // Only 0 is used again: what was on paper, taken back, and brought in once more.
  return found.find(({ closedAt }) => closedAt === null) ?? found[0];
}

/** How an address names a version: by its number, unless that leads to another one. */
export function addressOf(lines: readonly Line[], line: Line): number | string {
  return versionAsked(lines, line.number)?.id === line.id ? line.number : line.id;
}

/** The version that bound when this one was offered, or else the one just before it. */
export function predecessorOf(lines: readonly Line[], line: Line): Line | undefined {
  const earlier = lines
    .filter(({ offeredAt }) => offeredAt < line.offeredAt)
    .sort((one, other) => other.offeredAt.localeCompare(one.offeredAt));
  return earlier.find(({ inForceAt }) => inForceAt !== null) ?? earlier[0];
}

/** The two versions to compare: those asked for, or else the newest beside what it follows. */
export function comparedVersions(
  lines: readonly Line[],
  { van, met }: { van?: number | string | undefined; met?: number | string | undefined },
): { before: Line | undefined; after: Line | undefined } {
  const after = met === undefined ? lines[0] : versionAsked(lines, met);
  const before =
    van !== undefined ? versionAsked(lines, van) : after && predecessorOf(lines, after);
  return { before, after };
}

/** The parts that differ and are counted, those that differ besides, and those that stayed. */
export function partsOf(parts: readonly PartChange[]) {
  const changed = parts.filter(({ change }) => change !== "same");
  return {
    differs: changed.filter(({ isCounted }) => isCounted),
    aside: changed.filter(({ isCounted }) => !isCounted),
    same: parts.filter(({ change }) => change === "same"),
  };
}
