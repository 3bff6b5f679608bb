import { EditorSelection, EditorState, type TransactionSpec } from "@codemirror/state";
import { expect, test } from "vitest";
import { insertLink, lineKind, nextItem, toggleLines, toggleMark } from "./markdown";

/** A text with `[` and `]` around what is selected, or `|` for the caret. */
function stateOf(marked: string): EditorState {
  const caret = marked.indexOf("|");
  const doc = marked.replace(/[|[\]]/g, "");
  const selection =
    caret >= 0
      ? EditorSelection.cursor(caret)
      : EditorSelection.range(marked.indexOf("["), marked.indexOf("]") - 1);
  return EditorState.create({ doc, selection });
}

function textOf(state: EditorState): string {
  const { from, to } = state.selection.main;
  const doc = state.doc.toString();
  return from === to
    ? `${doc.slice(0, from)}|${doc.slice(from)}`
    : `${doc.slice(0, from)}[${doc.slice(from, to)}]${doc.slice(to)}`;
}

function after(marked: string, act: (state: EditorState) => TransactionSpec | null): string {
  const state = stateOf(marked);
  const spec = act(state);
  return spec ? textOf(state.update(spec).state) : "nothing";
}

const strong = (state: EditorState) => toggleMark(state, "**");
const emphasis = (state: EditorState) => toggleMark(state, "*");

test.each([
  ["[twee] plekken", "**[twee]** plekken"],
  ["**[twee]** plekken", "[twee] plekken"],
  ["tw|ee plekken", "**tw|ee** plekken"],
  ["**tw|ee** plekken", "tw|ee plekken"],
  // Marks must stand against the words.
  ["twee[ plekken ]nu", "twee **[plekken]** nu"],
  ["a | b", "a **|** b"],
  // One is somewhere in words that are bold together.
  ["**twee pl|ekken**", "twee pl|ekken"],
  ["**een** tw|ee **drie**", "**een** **tw|ee** **drie**"],
  ["* tw|ee", "* **tw|ee**"],
  // At the end of them one goes on without.
  ["**twee plekken|** nu", "**twee plekken**| nu"],
  ["**|**", "|"],
  ["*[twee]*", "***[twee]***"],
])("bold: %s becomes %s", (before, expected) => {
  expect(after(before, strong)).toBe(expected);
});

test.each([
  ["[twee]", "*[twee]*"],
  ["*[twee]*", "[twee]"],
  ["**[twee]**", "***[twee]***"],
  ["***[twee]***", "**[twee]**"],
])("italic: %s becomes %s", (before, expected) => {
  expect(after(before, emphasis)).toBe(expected);
});

test.each([
  ["Eva|luatie", "### Eva|luatie"],
  ["### Eva|luatie", "Eva|luatie"],
  ["- Eva|luatie", "### Eva|luatie"],
  ["|", "### |"],
  ["Een regel.\nEva|luatie", "Een regel.\n\n### Eva|luatie"],
])("heading: %j becomes %j", (before, expected) => {
  expect(after(before, (state) => toggleLines(state, "heading"))).toBe(expected);
});

test.each([
  ["[een\ntwee]", "bullets", "- [een\n- twee]"],
  ["[een\n\ntwee]", "numbers", "1. [een\n\n2. twee]"],
  ["- [een\n- twee]", "bullets", "[een\ntwee]"],
  ["- [een\n- twee]", "numbers", "1. [een\n2. twee]"],
  ["- een\ntw|ee", "bullets", "- een\n- tw|ee"],
] as const)("list: %j as %s becomes %j", (before, kind, expected) => {
  expect(after(before, (state) => toggleLines(state, kind))).toBe(expected);
});

test("a link asks for what is missing, by selecting it", () => {
  const words = (state: EditorState) => insertLink(state, "tekst");
  const made = (marked: string) => {
    const state = stateOf(marked);
    const { doc, selection } = state.update(words(state)).state;
    return [doc.toString(), doc.sliceString(selection.main.from, selection.main.to)];
  };
  expect(made("Zie [het plan].")).toEqual(["Zie [het plan](https://).", "https://"]);
  expect(made("Zie |.")).toEqual(["Zie [tekst](https://).", "https://"]);
  expect(made("[https://sroi.nl]")).toEqual(["[tekst](https://sroi.nl)", "tekst"]);
});

test.each([
  ["- een|", "- een\n- |"],
  ["9. een|", "9. een\n10. |"],
  ["- e|en", "- e\n- |en"],
  // Words right below a list would belong to its last item.
  ["- een\n- |", "- een\n\n|"],
  ["- een\n\n- |", "- een\n\n|"],
  ["een|", "nothing"],
  ["|- een", "nothing"],
])("enter: %j becomes %j", (before, expected) => {
  expect(after(before, nextItem)).toBe(expected);
});

test("a line knows what it is", () => {
  expect(["### a|", "- a|", "1. a|", "a|", "#a|"].map((line) => lineKind(stateOf(line)))).toEqual([
    "heading",
    "bullets",
    "numbers",
    null,
    null,
  ]);
});
