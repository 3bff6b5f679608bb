import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextArea } from "../ui/FormField";
import { Panel, PanelSection } from "../ui/Panel";
import { useToast } from "../ui/Toast";
import { draftOf, responsibleOf, termsOf, withCondition } from "./draft";
import { counter, proposeAnew } from "./moves";
import { StaleDialog } from "./StaleDialog";
import { newestRound } from "./sentences";
import { TermsForm } from "./TermsForm";
import { contentText, type Revision, type Terms } from "./terms";
import { useDraft } from "./useDraft";
import { isStale, useCommitmentMove } from "./useMoves";
import { useWords } from "./useWords";

/** "Ja, mits…", "Anders", or a change of what was agreed. */
export type CounterMode = "conditions" | "otherwise" | "anew";

interface CounterPanelProps {
  workspace: View<"WorkspaceView">;
  commitment: View<"CommitmentView">;
  mode: CounterMode;
  /** The round that is answered or changed, as it was when one began. */
  base: Revision;
  onDone: () => void;
}

/** The own text in the place of the one on the table, filled in with that one. */
export function CounterPanel({ workspace, commitment, mode, base, onDone }: CounterPanelProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { say } = useToast();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const present = new Set(
    workspace.participants.filter(({ hasLeft }) => !hasLeft).map(({ id }) => id),
  );
  const begin = (from: Revision) => ({
    revision: from.number,
    draft: draftOf(from.terms, from.responsible, present),
    condition: "",
  });
  const [kept, keep, drop] = useDraft(`answer ${commitment.id}`, () => begin(base));
  // The round one answers: a newer one once one has seen it and keeps the own text.
  const [named, setNamed] = useState(base);
  const [asking, setAsking] = useState<{ declaredNotBsn: boolean }>();
  const [newer, setNewer] = useState<Revision>();
  const terms = termsOf(
    mode === "conditions"
      ? { ...kept.draft, text: withCondition(kept.draft.text, kept.condition) }
      : kept.draft,
    base.terms,
  );
  const responsible = responsibleOf(kept.draft, base.responsible);
  const before = responsibleOf(begin(base).draft, base.responsible);
  const putting = useCommitmentMove(
    workspace.id,
    commitment.id,
    (declaredNotBsn: boolean) => {
      const body = {
        terms,
        // Left out, those of the round before stay, also who left the workspace since.
        responsible: JSON.stringify(responsible) === JSON.stringify(before) ? null : responsible,
        untilOn: kept.draft.untilOn || null,
        revision: named.number,
        digest: named.digest,
        declaredNotBsn,
      };
      const put = mode === "anew" ? proposeAnew : counter;
      return put(workspace.id, commitment.id, body).finally(() => setAsking(undefined));
    },
    {
      onDone: () => {
        drop();
        say(t(`commitments.counter.done.${mode === "anew" ? "anew" : "counter"}`));
        onDone();
      },
      onStale: (now) => setNewer(newestRound(now)),
    },
  );
  const number = commitment.revisions.length + 1;
  const title = t(`commitments.counter.title.${mode}`, { number });
  const other = workspace.ownSide === "buyer" ? "contractor" : "buyer";

  return (
    <>
      <div ref={heading} tabIndex={-1} className="samenspraak-focus-place">
        <Panel title={title}>
          <PanelSection>
            {kept.revision !== base.number && (
              <Alert
                tone="warning"
                title={t("commitments.counter.older", { seen: kept.revision, number: base.number })}
                actions={
                  <Button onClick={drop}>
                    {t("commitments.counter.begin-anew", { number: base.number })}
                  </Button>
                }
              />
            )}
            <TermsForm
              workspace={workspace}
              draft={kept.draft}
              onChange={(draft) => keep({ ...kept, draft })}
              error={isStale(putting.error) ? null : putting.error}
              check={() =>
                mode === "conditions" && kept.condition.trim() === ""
                  ? [{ pointer: "/condition", message: t("commitments.counter.condition.needed") }]
                  : []
              }
              onSubmit={(declaredNotBsn) => setAsking({ declaredNotBsn })}
              busy={putting.isPending}
              submitLabel={t(`commitments.counter.send.${mode === "anew" ? "anew" : "counter"}`)}
              actions={
                <Button
                  variant="subtle"
                  onClick={() => {
                    drop();
                    onDone();
                  }}
                >
                  {t("ui.cancel")}
                </Button>
              }
            >
              {mode === "conditions" && (
                <TextArea
                  label={t("commitments.counter.condition")}
                  description={t("commitments.counter.condition.help")}
                  pointer="/condition"
                  rows={2}
                  value={kept.condition}
                  onChange={(event) => keep({ ...kept, condition: event.target.value })}
                />
              )}
            </TermsForm>
          </PanelSection>
        </Panel>
      </div>
      <Dialog
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t(`commitments.counter.ask.${mode === "anew" ? "anew" : "counter"}`, { number })}
        actions={
          <Button
            variant="primary"
            busy={putting.isPending}
            onClick={() => asking && putting.mutate(asking.declaredNotBsn)}
          >
            {t(`commitments.counter.send.${mode === "anew" ? "anew" : "counter"}`)}
          </Button>
        }
      >
        <div className="samenspraak-stack samenspraak-stack--tight">
          <p className="samenspraak-strong">
            {t("commitments.counter.content", { what: contentText(terms, words) })}
          </p>
          {mode === "conditions" && <p>{kept.condition}</p>}
          {keepsValueOnly(base.terms, terms) && (
            <Alert tone="warning" title={t("commitments.counter.same-value")} />
          )}
          <p>{t("commitments.counter.consequence", { side: t(`commitments.side.${other}`) })}</p>
        </div>
      </Dialog>
      {newer && (
        <StaleDialog
          seen={named}
          now={newer}
          hasText
          onLook={() => {
            setNewer(undefined);
            onDone();
          }}
          onKeep={() => {
            setNamed(newer);
            setNewer(undefined);
          }}
        />
      )}
    </>
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
