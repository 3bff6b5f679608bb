import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import type { Draft } from "../drafting/views";
import { Alert } from "../ui/Alert";
import { FieldDiff, WordDiff } from "../ui/Differences";
import { Disclosure } from "../ui/Disclosure";
import { Select } from "../ui/FormField";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { asRound, type CommitmentDraft } from "./drafts";
import { newestRound, roundOf } from "./roundsOf";
import { fieldChanges } from "./said";
import type { Revision } from "./terms";
import { useWords } from "./useWords";

interface DraftChangesProps {
  commitment: View<"CommitmentView">;
  view: CommitmentDraft;
}

/** What the draft says differently from a round, field by field and word by word. */
export function DraftChanges({ commitment, view }: DraftChangesProps) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<number>();
  const before = roundOf(commitment, chosen ?? view.draft.baseNumber) ?? newestRound(commitment);
  return (
    <Panel
      title={t("drafting.changes", { number: before.number })}
      aside={
        commitment.revisions.length > 1 && (
          <Select
            inline
            label={t("drafting.changes.since")}
            value={String(before.number)}
            onChange={(event) => choose(Number(event.target.value))}
            options={commitment.revisions.map((round) => ({
              value: String(round.number),
              label: t("terms.round.option", {
                number: round.number,
                side: t(`ui.side.${round.bySide}`),
              }),
            }))}
          />
        )
      }
    >
      <PanelSection>
        <Changes
          before={before}
          after={asRound(view, before)}
          beforeHead={
            <SideLabel side={before.bySide}>
              {t("terms.round.short", { number: before.number })}
            </SideLabel>
          }
          afterHead={t("drafting.changes.draft")}
        />
      </PanelSection>
    </Panel>
  );
}

interface ChangesProps {
  before: Revision;
  after: Revision;
  beforeHead: React.ReactNode;
  afterHead: React.ReactNode;
}

/** The fields and the words that differ, or that nothing does. */
export function Changes({ before, after, beforeHead, afterHead }: ChangesProps) {
  const { t } = useTranslation();
  const words = useWords();
  const changed = fieldChanges(before, after, words).filter((each) => each.before !== each.after);
  const text = [before.terms.text ?? "", after.terms.text ?? ""] as const;
  if (changed.length === 0 && text[0] === text[1]) return <p>{t("drafting.changes.none")}</p>;
  return (
    <div className="samenspraak-stack">
      {changed.length > 0 && (
        <FieldDiff
          caption={t("drafting.changes.caption")}
          beforeHead={beforeHead}
          afterHead={afterHead}
          fields={changed}
        />
      )}
      {text[0] !== text[1] && (
        <div>
          <h3>{t("terms.text")}</h3>
          <WordDiff before={text[0]} after={text[1]} lang="nl" />
        </div>
      )}
    </div>
  );
}

interface NewerRoundProps {
  commitment: View<"CommitmentView">;
  draft: Draft;
}

/** That a round was put: out of this draft, or after the one it began with and what that changed. */
export function NewerRound({ commitment, draft }: NewerRoundProps) {
  const { t } = useTranslation();
  const base = roundOf(commitment, Math.max(draft.baseNumber ?? 0, draft.proposedNumber ?? 0));
  const newest = commitment.revisions.at(-1);
  if (newest && newest.number === draft.proposedNumber) {
    return (
      // One may be writing when somebody puts it.
      <Alert
        role="status"
        title={t("drafting.put", { number: newest.number, name: newest.byName })}
      >
        {t("drafting.put.detail")}
      </Alert>
    );
  }
  if (!base || !newest || newest.number <= base.number) return null;
  return (
    <Alert
      tone="warning"
      role="status"
      title={t("drafting.newer", { number: newest.number, base: base.number })}
    >
      <p>{t("drafting.newer.detail")}</p>
      <Disclosure
        summary={t("drafting.newer.differences", { number: newest.number, base: base.number })}
      >
        <Changes
          before={base}
          after={newest}
          beforeHead={t("terms.round.short", { number: base.number })}
          afterHead={t("terms.round.short", { number: newest.number })}
        />
      </Disclosure>
    </Alert>
  );
}
