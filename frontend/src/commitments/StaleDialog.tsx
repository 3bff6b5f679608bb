import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { FieldDiff, WordDiff } from "../ui/Differences";
import { SideLabel } from "../ui/Side";
import { fieldChanges } from "./said";
import type { Revision } from "./terms";
import { useWords } from "./useWords";

interface StaleDialogProps {
  /** What the person answered. */
  seen: Revision;
  /** What is on the table by now. */
  now: Revision;
  /** Whether something typed would be lost by looking at the newer text. */
  hasText: boolean;
  onLook: () => void;
  onKeep: () => void;
}

/** Somebody else was first: what I saw, what is there now, and nothing of mine is overwritten. */
export function StaleDialog({ seen, now, hasText, onLook, onKeep }: StaleDialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  const changed = fieldChanges(seen, now, words).filter(({ before, after }) => before !== after);
  const text = [seen.terms.text ?? "", now.terms.text ?? ""] as const;
  return (
    <Dialog
      open
      onClose={onKeep}
      title={t("bargaining.stale.title", { number: now.number })}
      closeLabel={t(hasText ? "bargaining.stale.keep" : "ui.close")}
      actions={
        <Button variant="primary" onClick={onLook}>
          {t("bargaining.stale.look", { number: now.number })}
        </Button>
      }
    >
      <div className="samenspraak-stack">
        <p>{t("bargaining.stale.detail", { seen: seen.number, number: now.number })}</p>
        {changed.length > 0 && (
          <FieldDiff
            caption={t("bargaining.comparison.caption", {
              before: seen.number,
              after: now.number,
            })}
            beforeHead={<Head round={seen} />}
            afterHead={<Head round={now} />}
            fields={changed}
          />
        )}
        {text[0] !== text[1] && (
          <div>
            <h3>{t("terms.text")}</h3>
            <WordDiff before={text[0]} after={text[1]} lang="nl" />
          </div>
        )}
      </div>
    </Dialog>
  );
}

function Head({ round }: { round: Revision }) {
  const { t } = useTranslation();
  return (
    <SideLabel side={round.bySide}>{t("terms.round.short", { number: round.number })}</SideLabel>
  );
}
