import { type ComponentProps, type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import type * as Y from "yjs";
import { classes } from "../ui/classes";
import { useRoom } from "./DraftRoomProvider";
import { type Difference, difference, moved } from "./difference";
import type { DraftRoom } from "./room";

/** A text that several people write, in a plain text field: for who works better with that. */
export function PlainText(props: ComponentProps<"textarea">) {
  const room = useRoom();
  const area = useRef<HTMLTextAreaElement>(null);
  const tie = useRef<Tie>(null);
  useLayoutEffect(() => {
    if (!area.current) return;
    tie.current = new Tie(room, area.current);
    return () => tie.current?.end();
  }, [room]);
  useEffect(() => () => room.present({ cursor: null }), [room]);
  return (
    <textarea
      {...props}
      ref={area}
      className={classes("utrecht-textarea samenspraak-text", props.className)}
      onChange={() => tie.current?.typed()}
      onCompositionStart={() => tie.current?.composing()}
      onCompositionEnd={() => tie.current?.composed()}
      onKeyDown={(event) => {
        if (event.key === "Enter") room.step();
        // The browser would take back what others wrote as well.
        const way = undoKey(event);
        if (way === null) return;
        event.preventDefault();
        room[way]();
      }}
      onSelect={() => tie.current?.tellPlace()}
      onBlur={() => room.present({ cursor: null })}
    />
  );
}

/**
 * Ties a text field to the shared text: what is typed goes in as the smallest change, and what
 * others write comes in around the caret.
 *
 * React does not own the value: setting it anew would move the caret to the end.
 */
class Tie {
  readonly #room: DraftRoom;
  readonly #area: HTMLTextAreaElement;
  /** What the field showed when it and the text were last compared. */
  #shown: string;
  /** What others did while the writer's input method is busy; touching the field would break it. */
  #waiting: Difference[] = [];
  #composing = false;
  #writing = false;

  constructor(room: DraftRoom, area: HTMLTextAreaElement) {
    this.#room = room;
    this.#area = area;
    this.#shown = shownText(room);
    area.value = this.#shown;
    room.yText.observe(this.#changed);
  }

  end() {
    this.#room.yText.unobserve(this.#changed);
  }

  typed() {
    const after = this.#area.value;
    const mine = difference(this.#shown, after, this.#area.selectionEnd);
    this.#shown = after;
    if (!mine) return;
    const at = this.#waiting.reduce((index, theirs) => moved(index, theirs), mine.at);
    const text = this.#room.yText;
    this.#writing = true;
    try {
      this.#room.change(() => {
        // A text field knows no carriage returns; places in it count without them.
        tidy(text);
        if (mine.removed > 0) text.delete(at, Math.min(mine.removed, text.length - at));
        if (mine.inserted !== "") text.insert(at, mine.inserted);
      });
    } finally {
      this.#writing = false;
    }
    this.#waiting = this.#waiting.map((theirs) => ({ ...theirs, at: moved(theirs.at, mine) }));
    this.tellPlace();
  }

  composing() {
    this.#composing = true;
  }

  composed() {
    this.#composing = false;
    this.typed();
    if (this.#waiting.length > 0) this.#show(this.#waiting);
    this.#waiting = [];
  }

  tellPlace() {
    const { selectionStart, selectionEnd, selectionDirection } = this.#area;
    const places = [selectionStart, selectionEnd].map((index) => this.#room.place(index));
    const [anchor, head] = selectionDirection === "backward" ? places.reverse() : places;
    if (document.activeElement === this.#area) this.#room.present({ cursor: { anchor, head } });
  }

  readonly #changed = (event: Y.YTextEvent) => {
    if (this.#writing) return;
    const theirs = changesOf(event);
    if (this.#composing) this.#waiting.push(...theirs);
    else this.#show(theirs);
  };

  #show(theirs: readonly Difference[]) {
    const area = this.#area;
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = area;
    this.#shown = shownText(this.#room);
    area.value = this.#shown;
    const [start = 0, end = 0] = [selectionStart, selectionEnd].map((index) =>
      theirs.reduce((at, change) => moved(at, change), index),
    );
    // Without the focus, setting a selection would take it in some browsers.
    if (document.activeElement === area) area.setSelectionRange(start, end, selectionDirection);
    area.scrollTop = scrollTop;
  }
}

/** Which way Ctrl+Z, Ctrl+Y and their like on other keyboards go. */
function undoKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent) {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : null;
}

/** The changes of an event, each at its place once those before it are made. */
export function changesOf(event: Y.YTextEvent): Difference[] {
  const changes: Difference[] = [];
  let at = 0;
  for (const { retain = 0, insert, delete: removed = 0 } of event.delta) {
    at += retain;
    if (typeof insert === "string") {
      changes.push({ at, removed: 0, inserted: insert });
      at += insert.length;
    } else if (removed > 0) changes.push({ at, removed, inserted: "" });
  }
  return changes;
}

/** The text as a text field shows it. */
function shownText(room: DraftRoom): string {
  return room.text().replace(/\r\n?/g, "\n");
}

/** Take carriage returns out of the shared text, so that places are the same everywhere. */
function tidy(text: Y.Text) {
  const whole = text.toString();
  if (!whole.includes("\r")) return;
  for (let at = whole.length - 1; at >= 0; at -= 1) {
    if (whole[at] !== "\r") continue;
    text.delete(at, 1);
    if (whole[at + 1] !== "\n") text.insert(at, "\n");
  }
}
