import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { newId } from "../api/client";
import { Problem } from "../api/problem";
import { useTimesResumed } from "../app/session";
import { postMessage, startThread } from "./moves";
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
  /** It waits for its writer to sign in again, and goes by itself then. */
  awaitsSession?: boolean;
}

export type Draft = Omit<Unsent, "id" | "failure" | "awaitsSession">;

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
 * They are kept for this tab, so that they survive a lost session. What one was sending when the
 * page went away counts as not sent; if it did arrive, sending again changes nothing.
 * What only a session was lacking for goes by itself once there is one: the writer pressed already.
 */
export function useOutbox(workspaceId: string, audience: Audience): Outbox {
  const stored = `samenspraak-outbox ${workspaceId} ${audience}`;
  const queries = useQueryClient();
  const [unsent, setUnsent] = useState<readonly Unsent[]>(() => read(stored));
  const now = useRef(unsent);

  const change = useCallback(
    (next: readonly Unsent[]) => {
      now.current = next;
      setUnsent(next);
      if (next.length === 0) sessionStorage.removeItem(stored);
      else sessionStorage.setItem(stored, JSON.stringify(next));
    },
    [stored],
  );
  useEffect(() => change(read(stored)), [change, stored]);

  const drop = useCallback(
    (id: string) => change(now.current.filter((one) => one.id !== id)),
    [change],
  );

  const deliver = useCallback(
    async (one: Unsent, isNew: boolean): Promise<Problem | undefined> => {
      const others = now.current.filter(({ id }) => id !== one.id);
      change([...others, { ...one, failure: null, awaitsSession: false }]);
      const { id, text, threadId, subject, declaredNotBsn } = one;
      const files = one.files.map((file) => file.id);
      try {
        if (threadId === undefined) {
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
        } else {
          await postMessage(workspaceId, threadId, { id, text, files, declaredNotBsn });
        }
        await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "threads"] });
        drop(id);
        return undefined;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // The writer can mend it, so it goes back to where it was written.
        if (error.status === 400 && isNew) {
          drop(id);
          return error;
        }
        const failure = error.errors[0]?.detail ?? error.detail;
        const awaitsSession = error.status === 401;
        change(
          now.current.map((each) => (each.id === id ? { ...each, failure, awaitsSession } : each)),
        );
        return undefined;
      }
    },
    [workspaceId, audience, queries, change, drop],
  );

  const resumed = useTimesResumed();
  // biome-ignore lint/correctness/useExhaustiveDependencies: It runs for each time somebody is back.
  useEffect(() => {
    void (async () => {
      // One after another, in the order in which they were written.
      for (const { id } of now.current.filter(({ awaitsSession }) => awaitsSession)) {
        const one = now.current.find((each) => each.id === id);
        if (one?.awaitsSession) await deliver(one, false);
      }
    })();
  }, [resumed, deliver]);

  return {
    unsent,
    send: useCallback(
      (draft) => deliver({ ...draft, id: newId(), failure: null }, true),
      [deliver],
    ),
    again: useCallback(
      async (id) => {
        const one = now.current.find((each) => each.id === id);
        if (one) await deliver(one, false);
      },
      [deliver],
    ),
    drop,
  };
}

function read(stored: string): Unsent[] {
  const kept = JSON.parse(sessionStorage.getItem(stored) ?? "[]") as Unsent[];
  return kept.map((one) => ({ ...one, files: one.files ?? [], failure: one.failure ?? "" }));
}
