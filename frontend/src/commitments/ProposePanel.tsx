import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { mayDeclare, NotBsn } from "../dialogue/NotBsn";
import { asShown } from "../drafting/asShown";
import { useUnavailable } from "../drafting/DraftFrame";
import { NotPrepared, PutButton } from "../drafting/Putting";
import type { DraftRoom, DraftStatus } from "../drafting/room";
import { Checkbox } from "../ui/Choices";
import type { FieldError } from "../ui/form";
import { Panel, PanelSection } from "../ui/Panel";
import { useToast } from "../ui/Toast";
import { DepartmentWords } from "./DepartmentWords";
import { type CommitmentDraft, type commitmentDraftQuery, proposeDraft } from "./drafts";
import { Clock } from "./fields/Clock";
import { missingName } from "./Missing";
import { type Asking, CHANGED, STALE, verbOf } from "./proposing";
import { commitmentQuery } from "./queries";
import { newestRound, roundOf } from "./roundsOf";

const loadConfirming = () => import("./ConfirmProposal");
const ConfirmProposal = lazy(() =>
  loadConfirming().then(({ ConfirmProposal }) => ({ default: ConfirmProposal })),
);

interface ProposePanelProps {
  workspace: View<"WorkspaceView">;
  commitment: View<"CommitmentView"> | undefined;
  /** What the page shows now; what is put is fetched anew. */
  view: CommitmentDraft;
  room: DraftRoom;
  status: DraftStatus;
  query: ReturnType<typeof commitmentDraftQuery>;
  /** What stands in the way, to be shown at its fields. */
  onErrors: (errors: readonly FieldError[]) => void;
}

interface Sending {
  asked: Asking;
  /** Why less than the winning bid is right, from a buyer. */
  bidAnswers: View<"BidAnswers"> | null;
}

/** Put what stands in the draft to the other side, after it was said once more. */
export function ProposePanel(props: ProposePanelProps) {
  const { workspace, commitment, view, room, status, query, onErrors } = props;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { say } = useToast();
  const [fromBid, setFromBid] = useState(false);
  const [notBsn, setNotBsn] = useState(false);
  const [asking, setAsking] = useState<Asking>();
  // Who had changed what when this page was opened.
  const [authors] = useState(view.draft.authors);
  // One id for all attempts, so that sending it again after a lost answer puts it once.
  const id = useRef(newId());
  const fresh = () => queries.fetchQuery({ ...query, staleTime: 0 });

  const preparing = useMutation({
    mutationFn: () => asShown(room, fresh),
    onSuccess: (now) => {
      const found = [
        ...now.missing.toPropose
          .filter((name) => !isUnreadable(now, name))
          .map((name) => ({
            pointer: `/fields/${name}`,
            message: t("drafting.propose.needed", { what: missingName(name, t) }),
          })),
        ...now.faults.map(({ pointer, detail }) => ({ pointer, message: detail })),
      ];
      onErrors(found);
      if (found.length === 0) setAsking({ view: now });
    },
  });

  const proposing = useMutation({
    mutationFn: ({ asked, bidAnswers }: Sending) =>
      proposeDraft(workspace.id, asked.view.draft.id, {
        id: id.current,
        digest: asked.view.draft.digest,
        answers: asked.view.answers && {
          revision: asked.view.answers.revision,
          digest: asked.view.answers.digest,
        },
        origin: fromBid ? "bid" : "proposal",
        bidAnswers,
        declaredNotBsn: notBsn,
      }),
    onSuccess: async (put) => {
      setAsking(undefined);
      const number = put.revisions.at(-1)?.number ?? 1;
      say(t("drafting.propose.done", { number }));
      await navigate({
        to: "/contracten/$id/toezeggingen/$commitmentId",
        params: { id: workspace.id, commitmentId: put.id },
      });
      void queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] });
    },
    onError: async (error, { asked }) => {
      if (!(error instanceof Problem)) return;
      if (error.slug === CHANGED) {
        const now = await fresh();
        setAsking({ view: now, seen: asked.view });
      } else if (error.slug === STALE) {
        const now = await fresh();
        const about = now.draft.subjectId
          ? await queries.fetchQuery({
              ...commitmentQuery(workspace.id, now.draft.subjectId),
              staleTime: 0,
            })
          : undefined;
        const newer = about?.revisions.at(-1);
        if (now.moves.length > 0) {
          setAsking({ view: now, newer });
          return;
        }
        // It was our own side that put it, so there is nothing to ask any more.
        setAsking(undefined);
        onErrors([
          { pointer: "", message: t("drafting.propose.stale", { number: newer?.number }) },
        ]);
      } else {
        setAsking(undefined);
        onErrors(formErrors(error));
      }
    },
  });

  const kept = useUnavailable(status);
  const verb = verbOf(view);
  const isNew = verb === "propose";
  const silent = view.words
    .filter(({ word }) => word !== "yes")
    .map(({ department }) => department);
  const unavailable =
    view.moves.length === 0
      ? t(whyNot(workspace, view))
      : silent.length > 0
        ? t("composing.words.waits", { departments: silent.join(", ") })
        : kept;
  const other = workspace.ownSide === "buyer" ? "contractor" : "buyer";
  const answered = commitment && roundOf(commitment, view.answers?.revision ?? null);
  return (
    <Panel title={t(`drafting.propose.title.${verb}`)}>
      <PanelSection className="samenspraak-stack">
        {view.moves.length > 0 && (
          <p className="samenspraak-muted">
            {verb === "counter" && answered
              ? t(
                  answered.bySide === workspace.ownSide
                    ? "drafting.propose.replaces"
                    : "drafting.propose.answers",
                  { number: answered.number, side: t(`terms.side.${other}`) },
                )
              : t("drafting.propose.lead", { side: t(`terms.side.${other}`) })}
          </p>
        )}
        <Clock />
        {isNew && (
          <Checkbox
            label={t("composing.from-bid")}
            checked={fromBid}
            onChange={(event) => setFromBid(event.target.checked)}
          />
        )}
        <DepartmentWords workspace={workspace} view={view} room={room} query={query} />
        <NotBsn error={proposing.error} checked={notBsn} onChange={setNotBsn} />
        <NotPrepared error={preparing.error} />
        <PutButton
          label={t(`drafting.propose.send.${verb}`)}
          busy={preparing.isPending}
          unavailable={unavailable}
          onPut={() => {
            void loadConfirming();
            preparing.mutate();
          }}
        />
      </PanelSection>
      {asking && (
        <Suspense fallback={null}>
          <ConfirmProposal
            workspaceId={workspace.id}
            asking={asking}
            base={commitment && answeredBy(asking.view, commitment)}
            authors={authors}
            ownId={workspace.ownParticipantId}
            ownSide={workspace.ownSide}
            side={t(`terms.side.${other}`)}
            busy={proposing.isPending}
            error={mayDeclare(proposing.error) ? undefined : proposing.error}
            onSend={(bidAnswers) => proposing.mutate({ asked: asking, bidAnswers })}
            onClose={() => setAsking(undefined)}
          />
        </Suspense>
      )}
    </Panel>
  );
}

/** The round that what is written is laid beside: what it answers, or what it would change. */
function answeredBy({ answers, draft }: CommitmentDraft, commitment: View<"CommitmentView">) {
  const named = roundOf(commitment, answers?.revision ?? draft.baseNumber);
  if (named || commitment.revisions.length === 0) return named;
  return newestRound(commitment);
}

/** Whether something is there that cannot be read; then that is what has to be told. */
function isUnreadable({ faults }: CommitmentDraft, name: string): boolean {
  const fields = name === "quantity" ? ["quantity", "spentCents"] : [name];
  return faults.some(({ pointer }) =>
    fields.some((field) => `${pointer}.`.startsWith(`/fields/${field}.`)),
  );
}

/** Why this person cannot put it now. */
function whyNot(workspace: View<"WorkspaceView">, { commitment }: CommitmentDraft) {
  const own = workspace.participants.find(({ id }) => id === workspace.ownParticipantId);
  if (workspace.ownSide === "coordinator") return "composing.coordinator-proposes-nothing";
  if (!own?.roles.includes("negotiator")) return "drafting.propose.no-rights";
  if (commitment?.standing.status === "closed") return "drafting.propose.closed";
  const turn = commitment?.standing.turn;
  if (turn && turn !== workspace.ownSide) return "drafting.propose.their-turn";
  return "drafting.propose.not-now";
}
