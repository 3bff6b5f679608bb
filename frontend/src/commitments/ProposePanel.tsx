import { IconSend } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { mayDeclare, NotBsn } from "../dialogue/NotBsn";
import { asShown, NotAsShown } from "../drafting/asShown";
import { DraftTextField } from "../drafting/DraftFields";
import { useUnavailable } from "../drafting/DraftFrame";
import type { DraftRoom, DraftStatus } from "../drafting/room";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Choices";
import { Dialog, prepareDialog } from "../ui/Dialog";
import type { FieldError } from "../ui/form";
import { Panel, PanelSection } from "../ui/Panel";
import { useToast } from "../ui/Toast";
import { asRound, Changes } from "./DraftChanges";
import { type CommitmentDraft, type commitmentDraftQuery, proposeDraft } from "./drafts";
import { missingName } from "./Missing";
import { type Authors, Proposed } from "./Proposed";
import { commitmentQuery } from "./queries";
import { newestRound, roundOf } from "./roundsOf";
import { contentText, type Revision, type Terms } from "./terms";
import { useWords } from "./useWords";

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

/** What the dialog asks: a yes to exactly this, perhaps after it changed under one's hands. */
interface Asking {
  view: CommitmentDraft;
  /** What was seen before somebody wrote on. */
  seen?: CommitmentDraft;
  /** The round that somebody put meanwhile. */
  newer?: Revision | undefined;
}

const CHANGED = "drafting/changed-meanwhile";
const STALE = "commitments/stale-revision";

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
    mutationFn: (asked: Asking) =>
      proposeDraft(workspace.id, asked.view.draft.id, {
        id: id.current,
        digest: asked.view.draft.digest,
        answers: asked.view.answers && {
          revision: asked.view.answers.revision,
          digest: asked.view.answers.digest,
        },
        origin: fromBid ? "bid" : "proposal",
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
    onError: async (error, asked) => {
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
  const unavailable = view.moves.length > 0 ? kept : t(whyNot(workspace, view));
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
        <DraftTextField
          name="untilOn"
          type="date"
          label={t("terms.offer-ends")}
          description={t("composing.offer-ends.help")}
          pointer="/fields/untilOn"
          optional
        />
        {isNew && (
          <Checkbox
            label={t("composing.from-bid")}
            checked={fromBid}
            onChange={(event) => setFromBid(event.target.checked)}
          />
        )}
        <NotBsn error={proposing.error} checked={notBsn} onChange={setNotBsn} />
        {preparing.error && (
          <Alert
            tone="error"
            role="status"
            title={t(
              preparing.error instanceof NotAsShown
                ? "drafting.propose.not-as-shown"
                : "drafting.propose.failed",
            )}
          />
        )}
        <div>
          <Button
            variant="primary"
            icon={<IconSend size={20} aria-hidden="true" />}
            busy={preparing.isPending}
            unavailable={unavailable}
            onClick={() => {
              prepareDialog();
              preparing.mutate();
            }}
          >
            {t(`drafting.propose.send.${verb}`)}
          </Button>
          {unavailable && <p className="samenspraak-small samenspraak-muted">{unavailable}</p>}
        </div>
      </PanelSection>
      {asking && (
        <ConfirmDialog
          asking={asking}
          base={commitment && answeredBy(asking.view, commitment)}
          authors={authors}
          ownId={workspace.ownParticipantId}
          side={t(`terms.side.${other}`)}
          busy={proposing.isPending}
          error={mayDeclare(proposing.error) ? undefined : proposing.error}
          onSend={() => proposing.mutate(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Panel>
  );
}

interface ConfirmDialogProps {
  asking: Asking;
  /** The round that is answered, or that a change begins with. */
  base: Revision | undefined;
  /** Who had changed what when the page was opened. */
  authors: Authors;
  ownId: string;
  side: string;
  busy: boolean;
  error: unknown;
  onSend: () => void;
  onClose: () => void;
}

/** What is put, in a sentence and then whole; and what changed since one last looked. */
function ConfirmDialog(props: ConfirmDialogProps) {
  const { asking, base, authors, ownId, side, busy, error, onSend, onClose } = props;
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { view, seen, newer } = asking;
  const { terms, draft } = view;
  const until = draft.fields.untilOn;
  const told = seen !== undefined || newer !== undefined;
  const failed =
    error instanceof Problem && error.slug !== CHANGED && error.slug !== STALE ? error : undefined;
  const verb = verbOf(view);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`drafting.propose.ask.${verb}`)}
      actions={
        <Button variant="primary" busy={busy} onClick={onSend}>
          {t(`drafting.propose.send.${verb}`)}
        </Button>
      }
    >
      <div className="samenspraak-stack samenspraak-stack--tight">
        {failed && (
          <Alert tone="error" title={failed.title} role="status">
            {failed.detail}
          </Alert>
        )}
        {told && (
          <Alert
            tone="warning"
            role="status"
            title={
              seen
                ? t("drafting.propose.changed")
                : t("drafting.propose.stale", { number: newer?.number })
            }
          />
        )}
        {seen && (
          <Changes
            before={asRound(seen)}
            after={asRound(view)}
            beforeHead={t("drafting.propose.seen")}
            afterHead={t("drafting.propose.now")}
          />
        )}
        {newer && (
          <Changes
            before={newer}
            after={asRound(view, newer)}
            beforeHead={t("terms.round.short", { number: newer.number })}
            afterHead={t("drafting.changes.draft")}
          />
        )}
        <p className="samenspraak-strong">
          {t("drafting.propose.content", { what: contentText(terms, words) })}
        </p>
        <p>{terms.title}</p>
        {typeof until === "string" && until !== "" && (
          <p>{t("drafting.propose.until", { date: format.date(until) })}</p>
        )}
        {base && keepsValueOnly(base.terms, terms) && (
          <Alert tone="warning" title={t("composing.counter.same-value")} />
        )}
        {/* What changed since the newer round is told above. */}
        <Proposed view={view} base={newer ? undefined : base} authors={authors} ownId={ownId} />
        <p>{t("composing.counter.consequence", { side })}</p>
      </div>
    </Dialog>
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

/** What proposing it comes to, in the words of the screens. */
function verbOf(view: CommitmentDraft): "propose" | "counter" | "anew" {
  const [move] = view.moves;
  if (move !== undefined) return move === "propose-anew" ? "anew" : move;
  const status = view.commitment?.standing.status;
  if (status === "agreed" || status === "in_force") return "anew";
  return view.answers ? "counter" : "propose";
}

/** Whether how much or how long changed while the amount stayed, which is easily forgotten. */
function keepsValueOnly(before: Terms, after: Terms): boolean {
  if (before.value?.kind !== "amount" || after.value?.kind !== "amount") return false;
  const moved =
    (before.quantity ?? null) !== (after.quantity ?? null) ||
    (before.period?.months ?? null) !== (after.period?.months ?? null) ||
    (before.period?.weeks ?? null) !== (after.period?.weeks ?? null);
  return moved && before.value.amountCents === after.value.amountCents;
}
