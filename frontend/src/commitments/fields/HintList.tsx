import { IconBulb } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useRoom } from "../../drafting/DraftRoomProvider";
import { useSignal } from "../../drafting/signal";
import { useFieldValue } from "../../drafting/useDraftField";
import { Button } from "../../ui/Button";
import type { CommitmentDraft } from "../drafts";
import { type Hint, hintText, skipName, skippedText } from "../hints";
import { linesOf } from "./listed";

interface HintListProps {
  view: CommitmentDraft;
  place: Hint["place"];
}

/** What would make it easier to judge. It talks and never blocks; one press passes it by. */
export function HintList({ view, place }: HintListProps) {
  const { t } = useTranslation();
  const room = useRoom();
  const { mayWrite } = useSignal(room.status);
  const skipped = linesOf(useFieldValue(room, "hintsSkipped"));
  const hints = view.hints.filter((hint) => hint.place === place && hintText(hint, t) !== "");
  if (hints.length === 0) return null;
  return (
    <ul className="samenspraak-list samenspraak-terms__hints" aria-label={t("composing.hints")}>
      {hints.map((hint) => {
        const name = skipName(hint);
        const isSkipped = skipped.includes(name);
        return (
          <li key={name} data-skipped={isSkipped || undefined}>
            <IconBulb size={18} aria-hidden="true" />
            <span>
              {isSkipped
                ? t("composing.hint.skipped", { what: skippedText(name, t) })
                : hintText(hint, t)}
            </span>
            {mayWrite && (
              <Button
                variant="subtle"
                aria-label={t(
                  isSkipped ? "composing.hint.unskip.named" : "composing.hint.skip.named",
                  {
                    what: skippedText(name, t),
                  },
                )}
                onClick={() =>
                  room.set(
                    "hintsSkipped",
                    isSkipped ? skipped.filter((each) => each !== name) : [...skipped, name],
                  )
                }
              >
                {t(isSkipped ? "composing.hint.unskip" : "composing.hint.skip")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
