import { IconCheck, IconX } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { DateText } from "../ui/Amounts";
import { Hidden } from "../ui/Hidden";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { newestRound } from "./roundsOf";
import { closedWord } from "./Standing";
import { contentText, type Revision } from "./terms";
import { useWords } from "./useWords";
import "./Rounds.css";

interface RoundsProps {
  commitment: View<"CommitmentView">;
  workspaceId: string;
}

/** How it went: rounds and what came of them, the newest first. */
export function Rounds({ commitment, workspaceId }: RoundsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { negotiation, standing } = commitment;
  const newest = newestRound(commitment);
  return (
    <Panel title={t("bargaining.rounds")}>
      <PanelSection>
        <ol className="samenspraak-list samenspraak-rounds" reversed>
          {negotiation && !negotiation.isOpen && negotiation.closedAt && negotiation.closedAs && (
            <Step
              side="none"
              mark={
                negotiation.closedAs === "agreed" ? (
                  <IconCheck size={16} aria-hidden="true" />
                ) : (
                  <IconX size={16} aria-hidden="true" />
                )
              }
              detail={<DateText at={negotiation.closedAt} as="shortDate" />}
            >
              {negotiation.closedAs === "agreed" || negotiation.closedAs === "declined"
                ? t(`bargaining.rounds.${negotiation.closedAs}`, {
                    side: t(
                      `ui.side.${negotiation.proposedBy === "buyer" ? "contractor" : "buyer"}`,
                    ),
                    number: newest.number,
                  })
                : t("bargaining.rounds.closed", {
                    how: closedWord(negotiation.closedAs, t),
                    number: newest.number,
                  })}
            </Step>
          )}
          {[...commitment.revisions].reverse().map((round) => (
            <Step
              key={round.number}
              side={round.bySide}
              mark={round.number}
              detail={
                <>
                  {round.byName && `${round.byName}, `}
                  <DateText at={round.putAt} as="shortDate" />
                  {standing.boundRevision === round.number &&
                    ` · ${t("bargaining.rounds.in-force")}`}
                </>
              }
            >
              <TextLink
                to="/contracten/$id/toezeggingen/$commitmentId"
                params={{ id: workspaceId, commitmentId: commitment.id }}
                search={{ naar: round.number }}
                resetScroll={false}
                hash="vergelijking"
              >
                {t("bargaining.rounds.round", {
                  what: roundWord(commitment, round, t),
                  content: contentText(round.terms, words),
                })}
              </TextLink>
            </Step>
          ))}
        </ol>
      </PanelSection>
    </Panel>
  );
}

interface StepProps {
  side: Revision["bySide"] | "none";
  mark: ReactNode;
  detail: ReactNode;
  children: ReactNode;
}

function Step({ side, mark, detail, children }: StepProps) {
  const { t } = useTranslation();
  return (
    <li className="samenspraak-rounds__step">
      <span className={`samenspraak-rounds__mark samenspraak-rounds__mark--${side}`} aria-hidden>
        {mark}
      </span>
      <div>
        <div>{children}</div>
        <div className="samenspraak-muted samenspraak-small">
          {side !== "none" && <Hidden>{`${t(`ui.side.${side}`)}, `}</Hidden>}
          {detail}
        </div>
      </div>
    </li>
  );
}

/** What a round was: the first of something, an answer, or a change of what was agreed. */
export function roundWord(
  commitment: View<"CommitmentView">,
  round: Revision,
  t: TFunction,
): string {
  if (round.number === 1) {
    return t(commitment.origin === "bid" ? "bargaining.round.bid" : "bargaining.round.first");
  }
  if (round.number === commitment.negotiation?.firstRevision) return t("bargaining.round.change");
  return t("bargaining.round.counter");
}
