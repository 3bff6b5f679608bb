import * as Y from "yjs";
import type { FieldValue } from "./told";

/**
 * What somebody lacks, without the words that are gone again.
 *
 * A document keeps deleted words as long as they can be undone, and what is too long would stay so.
 */
export function withoutDeleted(doc: Y.Doc, state: Uint8Array): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const update = Y.encodeStateAsUpdate(copy, state);
  copy.destroy();
  return update;
}

export function empty(value: FieldValue | undefined): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

export function same(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function draftsAddress(): string {
  const address = new URL("/v1/drafts", window.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

/** A place in a text that stays where it is while others write before it. */
export function placeIn(text: Y.Text, index: number): unknown {
  return Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index));
}

/** Where a place is now; null when it is not in this text. */
export function indexIn(doc: Y.Doc, text: Y.Text, place: unknown): number | null {
  try {
    const relative = Y.createRelativePositionFromJSON(place);
    const found = Y.createAbsolutePositionFromRelativePosition(relative, doc);
    return found?.type === text ? found.index : null;
  } catch {
    return null;
  }
}
