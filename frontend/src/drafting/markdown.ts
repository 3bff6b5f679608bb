// What the buttons above the editor do to the text: Markdown for people who do not know it.
import {
  EditorSelection,
  type EditorState,
  type Line,
  type SelectionRange,
  type TransactionSpec,
} from "@codemirror/state";

/** Marks around words. */
export type Mark = "**" | "*";

/** Put a mark around what is selected, or around the word one is in; or take it away. */
export function toggleMark(state: EditorState, mark: Mark): TransactionSpec {
  const length = mark.length;
  return {
    ...state.changeByRange((range) => {
      const { from, to } = placeOf(state, range);
      if (hasMark(state, from, to, mark)) {
        // At the end of marked words one goes on without the mark.
        if (range.empty && from < to && range.head === to) {
          return { range: EditorSelection.cursor(to + length) };
        }
        return {
          changes: [
            { from: from - length, to: from },
            { from: to, to: to + length },
          ],
          range: shifted(range, -length),
        };
      }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: range.empty
          ? EditorSelection.cursor(range.head + length)
          : EditorSelection.range(from + length, to + length),
      };
    }),
    scrollIntoView: true,
    userEvent: "input",
  };
}

/** What a mark goes around: the marked words or the word one is in, or what is selected. */
export function placeOf(state: EditorState, range: SelectionRange): { from: number; to: number } {
  if (!range.empty) return trimmed(state, range);
  return markedAround(state, range.head) ?? state.wordAt(range.head) ?? range;
}

/** Whether a mark stands around here. `*` is not half of `**`. */
export function hasMark(state: EditorState, from: number, to: number, mark: Mark): boolean {
  const before = starsBefore(state, from);
  const behind = starsBehind(state, to);
  const stars = Math.min(before, behind);
  return mark === "**" ? stars === 2 || stars === 3 : stars === 1 || stars === 3;
}

export type LineKind = "heading" | "bullets" | "numbers";

const HEADING = /^ {0,3}#{1,6} +/;
const BULLET = /^ {0,3}[-*+] +/;
const NUMBER = /^ {0,3}\d{1,9}[.)] +/;
const START = { heading: HEADING, bullets: BULLET, numbers: NUMBER } as const;

/** Make the selected lines a heading or a list, or plain lines again. */
export function toggleLines(state: EditorState, kind: LineKind): TransactionSpec {
  const lines = selectedLines(state);
  const filled = lines.filter(({ text }) => text.trim() !== "");
  const chosen = filled.length > 0 ? filled : lines.slice(0, 1);
  const away = chosen.every(({ text }) => START[kind].test(text));
  const changes = chosen.map((line, index) => {
    const old = startOf(line.text);
    const start = { heading: "### ", bullets: "- ", numbers: `${index + 1}. ` }[kind];
    const above = index === 0 && needsBlankLine(state, line, kind) ? "\n" : "";
    const insert = away ? "" : above + start;
    return { from: line.from, to: line.from + old.length, insert };
  });
  const set = state.changes(changes);
  return {
    changes: set,
    // Behind what is put before the line, so that one types on in the words.
    selection: state.selection.map(set, 1),
    scrollIntoView: true,
    userEvent: "input",
  };
}

/** What the line of the caret is. */
export function lineKind(state: EditorState): LineKind | null {
  const { text } = state.doc.lineAt(state.selection.main.head);
  if (HEADING.test(text)) return "heading";
  if (BULLET.test(text)) return "bullets";
  return NUMBER.test(text) ? "numbers" : null;
}

const ADDRESS = /^(https?:\/\/|mailto:)\S+$/i;

/** Make a link of what is selected, and select what still has to be typed: address or words. */
export function insertLink(state: EditorState, words: string): TransactionSpec {
  const { from, to } = state.selection.main;
  const selected = state.sliceDoc(from, to).trim();
  const isAddress = ADDRESS.test(selected);
  const label = isAddress || selected === "" ? words : selected.replace(/[[\]\n]/g, " ");
  const address = isAddress ? selected : "https://";
  const start = from + (isAddress ? 1 : label.length + 3);
  return {
    changes: { from, to, insert: `[${label}](${address})` },
    selection: EditorSelection.range(start, start + (isAddress ? label : address).length),
    scrollIntoView: true,
    userEvent: "input",
  };
}

/** Enter at the end of a list item begins the next one; in an empty one it ends the list. */
export function nextItem(state: EditorState): TransactionSpec | null {
  const { main } = state.selection;
  if (!main.empty || state.selection.ranges.length > 1) return null;
  const line = state.doc.lineAt(main.head);
  const [start] = BULLET.exec(line.text) ?? NUMBER.exec(line.text) ?? [];
  if (start === undefined || main.head < line.from + start.length) return null;
  if (line.text.slice(start.length).trim() === "") {
    // Words right below a list would belong to its last item.
    const above = line.number > 1 ? state.doc.line(line.number - 1).text : "";
    const insert = above.trim() === "" ? "" : "\n";
    return {
      changes: { from: line.from, to: line.to, insert },
      selection: EditorSelection.cursor(line.from + insert.length),
      scrollIntoView: true,
      userEvent: "delete",
    };
  }
  const next = start.replace(/\d+/, (number) => String(Number(number) + 1));
  return {
    changes: { from: main.head, insert: `\n${next}` },
    selection: EditorSelection.cursor(main.head + 1 + next.length),
    scrollIntoView: true,
    userEvent: "input",
  };
}

function startOf(text: string): string {
  return (HEADING.exec(text) ?? BULLET.exec(text) ?? NUMBER.exec(text))?.[0] ?? "";
}

function selectedLines(state: EditorState): Line[] {
  const { from, to } = state.selection.main;
  const lines: Line[] = [];
  for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
    lines.push(line);
    if (line.to >= to) return lines;
  }
}

/** A heading or a list right below a line of words needs an empty line to be one. */
function needsBlankLine(state: EditorState, line: Line, kind: LineKind): boolean {
  if (line.number === 1) return false;
  const above = state.doc.line(line.number - 1).text;
  return above.trim() !== "" && (kind === "heading" || !START[kind].test(above));
}

/** Marks stand against words: a space between would leave them as stars. */
function trimmed(state: EditorState, { from, to }: { from: number; to: number }) {
  const text = state.sliceDoc(from, to);
  if (text.trim() === "") return { from, to };
  const start = from + text.length - text.trimStart().length;
  return { from: start, to: start + text.trim().length };
}

/** The words between the stars on both sides of a place in a line. */
function markedAround(state: EditorState, index: number) {
  const line = state.doc.lineAt(index);
  const at = index - line.from;
  const stars = [...line.text.matchAll(/\*+/g)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
  // Stars before a space begin nothing: they are those of a list, or of a sum.
  const before = stars.filter(({ end }) => end <= at && /\S/.test(line.text[end] ?? ""));
  const open = before.at(-1);
  const close = stars.find(({ start }) => start >= at);
  if (!open || !close || before.length % 2 === 0) return null;
  const isPair = open.end - open.start === close.end - close.start;
  return isPair && open.end < close.start && /\S/.test(line.text[close.start - 1] ?? "")
    ? { from: line.from + open.end, to: line.from + close.start }
    : null;
}

function starsBefore(state: EditorState, index: number): number {
  let stars = 0;
  while (stars < 4 && state.sliceDoc(index - stars - 1, index - stars) === "*") stars += 1;
  return stars;
}

function starsBehind(state: EditorState, index: number): number {
  let stars = 0;
  while (stars < 4 && state.sliceDoc(index + stars, index + stars + 1) === "*") stars += 1;
  return stars;
}

function shifted(range: { anchor: number; head: number }, by: number) {
  return EditorSelection.range(Math.max(0, range.anchor + by), Math.max(0, range.head + by));
}
