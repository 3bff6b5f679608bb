import {
  IconArrowsExchange,
  IconCheck,
  IconChecks,
  IconHelpCircle,
  IconPencilPlus,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { usePageTitle } from "../app/navigation";
import { Conversation } from "../dialogue/Conversation";
import { messagesQuery } from "../dialogue/queries";
import { BoxLabel, DraftLink, mayOpen } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { useConnection } from "../live/connection";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { prepareDialog } from "../ui/Dialog";
import { LinkButton, TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { ServerHtml } from "../ui/ServerHtml";
import { SideMark } from "../ui/Side";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { useWorkspace } from "../workspaces/queries";
import {
  AcceptDialog,
  AcceptPackageDialog,
  WrittenDialog,
  type WrittenVerb,
} from "./AnswerDialogs";
import { AnswerInDraftDialog, type AnswerMode } from "./AnswerInDraftDialog";
import { Bids } from "./Bids";
import { Comparison } from "./Comparison";
import { draftsOf } from "./drafts";
import { MissingList, missingName, useMissingText } from "./Missing";
import { commitmentQuery, commitmentsQuery } from "./queries";
import { Rounds } from "./Rounds";
import { StandingLabel } from "./Standing";
import { openingWords, roundOf, shownRound } from "./sentences";
import { placeText, type Revision } from "./terms";
import { useWords } from "./useWords";
import "./CommitmentPage.css";

type Commitment = View<"CommitmentView">;
type Workspace = View<"WorkspaceView">;

/** One commitment: what is said now, what one can answer, and how it came about. */
export function CommitmentPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { commitmentId } = useParams({
    from: "/signed-in/contracten/$id/toezeggingen/$commitmentId",
  });
  const { data, error, refetch } = useQuery(commitmentQuery(workspace.id, commitmentId));
  usePageTitle(
    data ? t("commitments.page-title", { number: data.number }) : t("page.commitment"),
    workspace.contract.title,
  );
  return (
    <div className="samenspraak-stack">
      <p className="samenspraak-small">
        <TextLink to="/contracten/$id" params={{ id: workspace.id }}>
          {t("commitments.back")}
        </TextLink>
      </p>
      {data ? (
        // What one was typing belongs to one commitment.
        data.revisions.length === 0 ? (
          <Concept key={data.id} workspace={workspace} commitment={data} />
        ) : (
          <Loaded key={data.id} workspace={workspace} commitment={data} />
        )
      ) : error instanceof Problem && error.status === 404 ? (
        <EmptyState title={t("commitments.not-found")} />
      ) : error ? (
        <LoadError
          title={t("commitments.load-failed")}
          onRetry={() => void refetch()}
          reference={error instanceof Problem ? error.reference : undefined}
        />
      ) : (
        <LoadingPanel label={t("commitments.loading")} lines={6} />
      )}
    </div>
  );
}

interface PartProps {
  workspace: Workspace;
  commitment: Commitment;
}

function Loaded({ workspace, commitment }: PartProps) {
  const words = useWords();
  const shown = shownRound(commitment);
  return (
    <>
      <header className="samenspraak-commitment-head">
        <h2>
          {commitment.number}. {shown.terms.title}
        </h2>
        <div className="samenspraak-cluster samenspraak-small">
          <StandingLabel standing={commitment.standing} />
          <RoundAndPlace commitment={commitment} place={placeText(shown.terms, words)} />
          <Turn commitment={commitment} workspace={workspace} />
        </div>
      </header>
      <div className="samenspraak-columns samenspraak-columns--side">
        <div className="samenspraak-stack samenspraak-stack--wide">
          <Stand workspace={workspace} commitment={commitment} />
          <Drafts workspace={workspace} commitment={commitment} />
          <Bids commitment={commitment} />
          <Comparison commitment={commitment} workspaceId={workspace.id} />
        </div>
        <div className="samenspraak-stack samenspraak-stack--wide">
          <Rounds commitment={commitment} workspaceId={workspace.id} />
          <Readiness commitment={commitment} />
          <Talk workspace={workspace} commitment={commitment} />
        </div>
      </div>
    </>
  );
}

/** What nobody has put yet: where it is written, and what is said about it. */
function Concept({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <header className="samenspraak-commitment-head">
        <h2>
          {commitment.number}. {commitment.title || t("boxes.untitled.commitment")}
        </h2>
        <div className="samenspraak-cluster samenspraak-small">
          <StandingLabel standing={commitment.standing} />
        </div>
      </header>
      <div className="samenspraak-columns samenspraak-columns--side">
        <Drafts workspace={workspace} commitment={commitment} />
        <Talk workspace={workspace} commitment={commitment} />
      </div>
    </>
  );
}

/** The drafts of this commitment that are open, each with the way on in it. */
function Drafts({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  const { data } = useQuery(draftsQuery(workspace.id));
  const drafts = draftsOf(data?.items ?? [], commitment.id);
  if (drafts.length === 0) return null;
  return (
    <>
      {drafts.map((draft) => (
        <Panel
          key={draft.id}
          title={t("boxes.open")}
          aside={<BoxLabel box={draft.box} />}
          ownSide={draft.box === "own_side"}
        >
          <PanelSection>
            <DraftLink workspaceId={workspace.id} draft={draft} />
          </PanelSection>
        </Panel>
      ))}
    </>
  );
}

function RoundAndPlace({
  commitment,
  place,
}: {
  commitment: Commitment;
  place?: string | undefined;
}) {
  const { t } = useTranslation();
  const { number } = shownRound(commitment);
  const round = t("commitments.round.short", { number });
  return <span className="samenspraak-muted">{place ? `${round}, ${place}` : round}</span>;
}

/** Who is to move, and until when: the last day that still counts. */
function Turn({ commitment, workspace }: PartProps) {
  const { t } = useTranslation();
  const { turn, untilAt } = commitment.standing;
  if (turn !== "buyer" && turn !== "contractor") return null;
  return (
    <span className="samenspraak-commitment-head__turn">
      <SideMark side={turn} />{" "}
      {turn === workspace.ownSide
        ? t("commitments.turn.you")
        : t("commitments.turn.they", { side: t(`ui.side.${turn}`) })}
      {untilAt && (
        <>
          , {t("commitments.turn.answer")} <DateText at={lastMoment(untilAt)} as="deadline" />
        </>
      )}
    </span>
  );
}

/** The day before a deadline ends, which is the day people know. */
function lastMoment(untilAt: string): string {
  return new Date(Date.parse(untilAt) - 1).toISOString();
}

type Asking = {
  verb: "accept" | "accept-package" | WrittenVerb | AnswerMode;
  round: Revision;
};

/** What is said now in one or two sentences, and what this person can answer. */
function Stand({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [asking, setAsking] = useState<Asking>();
  const offline = useConnection() === "offline" ? t("commitments.offline") : undefined;
  const { moves, standing, negotiation } = commitment;
  const shown = shownRound(commitment);
  // Whoever comes to answer soon opens a dialog.
  useEffect(() => {
    if (moves.length > 0) prepareDialog();
  }, [moves]);
  const ask = (verb: Asking["verb"], round = shown) => setAsking({ verb, round });
  const isOpen = standing.turn !== null;
  const isMyTurn = standing.turn === workspace.ownSide;
  const agreed = roundOf(commitment, standing.agreedRevision);
  const mayAccept = moves.includes("accept");
  const close = () => setAsking(undefined);
  const dialog = asking && {
    workspaceId: workspace.id,
    commitment,
    round: asking.round,
    onClose: close,
  };
  return (
    <Panel title={t("commitments.stand")} titleHidden className="samenspraak-stand">
      <PanelSection className="samenspraak-stack">
        <div>
          <Updated workspace={workspace} commitment={commitment} />
          <p className="samenspraak-stand__sentence">
            {openingWords(commitment, workspace.ownSide, words).join(" ")}
          </p>
        </div>
        {standing.closedReason && (
          <blockquote className="samenspraak-stand__reason">
            <span className="samenspraak-muted">{t("commitments.reason")}</span>{" "}
            {standing.closedReason}
          </blockquote>
        )}
        <HoldsMeanwhile commitment={commitment} />
        {negotiation?.isOpen && negotiation.pausedAt && (
          <Alert tone="info" title={t("commitments.paused")} />
        )}
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
              {t("commitments.package.accept", { count: commitment.package.length })}
            </Button>
          )}
          {mayAccept && (
            <Button
              variant="primary"
              icon={<IconCheck size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("accept")}
            >
              {t("commitments.answer.yes")}
            </Button>
          )}
          {moves.includes("answer") && (
            <Button variant="primary" unavailable={offline} onClick={() => ask("answer")}>
              {t("commitments.answer.question")}
            </Button>
          )}
          {moves.includes("counter") && shown.bySide !== workspace.ownSide && (
            <Button
              icon={<IconPencilPlus size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("conditions")}
            >
              {t("commitments.answer.conditions")}
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
                  ? "commitments.answer.own-otherwise"
                  : "commitments.answer.otherwise",
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
              {t("commitments.question.open")}
            </Button>
          )}
          {moves.includes("decline") && (
            <Button variant="subtle" unavailable={offline} onClick={() => ask("decline")}>
              {t("commitments.decline.open")}
            </Button>
          )}
          {moves.includes("withdraw") && (
            <Button variant="subtle" unavailable={offline} onClick={() => ask("withdraw")}>
              {t("commitments.withdraw.open")}
            </Button>
          )}
          {moves.includes("propose") && agreed && (
            <Button
              icon={<IconArrowsExchange size={20} aria-hidden="true" />}
              unavailable={offline}
              onClick={() => ask("anew", agreed)}
            >
              {t("commitments.answer.anew")}
            </Button>
          )}
          {standing.status === "agreed" && (
            <LinkButton to="/contracten/$id/overeenkomst" params={{ id: workspace.id }}>
              {t("commitments.to-agreement")}
            </LinkButton>
          )}
        </div>
        {isOpen && isMyTurn && moves.includes("counter") && shown.bySide !== workspace.ownSide && (
          <NotYet commitment={commitment} />
        )}
        {isOpen && !isMyTurn && workspace.ownSide !== "coordinator" && (
          <p className="samenspraak-muted">
            {t("commitments.turn.meanwhile", {
              side: t(`ui.side.${standing.turn ?? "buyer"}`),
            })}
          </p>
        )}
        {isOpen && isMyTurn && moves.length === 0 && (
          <p className="samenspraak-muted">{t("commitments.no-rights")}</p>
        )}
      </PanelSection>
      {dialog && asking.verb === "accept" && <AcceptDialog {...dialog} />}
      {dialog && asking.verb === "accept-package" && <AcceptPackageDialog {...dialog} />}
      {dialog && isWritten(asking.verb) && <WrittenDialog {...dialog} verb={asking.verb} />}
      {asking && isAnswer(asking.verb) && (
        <AnswerInDraftDialog
          workspace={workspace}
          commitment={commitment}
          mode={asking.verb}
          base={asking.round}
          onClose={close}
        />
      )}
    </Panel>
  );
}

const ANSWERS: readonly string[] = ["conditions", "otherwise", "anew"] satisfies AnswerMode[];

function isAnswer(verb: Asking["verb"]): verb is AnswerMode {
  return ANSWERS.includes(verb);
}

function isWritten(verb: Asking["verb"]): verb is WrittenVerb {
  return !isAnswer(verb) && verb !== "accept" && verb !== "accept-package";
}

/** That somebody put a newer round while one was reading: said once, without moving the page. */
function Updated({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  const count = commitment.revisions.length;
  const [first] = useState(count);
  const newest = commitment.revisions.at(-1);
  return (
    <div role="status">
      {count > first && newest && newest.bySide !== workspace.ownSide && (
        <p className="samenspraak-stand__updated">
          {t("commitments.updated", { number: newest.number })}{" "}
          <DateText at={newest.putAt} as="time" />.
        </p>
      )}
    </div>
  );
}

/** What was agreed before holds until something else is agreed. */
function HoldsMeanwhile({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation();
  const { status, agreedRevision, boundRevision } = commitment.standing;
  const isOpen = status === "lies_with_buyer" || status === "lies_with_contractor";
  const held = boundRevision ?? agreedRevision;
  if (held === null || (!isOpen && !(status === "agreed" && boundRevision !== null))) return null;
  return (
    <p className="samenspraak-muted">
      {t(boundRevision === null ? "commitments.meanwhile.agreed" : "commitments.meanwhile.bound", {
        number: held,
      })}
    </p>
  );
}

/** Why one cannot say yes yet, and how one can help. */
function NotYet({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation();
  const { toAgree } = commitment.missing;
  if (toAgree.length === 0) return null;
  return (
    <Alert tone="info" title={t("commitments.not-yet", { count: toAgree.length })}>
      {t("commitments.not-yet.detail", {
        names: toAgree.map((name) => missingName(name, t)).join(", "),
      })}
    </Alert>
  );
}

/** The question that waits for an answer, in the words in which it was asked. */
function AskedQuestion({ workspace, commitment, isMyTurn }: PartProps & { isMyTurn: boolean }) {
  const { t } = useTranslation();
  const { hasQuestion } = commitment.standing;
  const { data } = useInfiniteQuery({
    ...messagesQuery(workspace.id, {
      audience: "shared",
      subject: { kind: "commitment", id: commitment.id },
    }),
    enabled: hasQuestion,
  });
  if (!hasQuestion || !data) return null;
  const { putAt } = shownRound(commitment);
  const asked = data.pages
    .flatMap((page) => page.items)
    .filter((message) => message.kind === "question" && message.postedAt >= putAt)
    .sort((one, other) => one.postedAt.localeCompare(other.postedAt))
    .at(-1);
  // A package that falls apart hands its texts back too, and nobody typed anything then.
  if (!asked) return isMyTurn ? <Alert title={t("commitments.question.unpacked")} /> : null;
  return (
    <Alert title={t("commitments.question.waits")}>
      {asked.html !== null && <ServerHtml html={asked.html} />}
      <p className="samenspraak-small samenspraak-muted">
        {asked.author.name}, <DateText at={asked.postedAt} />
      </p>
    </Alert>
  );
}

/** Which texts are accepted together with this one. */
function PackageParts({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...commitmentsQuery(workspace.id),
    enabled: commitment.package.length > 0,
  });
  if (commitment.package.length === 0) return null;
  const lines = commitment.package.map((named) =>
    data?.items.find((line) => line.id === named.commitmentId),
  );
  return (
    <Alert tone="info" title={t("commitments.package.title", { count: commitment.package.length })}>
      <p>{t("commitments.package.detail")}</p>
      <ul>
        {lines.map(
          (line) =>
            line && (
              <li key={line.id}>
                {line.id === commitment.id ? (
                  `${line.number}. ${line.title}`
                ) : (
                  <TextLink
                    to="/contracten/$id/toezeggingen/$commitmentId"
                    params={{ id: workspace.id, commitmentId: line.id }}
                  >
                    {line.number}. {line.title}
                  </TextLink>
                )}
              </li>
            ),
        )}
      </ul>
    </Alert>
  );
}

/** What is said about this commitment, for both sides to read. */
function Talk({ workspace, commitment }: PartProps) {
  const { data } = useQuery(commitmentsQuery(workspace.id));
  const subject = useMemo(
    () => ({ kind: "commitment" as const, id: commitment.id }),
    [commitment.id],
  );
  return <Conversation workspace={workspace} commitments={data?.items} subject={subject} />;
}

/** What is still to be filled in, as long as something is. */
function Readiness({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation();
  const missingText = useMissingText();
  const { missing, standing } = commitment;
  if (standing.status === "closed" || missingText(missing) === "") return null;
  return (
    <Panel title={t("commitments.missing.title")}>
      <PanelSection>
        <MissingList missing={missing} />
      </PanelSection>
    </Panel>
  );
}
