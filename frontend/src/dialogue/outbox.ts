import { keptFor } from "../app/session";
import type { Audience, Subject } from "./queries";

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

const EMPTY: readonly Unsent[] = [];
const watchers = new Set<() => void>();
// As they were parsed: whoever watches gets the same list until something changed.
const parsed = new Map<string, { raw: string; list: readonly Unsent[] }>();
// What was under way when a page went away, counts as not sent on the next.
const opened = new Set<string>();

/**
 * The messages of a box, kept for this tab.
 *
 * They lie where a page finds them that is built anew; each change reads them first, because two
 * messages may be under way at once, and the page they were written on may be gone by then.
 */
export function messagesIn(box: Box): readonly Unsent[] {
  const key = keyOf(box);
  if (!opened.has(key)) {
    opened.add(key);
    keep(
      key,
      read(key).map((one) => ({ ...one, failure: one.failure ?? "" })),
    );
  }
  const raw = sessionStorage.getItem(key);
  if (raw === null) return EMPTY;
  const known = parsed.get(key);
  if (known?.raw === raw) return known.list;
  const list = read(key);
  parsed.set(key, { raw, list });
  return list;
}

/** Change what is in a box, unless its person signed out here meanwhile. */
export function change(box: Box, next: (list: readonly Unsent[]) => readonly Unsent[]) {
  if (keptFor() !== box.personId) return;
  const key = keyOf(box);
  keep(key, next(read(key)));
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

function read(key: string): readonly Unsent[] {
  return JSON.parse(sessionStorage.getItem(key) ?? "[]") as Unsent[];
}

function keep(key: string, list: readonly Unsent[]) {
  if (list.length === 0) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(list));
}

function keyOf({ personId, workspaceId, audience }: Box): string {
  return `samenspraak-outbox ${personId} ${workspaceId} ${audience}`;
}
