import { IconBulb } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PanelSection } from "../ui/Panel";
import { type Hint, hintText, skipName, skippedText } from "./hints";
import "./Sharper.css";

/** What the text leaves open, and what its writers saw and passed by. It blocks nothing. */
export function Sharper({ hints: all }: { hints: readonly Hint[] }) {
  const { t } = useTranslation();
  const hints = all.filter((hint) => !hint.isSkipped && hintText(hint, t) !== "");
  const skipped = all.filter((hint) => hint.isSkipped);
  if (hints.length === 0 && skipped.length === 0) return null;
  return (
    <PanelSection className="samenspraak-sharper">
      {hints.length > 0 && (
        <>
          <h3>
            <IconBulb size={18} aria-hidden="true" /> {t("bargaining.sharper")}
          </h3>
          <ul>
            {hints.map((hint) => (
              <li key={skipName(hint)}>{hintText(hint, t)}</li>
            ))}
          </ul>
        </>
      )}
      {skipped.length > 0 && (
        <p className="samenspraak-muted">
          {t("bargaining.skipped")}:{" "}
          {skipped.map((hint) => skippedText(skipName(hint), t)).join("; ")}.
        </p>
      )}
    </PanelSection>
  );
}
