import {
  IconArrowsExchange,
  IconCheck,
  IconChecks,
  IconHelpCircle,
  IconPencilPlus,
} from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { mayOpen } from "../drafting/Boxes";
import { useConnection } from "../live/connection";
import { Button } from "../ui/Button";
import { prepareDialog } from "../ui/Dialog";
import { LinkButton } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { roundOf, shownRound } from "./roundsOf";
import type { Asking } from "./StandDialogs";
import {
  AskedQuestion,
  HoldsMeanwhile,
  NotYet,
  PackageParts,
  Paused,
  Updated,
} from "./StandNotices";
import { openingWords } from "./sentences";
import { useWords } from "./useWords";

const loadDialogs = () => import("./StandDialogs");
const StandDialogs = lazy(() =>
  loadDialogs().then(({ StandDialogs }) => ({ default: StandDialogs })),
);

interface PartProps {
  workspace: View<"WorkspaceView">;
  commitment: View<"CommitmentView">;
}

/** What is said now in one or two sentences, and what this person can answer. */
export function Stand({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [asking, setAsking] = useState<Asking>();
  const offline = useConnection() === "offline" ? t("bargaining.offline") : undefined;
  const { moves, standing } = commitment;
  const shown = shownRound(commitment);
  // Whoever comes to answer soon opens a dialog.
  useEffect(() => {
    if (moves.length === 0) return;
    prepareDialog();
    void loadDialogs();
  }, [moves]);
  const ask = (verb: Asking["verb"], round = shown) => setAsking({ verb, round });
  const isOpen = standing.turn !== null;
  const isMyTurn = standing.turn === workspace.ownSide;
  const agreed = roundOf(commitment, standing.agreedRevision);
  const mayAccept = moves.includes("accept");
  return (
    <Panel title={t("bargaining.stand")} titleHidden className="samenspraak-stand">
      <PanelSection className="samenspraak-stack">
        <div>
          <Updated workspace={workspace} commitment={commitment} />
          <p className="samenspraak-stand__sentence">
            {openingWords(commitment, workspace.ownSide, words).join(" ")}
          </p>
        </div>
        {standing.closedReason && (
          <blockquote className="samenspraak-stand__reason">
            <span className="samenspraak-muted">{t("terms.reason")}</span> {standing.closedReason}
          </blockquote>
        )}
        <HoldsMeanwhile commitment={commitment} />
        <Paused workspace={workspace} commitment={commitment} />
        <AskedQuestion workspace={workspace} commitment={commitment} isMyTurn={isMyTurn} />
        <PackageParts workspace={workspace} commitment={commitment} />
        <div className="samenspraak-cluster samenspraak-stand__answers">
          {moves.includes("accept-package") && commitment.package.length > 0 && (
            <Button
              variant="primary"
              icon={<IconChecks size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("accept-package")}
            >
              {t("bargaining.package.accept", { count: commitment.package.length })}
            </Button>
          )}
          {mayAccept && (
            <Button
              variant="primary"
              icon={<IconCheck size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("accept")}
            >
              {t("bargaining.answer.yes")}
            </Button>
          )}
          {moves.includes("answer") && (
            <Button variant="primary" unavailable={offline} onClick={() => ask("answer")}>
              {t("bargaining.answer.question")}
            </Button>
          )}
          {moves.includes("counter") && shown.bySide !== workspace.ownSide && (
            <Button
              icon={<IconPencilPlus size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("conditions")}
            >
              {t("bargaining.answer.conditions")}
            </Button>
          )}
          {moves.includes("counter") && (
            <Button
              icon={<IconArrowsExchange size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("otherwise")}
            >
              {t(
                shown.bySide === workspace.ownSide
                  ? "bargaining.answer.own-otherwise"
                  : "bargaining.answer.otherwise",
              )}
            </Button>
          )}
          {isOpen && !moves.includes("counter") && mayOpen(workspace) && (
            <Button
              variant="subtle"
              icon={<IconPencilPlus size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("otherwise")}
            >
              {t("boxes.answer.write")}
            </Button>
          )}
          {moves.includes("question") && (
            <Button
              variant="subtle"
              icon={<IconHelpCircle size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("question")}
            >
              {t("bargaining.question.open")}
            </Button>
          )}
          {moves.includes("decline") && (
            <Button variant="subtle" unavailable={offline} onClick={() => ask("decline")}>
              {t("bargaining.decline.open")}
            </Button>
          )}
          {moves.includes("pause") && (
            <Button variant="subtle" unavailable={offline} onClick={() => ask("pause")}>
              {t("bargaining.pause.open")}
            </Button>
          )}
          {moves.includes("withdraw") && (
            <Button variant="subtle" unavailable={offline} onClick={() => ask("withdraw")}>
              {t("bargaining.withdraw.open")}
            </Button>
          )}
          {moves.includes("propose") && agreed && (
            <Button
              icon={<IconArrowsExchange size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("anew", agreed)}
            >
              {t("bargaining.answer.anew")}
            </Button>
          )}
          {standing.status === "agreed" && (
            <LinkButton to="/contracten/$id/overeenkomst" params={{ id: workspace.id }}>
              {t("bargaining.to-agreement")}
            </LinkButton>
          )}
        </div>
        {isOpen && isMyTurn && moves.includes("counter") && shown.bySide !== workspace.ownSide && (
          <NotYet commitment={commitment} />
        )}
        {isOpen && !isMyTurn && workspace.ownSide !== "coordinator" && (
          <p className="samenspraak-muted">
            {t("bargaining.turn.meanwhile", {
              side: t(`ui.side.${standing.turn ?? "buyer"}`),
            })}
          </p>
        )}
        {isOpen && isMyTurn && moves.length === 0 && (
          <p className="samenspraak-muted">{t("bargaining.no-rights")}</p>
        )}
      </PanelSection>
      {asking && (
        <Suspense fallback={null}>
          <StandDialogs
            workspace={workspace}
            commitment={commitment}
            asking={asking}
            onClose={() => setAsking(undefined)}
          />
        </Suspense>
      )}
    </Panel>
  );
}
