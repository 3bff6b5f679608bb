import { keptFor } from "../app/session";
import type { Audience, Subject } from "./queries";

/** After that the talk went on without it, and its writer says whether it still has to go. */
export const GOES_BY_ITSELF_MS = 10 * 60_000;

/** What one wrote that the server did not take yet. Its id makes it safe to send again. */
export interface Unsent {
  id: string;
  text: string;
  /** Without it the message starts a thread of its own. */
  threadId: string | undefined;
  subject: Subject | undefined;
  /** What the server has already, to hang under it. */
  files: readonly { id: string; name: string; sizeBytes: number }[];
  declaredNotBsn: boolean;
  /** Why it was not sent; null while it is under way. */
  failure: string | null;
  /** When it was refused because nobody was signed in; it goes by itself soon after that. */
  signedOutAt?: number | undefined;
}

/** Where messages are on their way to, and whose they are: nobody else's ever. */
export interface Box {
  personId: string;
  workspaceId: string;
  audience: Audience;
}

const watchers = new Set<() => void>();
// What was under way when a page went away, counts as not sent on the next.
const opened = new Set<string>();

/**
 * What is kept of a box in this tab, as text: it is the same until something changed.
 *
 * It lies where a page finds it that is built anew; each change reads it first, because two messages
 * may be under way at once, and the page they were written on may be gone by then.
 */
export function storedIn(box: Box): string {
  const key = keyOf(box);
  if (!opened.has(key)) {
    opened.add(key);
    keep(
      key,
      messagesIn(box).map((one) => ({ ...one, failure: one.failure ?? "" })),
    );
  }
  return sessionStorage.getItem(key) ?? "[]";
}

/** The messages of a box. */
export function messagesIn(box: Box): readonly Unsent[] {
  return JSON.parse(sessionStorage.getItem(keyOf(box)) ?? "[]");
}

/** Change what is in a box, unless its person signed out here meanwhile. */
export function change(box: Box, next: (list: readonly Unsent[]) => readonly Unsent[]) {
  if (keptFor() !== box.personId) return;
  keep(keyOf(box), next(messagesIn(box)));
  for (const tell of watchers) tell();
}

/** Call back after each change, until the returned function is called. */
export function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => {
    watchers.delete(tell);
  };
}

/** Forget which boxes were opened, as a page that is built anew does. */
export function reopen() {
  opened.clear();
}

function keep(key: string, list: readonly Unsent[]) {
  if (list.length === 0) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(list));
}

function keyOf({ personId, workspaceId, audience }: Box): string {
  return `samenspraak-outbox ${personId} ${workspaceId} ${audience}`;
}
