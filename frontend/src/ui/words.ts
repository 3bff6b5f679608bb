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
  const pieces = changes.map(
    ({ value, added, removed }): Piece => ({
      kind: added ? "added" : removed ? "removed" : "same",
      text: value,
    }),
  );
  return withoutScraps(pieces);
}

/** Changed words up to where both texts are the same again. */
interface Stretch {
  removed: string;
  added: string;
  /** What stayed behind it; nothing at the end. */
  same: string;
}

/**
 * Take words that stayed by chance along with the changes around them.
 *
 * A sentence that was replaced shares an "een" or a "€" with what came in its place. Marked apart,
 * neither sentence could be read. What ends a sentence stays: there the next change begins.
 */
function withoutScraps(pieces: readonly Piece[]): Paragraph {
  const [first = { ...EMPTY }, ...others] = stretchesOf(pieces);
  const kept = [first];
  for (const next of others) {
    const last = kept.at(-1) ?? first;
    if (isScrap(last, next)) {
      last.removed += last.same + next.removed;
      last.added += last.same + next.added;
      last.same = next.same;
    } else kept.push(next);
  }
  return kept.flatMap(({ removed, added, same }) =>
    [
      { kind: "removed" as const, text: removed },
      { kind: "added" as const, text: added },
      { kind: "same" as const, text: same },
    ].filter(({ text }) => text !== ""),
  );
}

const EMPTY: Stretch = { removed: "", added: "", same: "" };

function stretchesOf(pieces: readonly Piece[]): Stretch[] {
  const stretches: Stretch[] = [{ ...EMPTY }];
  for (const { kind, text } of pieces) {
    let last = stretches.at(-1) ?? { ...EMPTY };
    if (kind !== "same" && last.same !== "") {
      last = { ...EMPTY };
      stretches.push(last);
    }
    last[kind] += text;
  }
  return stretches;
}

/** Whether what stayed between two changes is less than either, and no end of a sentence. */
function isScrap(before: Stretch, after: Stretch): boolean {
  const size = ({ removed, added }: Stretch) => Math.max(removed.length, added.length);
  const { length } = before.same;
  return length < size(before) && length < size(after) && !/[.!?:;]\s/.test(before.same);
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
