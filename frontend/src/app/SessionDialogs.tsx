import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { lastAnswerAt, listen } from "../api/client";
import { Button } from "../ui/Button";
import { Dialog, prepareDialog } from "../ui/Dialog";
import { endSession, personQuery, resumeSession, useSessionOver } from "./session";

/** So long before the end we ask whether somebody is still there (WCAG 2.2.1 asks 20 seconds). */
const WARNING_MS = 120_000;
const LOOK_EVERY_MS = 15_000;

/** What is said when a session is about to end, and when it did. */
export function SessionDialogs() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.href });
  const over = useSessionOver();
  const ending = useEnding();

  useEffect(
    () =>
      listen("unauthenticated", () => {
        // Somebody who was not signed in has lost nothing; the route sends them to the login page.
        if (queries.getQueryData(personQuery.queryKey)) endSession();
      }),
    [queries],
  );

  if (over) {
    return (
      <Dialog
        open
        mustAnswer
        onClose={() => undefined}
        title={t("app.session-over.title")}
        actions={
          <Button
            variant="primary"
            onClick={async () => {
              queries.clear();
              resumeSession();
              await navigate({ to: "/inloggen", search: { naar: path } });
            }}
          >
            {t("app.session-over.again")}
          </Button>
        }
      >
        <p>{t("app.session-over.detail")}</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={ending}
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

/**
 * Whether the session ends within two minutes.
 *
 * The server tells when it ends unless something happens; every answer since then moved that on.
 */
function useEnding(): boolean {
  const { data, dataUpdatedAt } = useQuery({ ...personQuery, enabled: false });
  const [ending, setEnding] = useState(false);
  const endsAt = data ? Date.parse(data.sessionEndsAt) : undefined;
  useEffect(() => {
    if (endsAt === undefined) {
      setEnding(false);
      return;
    }
    const allowed = endsAt - dataUpdatedAt;
    const look = () => {
      const left = Math.max(endsAt, lastAnswerAt() + allowed) - Date.now();
      setEnding(left < WARNING_MS);
      if (left < 2 * WARNING_MS) prepareDialog();
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [endsAt, dataUpdatedAt]);
  return ending;
}
