// What the buttons above the editor do to the text: Markdown for people who do not know it.
import {
  EditorSelection,
  type EditorState,
  type Line,
  type TransactionSpec,
} from "@codemirror/state";

/** Marks around words. */
export type Mark = "**" | "*";

/** Put a mark around what is selected, or around the word one is in; or take it away. */
export function toggleMark(state: EditorState, mark: Mark): TransactionSpec {
  const length = mark.length;
  return {
    ...state.changeByRange((range) => {
      const { from, to } = range.empty
        ? (state.wordAt(range.head) ?? range)
        : trimmed(state, range);
      if (hasMark(state, from, to, mark)) {
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
    return {
      changes: { from: line.from, to: line.to },
      selection: EditorSelection.cursor(line.from),
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
