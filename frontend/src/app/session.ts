import { queryOptions, useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import {
  answer,
  api,
  awaitOwner,
  belongTo,
  belongToNobody,
  sessionToken,
  type View,
} from "../api/client";
import { Problem } from "../api/problem";

export type Person = View<"PersonView">;

/** Who is signed in, or null: not being signed in is an answer, not a failure. */
export const personQuery = queryOptions({
  queryKey: ["person"],
  queryFn: async ({ client }): Promise<Person | null> => {
    const token = sessionToken();
    try {
      const person = await answer(api.GET("/me"));
      const before = client.getQueryData<Person | null>(["person"]);
      // Somebody else signed in in another tab: what was typed here does not become theirs.
      if (before && before.id !== person.id) {
        endSession();
        return before;
      }
      keepFor(person, token);
      return person;
    } catch (error) {
      // A page that was open stays theirs after its session ended: they may sign in again over it.
      if (error instanceof Problem && error.status === 401) {
        return client.getQueryData<Person | null>(["person"]) ?? null;
      }
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
  meta: { quiet: true },
});

const KEPT_FOR = "samenspraak-kept-for";

/**
 * This page is of who signed in: what is typed is kept in this tab for them, and goes in their name.
 *
 * On a shared computer the next person may sit on the other side of the table.
 */
export function keepFor(person: Pick<Person, "id">, token = sessionToken()) {
  belongTo(person.id, token);
  const before = sessionStorage.getItem(KEPT_FOR);
  if (before !== null && before !== person.id) sessionStorage.clear();
  sessionStorage.setItem(KEPT_FOR, person.id);
}

/** Whose what is kept in this tab is; null when nobody's is. */
export function keptFor(): string | null {
  return sessionStorage.getItem(KEPT_FOR);
}

/** The person who is signed in, on pages that stand behind signing in. */
export function usePerson(): Person | null {
  return useQuery(personQuery).data ?? null;
}

/** Leave this browser, or every browser and device one signed in on. */
export function signOut(everywhere: boolean): Promise<unknown> {
  return answer(everywhere ? api.DELETE("/sessions") : api.DELETE("/sessions/current"));
}

let over = false;
let times = 0;
const watchers = new Set<() => void>();

function set(value: boolean) {
  if (over === value) return;
  over = value;
  for (const tell of watchers) tell();
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

/** The server no longer knows us while a page is open. */
export function endSession() {
  awaitOwner();
  set(true);
}

/** The same person signed in again. */
export function resumeSession() {
  if (over) times += 1;
  set(false);
}

/** Nobody goes on here: who comes next begins anew. */
export function leaveSession() {
  belongToNobody();
  set(false);
}

/** Whether the session ended under an open page. */
export function useSessionOver(): boolean {
  return useSyncExternalStore(subscribe, () => over);
}

/** Grows when somebody signs in again over an open page: lines that ended with the session reopen. */
export function useTimesResumed(): number {
  return useSyncExternalStore(subscribe, () => times);
}
