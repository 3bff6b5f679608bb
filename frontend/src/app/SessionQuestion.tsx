import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SignInAgain } from "../identity/SignInAgain";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import type { Ending } from "./SessionDialogs";
import { type Person, personQuery } from "./session";

interface SessionQuestionProps {
  person: Person;
  isOver: boolean;
  ending: Ending | undefined;
}

/** What is asked when a session is about to end, and when it did. */
export default function SessionQuestion({ person, isOver, ending }: SessionQuestionProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [renews, setRenews] = useState(false);
  const [putOff, setPutOff] = useState<number>();
  if (isOver || renews) {
    return <SignInAgain person={person} onClose={isOver ? undefined : () => setRenews(false)} />;
  }
  if (!ending) return null;
  if (ending.isLast) {
    // It ends whatever one does, so one may also go on until then.
    return (
      <Dialog
        open={putOff !== ending.at}
        onClose={() => setPutOff(ending.at)}
        closeLabel={t("session.last.later")}
        title={t("session.ending.title")}
        actions={
          <Button variant="primary" onClick={() => setRenews(true)}>
            {t("session.over.again")}
          </Button>
        }
      >
        <p>{t("session.last.detail")}</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      mustAnswer
      onClose={() => undefined}
      title={t("session.ending.title")}
      actions={
        <Button
          variant="primary"
          onClick={() => queries.invalidateQueries({ queryKey: personQuery.queryKey })}
        >
          {t("session.ending.stay")}
        </Button>
      }
    >
      <p>{t("session.ending.detail")}</p>
    </Dialog>
  );
}
