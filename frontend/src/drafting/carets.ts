// Where the others are in the text: drawn in layers beside the textbox and not in it, because
// whatever stands in a textbox is read out as its text.
import type { Extension } from "@codemirror/state";
import { EditorSelection, StateEffect } from "@codemirror/state";
import {
  type EditorView,
  type LayerMarker,
  layer,
  RectangleMarker,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import type { Side } from "../ui/Side";
import { firstName } from "./names";
import type { DraftRoom } from "./room";

/** On the first line there is no room for a name above it. */
const FIRST_LINE_PX = 20;

/** Somebody else is somewhere else in the text. */
const moved = StateEffect.define<null>();

/** The carets and selections of everybody else in the room. */
export function carets(room: DraftRoom): Extension {
  const changed = (update: ViewUpdate) =>
    update.docChanged ||
    update.transactions.some(({ effects }) => effects.some((effect) => effect.is(moved)));
  return [
    ViewPlugin.define((view) => {
      const stop = room.cursors.subscribe(() => view.dispatch({ effects: moved.of(null) }));
      return { destroy: stop };
    }),
    layer({
      above: false,
      class: "samenspraak-editor__selections",
      update: changed,
      markers: (view) =>
        placesOf(room, view).flatMap(({ anchor, head, side }) =>
          anchor === head
            ? []
            : RectangleMarker.forRange(
                view,
                `samenspraak-editor__selection samenspraak-side--${side}`,
                EditorSelection.range(anchor, head),
              ),
        ),
    }),
    layer({
      above: true,
      class: "samenspraak-editor__carets",
      update: changed,
      markers: (view) =>
        placesOf(room, view).flatMap(({ head, name, side }) =>
          RectangleMarker.forRange(view, "", EditorSelection.cursor(head)).map(
            ({ left, top, height }) => new Caret(left, top, height, firstName(name), side),
          ),
        ),
    }),
  ];
}

function placesOf(room: DraftRoom, view: EditorView) {
  const { length } = view.state.doc;
  return room.cursors.get().flatMap(({ anchor, head, name, side }) => {
    const [from, to] = [room.index(anchor), room.index(head)];
    if (from === null || to === null || Math.max(from, to) > length) return [];
    return [{ anchor: from, head: to, name, side }];
  });
}

class Caret implements LayerMarker {
  constructor(
    readonly left: number,
    readonly top: number,
    readonly height: number,
    readonly name: string,
    readonly side: Side,
  ) {}

  eq(other: Caret): boolean {
    return (
      this.left === other.left &&
      this.top === other.top &&
      this.height === other.height &&
      this.name === other.name &&
      this.side === other.side
    );
  }

  draw(): HTMLElement {
    const caret = document.createElement("div");
    caret.className = `samenspraak-editor__caret samenspraak-side--${this.side}`;
    if (this.top < FIRST_LINE_PX) caret.classList.add("samenspraak-editor__caret--first");
    // The style sheet shows the name; as an attribute it is nobody's text.
    caret.dataset.name = this.name;
    caret.style.left = `${this.left}px`;
    caret.style.top = `${this.top}px`;
    caret.style.height = `${this.height}px`;
    return caret;
  }
}
