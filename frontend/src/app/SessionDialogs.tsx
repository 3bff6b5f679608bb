import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { holdToOwner, lastAnswerAt, listen } from "../api/client";
import { prepareDialog } from "../ui/Dialog";
import { endSession, personQuery, usePerson, useSessionOver } from "./session";
import { withSentences } from "./withSentences";

/** So long before the end we ask whether somebody is still there (WCAG 2.2.1 asks 20 seconds). */
const WARNING_MS = 120_000;
const LOOK_EVERY_MS = 15_000;

// What is asked comes shortly before it is asked: most visits end before their session does.
const loadQuestion = () => withSentences("SessionQuestion", () => import("./SessionQuestion"));
const SessionQuestion = lazy(loadQuestion);

/** Watches over the session, and asks when it is about to end and when it did. */
export function SessionDialogs() {
  const queries = useQueryClient();
  const isOver = useSessionOver();
  const person = usePerson();
  const ending = useEnding();
  useEffect(
    () =>
      listen("unauthenticated", () => {
        // Somebody who was not signed in has lost nothing; the route sends them to the login page.
        if (queries.getQueryData(personQuery.queryKey)) endSession();
      }),
    [queries],
  );
  useEffect(() => {
    // Somebody else may have signed in, or out, in another tab.
    const look = () => {
      if (document.visibilityState === "visible") holdToOwner().catch(() => undefined);
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  if (!person || (!isOver && !ending)) return null;
  return (
    <Suspense fallback={null}>
      <SessionQuestion person={person} isOver={isOver} ending={ending} />
    </Suspense>
  );
}

export interface Ending {
  at: number;
  /** It has lasted its longest; staying is no longer up to this person. */
  isLast: boolean;
}

/**
 * When the session ends, once that is within two minutes.
 *
 * The server tells when it ends unless something happens; every answer since then moved that on,
 * but never past the end that it has in any case.
 */
function useEnding(): Ending | undefined {
  const { data, dataUpdatedAt } = useQuery({ ...personQuery, enabled: false });
  const [ending, setEnding] = useState<Ending>();
  const idleAt = data ? Date.parse(data.sessionEndsAt) : undefined;
  const lastAt = data ? Date.parse(data.sessionExpiresAt) : undefined;
  useEffect(() => {
    if (idleAt === undefined) {
      setEnding(undefined);
      return;
    }
    const allowed = idleAt - dataUpdatedAt;
    const look = () => {
      const moved = Math.max(idleAt, lastAnswerAt() + allowed);
      const isLast = lastAt !== undefined && lastAt <= moved;
      const at = isLast ? lastAt : moved;
      const left = at - Date.now();
      setEnding((before) => {
        if (left >= WARNING_MS) return undefined;
        return before?.at === at && before.isLast === isLast ? before : { at, isLast };
      });
      if (left < 2 * WARNING_MS) {
        prepareDialog();
        void loadQuestion();
      }
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [idleAt, lastAt, dataUpdatedAt]);
  return ending;
}
