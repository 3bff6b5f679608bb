// Ties CodeMirror to the shared text: what is typed goes into it, and what others write comes out.
import {
  Annotation,
  type ChangeSpec,
  EditorSelection,
  type Extension,
  type Text,
} from "@codemirror/state";
import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type * as Y from "yjs";
import type { DraftRoom } from "./room";

/** A change that is in the shared text already. */
const shared = Annotation.define<true>();

/** What the editor needs to be one of several pens on the text of a room. */
export function writing(room: DraftRoom): Extension {
  return ViewPlugin.define((view) => new Pen(room, view));
}

class Pen {
  readonly #room: DraftRoom;
  readonly #view: EditorView;
  #writing = false;

  constructor(room: DraftRoom, view: EditorView) {
    this.#room = room;
    this.#view = view;
    room.yText.observe(this.#changed);
  }

  update(update: ViewUpdate) {
    if (update.docChanged && !update.transactions.some((one) => one.annotation(shared))) {
      this.#write(update);
    }
    if (update.selectionSet || update.docChanged || update.focusChanged) this.#tellPlace();
  }

  destroy() {
    this.#room.yText.unobserve(this.#changed);
    this.#room.present({ cursor: null });
  }

  #write({ changes, startState }: ViewUpdate) {
    const text = this.#room.yText;
    this.#writing = true;
    try {
      this.#room.change(() => {
        let shift = 0;
        changes.iterChanges((start, end, _newStart, _newEnd, inserted) => {
          const [from, to, words] = whole(startState.doc, start, end, inserted.toString());
          if (to > from) text.delete(from + shift, to - from);
          if (words !== "") text.insert(from + shift, words);
          shift += words.length - (to - from);
        });
      });
    } finally {
      this.#writing = false;
    }
  }

  #tellPlace() {
    if (!this.#view.hasFocus) {
      this.#room.present({ cursor: null });
      return;
    }
    const { anchor, head } = this.#view.state.selection.main;
    this.#room.present({
      cursor: { anchor: this.#room.place(anchor), head: this.#room.place(head) },
    });
  }

  readonly #changed = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    if (this.#writing) return;
    const changes = changesIn(event);
    const set = this.#view.state.changes(changes);
    const last = changes.at(-1);
    // One looks for what an undo did; what others do never moves what one is reading.
    const undone = this.#room.isUndo(transaction.origin) && last;
    this.#view.dispatch({
      changes: set,
      annotations: shared.of(true),
      ...(undone && {
        selection: EditorSelection.cursor(set.mapPos(last.to, 1)),
        scrollIntoView: true,
      }),
    });
  };
}

/**
 * A change that leaves every character whole.
 *
 * A character outside the first plane is two units, and the editor may replace one of them: of two
 * different thumbs the first half is the same. Half a character is no text, and is refused.
 */
function whole(doc: Text, from: number, to: number, words: string): [number, number, string] {
  const before = isHalved(doc, from) ? doc.sliceString(from - 1, from) : "";
  const behind = isHalved(doc, to) ? doc.sliceString(to, to + 1) : "";
  return [from - before.length, to + behind.length, before + words + behind];
}

/** Whether a place is in the middle of a character. */
function isHalved(doc: Text, index: number): boolean {
  const [high, low] = [doc.sliceString(index - 1, index), doc.sliceString(index, index + 1)];
  return /[\ud800-\udbff]/.test(high) && /[\udc00-\udfff]/.test(low);
}

/** What others did, in places of the text before it. */
function changesIn(event: Y.YTextEvent): (ChangeSpec & { to: number })[] {
  const changes: { from: number; to: number; insert: string }[] = [];
  let at = 0;
  for (const { retain = 0, insert, delete: removed = 0 } of event.delta) {
    at += retain;
    if (typeof insert === "string") changes.push({ from: at, to: at, insert });
    if (removed > 0) {
      changes.push({ from: at, to: at + removed, insert: "" });
      at += removed;
    }
  }
  return changes;
}
