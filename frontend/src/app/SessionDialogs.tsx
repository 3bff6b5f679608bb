import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { lastAnswerAt, listen } from "../api/client";
import { Button } from "../ui/Button";
import { Dialog, prepareDialog } from "../ui/Dialog";
import { endSession, personQuery, usePerson, useSessionOver } from "./session";

/** So long before the end we ask whether somebody is still there (WCAG 2.2.1 asks 20 seconds). */
const WARNING_MS = 120_000;
const LOOK_EVERY_MS = 15_000;

// Signing in again is asked of few pages.
const loadSignInAgain = () => import("../identity/SignInAgain");
const SignInAgain = lazy(loadSignInAgain);

/** What is said when a session is about to end, and when it did. */
export function SessionDialogs() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const over = useSessionOver();
  const person = usePerson();
  const ending = useEnding();
  const [renews, setRenews] = useState(false);
  const [putOff, setPutOff] = useState<number>();

  useEffect(
    () =>
      listen("unauthenticated", () => {
        // Somebody who was not signed in has lost nothing; the route sends them to the login page.
        if (queries.getQueryData(personQuery.queryKey)) endSession();
      }),
    [queries],
  );

  if (person && (over || renews)) {
    return (
      <Suspense fallback={null}>
        <SignInAgain person={person} onClose={over ? undefined : () => setRenews(false)} />
      </Suspense>
    );
  }
  if (ending?.isLast) {
    // It ends whatever one does, so one may also go on until then.
    return (
      <Dialog
        open={putOff !== ending.at}
        onClose={() => setPutOff(ending.at)}
        closeLabel={t("app.session-last.later")}
        title={t("app.session-ending.title")}
        actions={
          <Button variant="primary" onClick={() => setRenews(true)}>
            {t("app.session-over.again")}
          </Button>
        }
      >
        <p>{t("app.session-last.detail")}</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={ending !== undefined}
      mustAnswer
      onClose={() => undefined}
      title={t("app.session-ending.title")}
      actions={
        <Button
          variant="primary"
          onClick={() => queries.invalidateQueries({ queryKey: personQuery.queryKey })}
        >
          {t("app.session-ending.stay")}
        </Button>
      }
    >
      <p>{t("app.session-ending.detail")}</p>
    </Dialog>
  );
}

interface Ending {
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
  const lastAt = data?.sessionExpiresAt ? Date.parse(data.sessionExpiresAt) : undefined;
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
        void loadSignInAgain();
      }
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [idleAt, lastAt, dataUpdatedAt]);
  return ending;
}
