import { diffArrays, diffWords } from "diff";

/** A piece of text that stayed, came in or went out. */
export interface Piece {
  kind: "same" | "added" | "removed";
  text: string;
}

/** A paragraph as it was and as it is, told piece by piece. */
export type Paragraph = Piece[];

/**
 * Word for word only within paragraphs that belong together.
 *
 * Comparing two long texts as one costs seconds once everything changed; so paragraphs are paired
 * first, and a pair that takes longer than this is shown as removed and added in full.
 */
const PAIR_LIMIT_MS = 200;

const dutchWords = new Intl.Segmenter("nl", { granularity: "word" });

/** What changed between two texts, by paragraph. */
export function wordDifferences(before: string, after: string): Paragraph[] {
  const result: Paragraph[] = [];
  const blocks = diffArrays(paragraphs(before), paragraphs(after));
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index];
    if (!block) continue;
    if (!block.added && !block.removed) {
      result.push(...block.value.map((text): Paragraph => [{ kind: "same", text }]));
      continue;
    }
    const next = blocks[index + 1];
    if (block.removed && next?.added) {
      result.push(...pairs(block.value, next.value));
      index++;
      continue;
    }
    const kind = block.added ? "added" : "removed";
    result.push(...block.value.map((text): Paragraph => [{ kind, text }]));
  }
  return result;
}

function paragraphs(text: string): string[] {
  return text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== "");
}

function pairs(before: string[], after: string[]): Paragraph[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) => pair(before[index], after[index]));
}

function pair(before: string | undefined, after: string | undefined): Paragraph {
  if (before === undefined) return [{ kind: "added", text: after ?? "" }];
  if (after === undefined) return [{ kind: "removed", text: before }];
  const changes = diffWords(before, after, {
    intlSegmenter: dutchWords,
    timeout: PAIR_LIMIT_MS,
  });
  if (!changes) {
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  }
  return changes.map(({ value, added, removed }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

/** A paragraph as two: as it was, and as it is. One that was not there, or no longer is, is empty. */
export function beside(paragraph: Paragraph): [before: Paragraph, after: Paragraph] {
  return [
    paragraph.filter(({ kind }) => kind !== "added"),
    paragraph.filter(({ kind }) => kind !== "removed"),
  ];
}

/** Split white space from the ends, so that marks stand around words alone. */
export function withoutEnds(text: string): [before: string, words: string, after: string] {
  const words = text.trim();
  if (words === "") return [text, "", ""];
  const start = text.indexOf(words);
  return [text.slice(0, start), words, text.slice(start + words.length)];
}
