import type { DraftRoom, FieldValue } from "./room";

/** Somebody who types on makes the two differ for a moment; this is long enough to find a pause. */
const TRIES = 10;
const PAUSE_MS = 300;

/** What the screen shows stayed something else than what is stored; loading it anew mends that. */
export class NotAsShown extends Error {}

interface Stored {
  draft: { text: string; fields: Record<string, FieldValue | null> };
}

/**
 * What is stored of a draft, once it is what this screen shows; fails when it stays something else.
 *
 * A hostile program can write so that two Yjs libraries put the same words in another order. What
 * is put to the other side is what the server reads, so nobody is to say yes to it who sees another.
 */
export async function asShown<View extends Stored>(
  room: Pick<DraftRoom, "text" | "fields" | "whenSaved">,
  fetchNow: () => Promise<View>,
  pauseMs = PAUSE_MS,
): Promise<View> {
  for (let tries = 1; ; tries += 1) {
    await room.whenSaved();
    const view = await fetchNow();
    if (isShown(room, view)) return view;
    if (tries === TRIES) throw new NotAsShown("the screen shows something else than stored");
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function isShown(room: Pick<DraftRoom, "text" | "fields">, { draft }: Stored): boolean {
  const shown = room.fields();
  const names = new Set([...Object.keys(shown), ...Object.keys(draft.fields)]);
  return (
    room.text() === draft.text &&
    [...names].every((name) => words(shown[name]) === words(draft.fields[name]))
  );
}

/** A field as one text; the server spells numbers with a fraction out, and leaves out what is empty. */
function words(value: FieldValue | null | undefined): string {
  if (Array.isArray(value)) return value.length > 0 ? JSON.stringify(value) : "";
  return typeof value === "number" ? String(Number(value)) : String(value ?? "");
}
