import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { usePageTitle } from "../app/navigation";
import { Conversation } from "../dialogue/Conversation";
import { BoxLabel, DraftLink } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { DateText } from "../ui/Amounts";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { SideMark } from "../ui/Side";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { useWorkspace } from "../workspaces/queries";
import { Bids } from "./Bids";
import { draftsOf } from "./drafts";
import { MissingList, useMissingText } from "./Missing";
import { commitmentQuery, commitmentsQuery } from "./queries";
import { shownRound } from "./roundsOf";
import { Sharper } from "./Sharper";
import { Stand } from "./Stand";
import { StandingLabel } from "./Standing";
import { placeText } from "./terms";
import { useWords } from "./useWords";
import "./CommitmentPage.css";

// What tells two texts apart is large, and stands below what one reads first.
const Comparison = lazy(() =>
  import("./Comparison").then(({ Comparison }) => ({ default: Comparison })),
);

// How it came about stands beside what one reads first, or below it.
const BidPanel = lazy(() => import("./BidPanel").then(({ BidPanel }) => ({ default: BidPanel })));
const Rounds = lazy(() => import("./Rounds").then(({ Rounds }) => ({ default: Rounds })));

// Who looks after it stands in the text already, and is there only once something is agreed.
const HoldersPanel = lazy(() =>
  import("./HoldersPanel").then(({ HoldersPanel }) => ({ default: HoldersPanel })),
);

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
    data ? t("bargaining.page-title", { number: data.number }) : t("page.commitment"),
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
        <EmptyState title={t("bargaining.not-found")} />
      ) : error ? (
        <LoadError
          title={t("bargaining.load-failed")}
          onRetry={() => void refetch()}
          reference={error instanceof Problem ? error.reference : undefined}
        />
      ) : (
        <LoadingPanel label={t("bargaining.loading")} lines={6} />
      )}
    </div>
  );
}

interface PartProps {
  workspace: Workspace;
  commitment: Commitment;
}

function Loaded({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
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
          <Suspense fallback={<LoadingPanel label={t("bargaining.loading")} lines={6} />}>
            <Comparison commitment={commitment} workspaceId={workspace.id} />
          </Suspense>
        </div>
        <div className="samenspraak-stack samenspraak-stack--wide">
          <Suspense fallback={<LoadingPanel label={t("bargaining.loading")} lines={4} />}>
            <Rounds commitment={commitment} workspaceId={workspace.id} />
            <BidPanel commitment={commitment} />
          </Suspense>
          {commitment.holders.length > 0 && (
            <Suspense fallback={null}>
              <HoldersPanel workspace={workspace} commitment={commitment} />
            </Suspense>
          )}
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
  const round = t("terms.round.short", { number });
  return <span className="samenspraak-muted">{place ? `${round}, ${place}` : round}</span>;
}

/** Who is to move, and until when: the last day that still counts. */
function Turn({ commitment, workspace }: PartProps) {
  const { t } = useTranslation();
  const { turn, untilAt, untilLapses, pausedAt } = commitment.standing;
  if (turn !== "buyer" && turn !== "contractor") return null;
  return (
    <span className="samenspraak-commitment-head__turn">
      <SideMark side={turn} />{" "}
      {turn === workspace.ownSide
        ? t("bargaining.turn.you")
        : t("bargaining.turn.they", { side: t(`ui.side.${turn}`) })}
      {untilAt && !pausedAt && (
        <>
          , {t(isPast(untilAt) ? "bargaining.turn.passed" : "bargaining.turn.answer")}{" "}
          <DateText at={lastMoment(untilAt)} as="deadline" />
          {untilLapses && `, ${t("bargaining.turn.lapses")}`}
        </>
      )}
    </span>
  );
}

/** A clock that only reminds leaves the text on the table. */
function isPast(untilAt: string): boolean {
  return Date.parse(untilAt) <= Date.now();
}

/** The day before a deadline ends, which is the day people know. */
function lastMoment(untilAt: string): string {
  return new Date(Date.parse(untilAt) - 1).toISOString();
}

/** What is said about this commitment, for both sides to read. */
function Talk({ workspace, commitment }: PartProps) {
  const { data } = useQuery(commitmentsQuery(workspace.id));
  const subject = useMemo(
    () => ({ kind: "commitment" as const, id: commitment.id }),
    [commitment.id],
  );
  return (
    <Conversation
      key={workspace.id}
      workspace={workspace}
      commitments={data?.items}
      subject={subject}
    />
  );
}

/** What is still to be filled in, as long as something is. */
function Readiness({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation();
  const missingText = useMissingText();
  const { missing, standing } = commitment;
  const round = shownRound(commitment);
  if (standing.status === "closed") return null;
  // What is agreed is agreed; only what was passed by stays to be seen.
  const hints = round.hints.filter(({ isSkipped }) => isSkipped || standing.turn !== null);
  if (missingText(missing) === "" && hints.length === 0) return null;
  return (
    <Panel title={t("terms.missing.title")}>
      <PanelSection>
        <MissingList missing={missing} />
      </PanelSection>
      <Sharper hints={hints} />
    </Panel>
  );
}
