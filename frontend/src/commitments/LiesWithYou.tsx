import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Alert } from "../ui/Alert";
import { TextLink } from "../ui/Link";
import { commitmentsQuery } from "./queries";
import { durationText, quantityText } from "./terms";
import { useWords } from "./useWords";

/** More than these would be the list itself, which stands on the same page. */
const SHOWN = 3;

/** What waits for this person's side, with the way to answer it. Nothing when nothing waits. */
export function LiesWithYou({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const words = useWords();
  const { data } = useQuery(commitmentsQuery(workspace.id));
  const lines = (data?.items ?? []).filter((line) => line.standing.turn === workspace.ownSide);
  if (lines.length === 0) return null;
  return (
    <Alert tone="info" title={t("commitments.lies-with-you", { count: lines.length })}>
      <ul className="samenspraak-list samenspraak-stack samenspraak-stack--tight">
        {lines.slice(0, SHOWN).map((line) => (
          <li key={line.id}>
            <TextLink
              to="/contracten/$id/toezeggingen/$commitmentId"
              params={{ id: workspace.id, commitmentId: line.id }}
              strong
            >
              {line.number}. {line.title}
            </TextLink>{" "}
            {[
              quantityText({ ...line, spentCents: null }, words),
              durationText({ period: { months: line.months } }, words),
            ]
              .filter(Boolean)
              .join(", ")}
          </li>
        ))}
      </ul>
      {lines.length > SHOWN && (
        <p>{t("commitments.lies-with-you.more", { count: lines.length - SHOWN })}</p>
      )}
    </Alert>
  );
}
