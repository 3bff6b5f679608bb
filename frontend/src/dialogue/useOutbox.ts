import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { answer, api, newId } from "../api/client";
import { Problem } from "../api/problem";
import { usePerson, useTimesResumed } from "../app/session";
import { postMessage, startThread } from "./moves";
import {
  type Box,
  change,
  GOES_BY_ITSELF_MS,
  messagesIn,
  storedIn,
  type Unsent,
  watch,
} from "./outbox";
import type { Audience } from "./queries";

export type Draft = Omit<Unsent, "id" | "failure" | "signedOutAt">;

interface Outbox {
  unsent: readonly Unsent[];
  /** Returns what the writer has to mend first, if that is why it was refused. */
  send: (draft: Draft) => Promise<Problem | undefined>;
  again: (id: string) => Promise<void>;
  drop: (id: string) => void;
}

/**
 * Messages on their way: each stays in sight until the server has it or the writer drops it.
 *
 * They survive a lost session. What one was sending when the page went away counts as not sent; if
 * it did arrive, sending again changes nothing. What only a session was lacking for goes by itself
 * once its writer, and nobody else, is back: they pressed already.
 */
export function useOutbox(workspaceId: string, audience: Audience): Outbox {
  const queries = useQueryClient();
  const personId = usePerson()?.id ?? "";
  const box = useMemo<Box>(
    () => ({ personId, workspaceId, audience }),
    [personId, workspaceId, audience],
  );
  const stored = useSyncExternalStore(watch, () => storedIn(box));
  const unsent = useMemo<Unsent[]>(() => JSON.parse(stored), [stored]);
  const resumed = useTimesResumed();
  // biome-ignore lint/correctness/useExhaustiveDependencies: It runs for each time somebody is back.
  useEffect(() => {
    void deliverWaiting(queries, box);
  }, [resumed, queries, box]);

  return {
    unsent,
    send: useCallback(
      (draft) => deliver(queries, box, { ...draft, id: newId(), failure: null }, true),
      [queries, box],
    ),
    again: useCallback(
      async (id) => {
        const one = messagesIn(box).find((each) => each.id === id);
        if (one) await deliver(queries, box, one, false);
      },
      [queries, box],
    ),
    drop: useCallback((id) => drop(box, id), [box]),
  };
}

/** Send what waited for its writer, one after another, in the order in which they were written. */
async function deliverWaiting(queries: QueryClient, box: Box) {
  const waiting = messagesIn(box).filter(
    ({ signedOutAt }) => signedOutAt !== undefined && Date.now() - signedOutAt < GOES_BY_ITSELF_MS,
  );
  if (waiting.length === 0) return;
  // Somebody else may have signed in since, in this tab or in another.
  const person = await answer(api.GET("/me")).catch(() => undefined);
  if (person?.id !== box.personId) return;
  for (const { id } of waiting) {
    const one = messagesIn(box).find((each) => each.id === id);
    // Meanwhile its writer may have dropped it.
    if (one?.signedOutAt) await deliver(queries, box, one, false);
  }
}

async function deliver(
  queries: QueryClient,
  box: Box,
  one: Unsent,
  isNew: boolean,
): Promise<Problem | undefined> {
  const { id } = one;
  const { signedOutAt: _, ...said } = one;
  change(box, (list) => [...list.filter((each) => each.id !== id), { ...said, failure: null }]);
  try {
    await post(box, one);
    await queries.invalidateQueries({ queryKey: ["workspaces", box.workspaceId, "threads"] });
    drop(box, id);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // The writer can mend it, so it goes back to where it was written.
    if (error.status === 400 && isNew) {
      drop(box, id);
      return error;
    }
    const failure = error.errors[0]?.detail ?? error.detail;
    // Since it was refused first: trying again does not make it younger.
    const signedOutAt = error.status === 401 ? (one.signedOutAt ?? Date.now()) : undefined;
    change(box, (list) =>
      list.map((each) => (each.id === id ? { ...each, failure, signedOutAt } : each)),
    );
    return undefined;
  }
}

async function post({ workspaceId, audience }: Box, one: Unsent) {
  const { id, text, threadId, subject, declaredNotBsn } = one;
  const files = one.files.map((file) => file.id);
  if (threadId !== undefined) {
    await postMessage(workspaceId, threadId, { id, text, files, declaredNotBsn });
    return;
  }
  await startThread(workspaceId, {
    id,
    text,
    title: "",
    audience,
    files,
    declaredNotBsn,
    subjectKind: subject?.kind ?? "workspace",
    subjectId: subject?.kind === "workspace" ? null : (subject?.id ?? null),
  });
}

function drop(box: Box, id: string) {
  change(box, (list) => list.filter((each) => each.id !== id));
}
