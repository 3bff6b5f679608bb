import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { BidQuestions } from "./BidQuestions";
import { answered, NOTHING_ANSWERED } from "./bidAnswers";
import { clockText } from "./clockText";
import { Changes } from "./DraftChanges";
import { asRound } from "./drafts";
import { type Authors, Proposed } from "./Proposed";
import { type Asking, CHANGED, STALE, verbOf } from "./proposing";
import { contentText, type Revision, type Terms } from "./terms";
import { useWords } from "./useWords";

interface ConfirmProposalProps {
  workspaceId: string;
  asking: Asking;
  /** The round that is answered, or that a change begins with. */
  base: Revision | undefined;
  /** Who had changed what when the page was opened. */
  authors: Authors;
  ownId: string;
  ownSide: View<"Side">;
  /** The other side, in words. */
  side: string;
  busy: boolean;
  error: unknown;
  onSend: (bidAnswers: View<"BidAnswers"> | null) => void;
  onClose: () => void;
}

/** What is put, in a sentence and then whole; and what changed since one last looked. */
export function ConfirmProposal(props: ConfirmProposalProps) {
  const { workspaceId, asking, base, authors, ownId, ownSide, side, busy, error, onSend, onClose } =
    props;
  const { t } = useTranslation();
  const words = useWords();
  const form = useId();
  const [answering, setAnswering] = useState(NOTHING_ANSWERED);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const { view, seen, newer } = asking;
  const { terms, draft } = view;
  const clock = clockText(draft.fields, words);
  // The contractor may offer less; it is the buyer who answers for it.
  const asksBid = ownSide === "buyer" && view.lessThanBid.length > 0;
  const told = seen !== undefined || newer !== undefined;
  const failed =
    error instanceof Problem && error.slug !== CHANGED && error.slug !== STALE ? error : undefined;
  const verb = verbOf(view);

  function send() {
    if (!asksBid) return onSend(null);
    const found = answered(answering, "/bidAnswers", {
      choose: t("bids.choose"),
      ground: t("bids.ground.needed"),
    });
    if ("errors" in found) setErrors(found.errors);
    else onSend(found.bidAnswers);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`drafting.propose.ask.${verb}`)}
      actions={
        <Button type="submit" form={form} variant="primary" busy={busy}>
          {t(`drafting.propose.send.${verb}`)}
        </Button>
      }
    >
      <Form
        id={form}
        errors={errors}
        onSubmit={send}
        className="samenspraak-stack samenspraak-stack--tight"
      >
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
        {clock && <p>{clock}</p>}
        {base && keepsValueOnly(base.terms, terms) && (
          <Alert tone="warning" title={t("composing.counter.same-value")} />
        )}
        {/* What changed since the newer round is told above. */}
        <Proposed
          workspaceId={workspaceId}
          view={view}
          base={newer ? undefined : base}
          authors={authors}
          ownId={ownId}
        />
        {asksBid && (
          <BidQuestions less={view.lessThanBid} answering={answering} onChange={setAnswering} />
        )}
        <p>{t("composing.counter.consequence", { side })}</p>
      </Form>
    </Dialog>
  );
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
