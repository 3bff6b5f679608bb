import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Boxes, mayOpen } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { RadioGroup } from "../ui/Choices";
import { Disclosure } from "../ui/Disclosure";
import { type ClausesDraft, clausesDraftQuery, openClausesDraft } from "./statements";

/** The articles as they were in the version before. */
const AS_BEFORE = "before";

/** The choice of articles, and whether what was chosen is on the screen yet. */
export function useClauses(workspaceId: string, before: readonly View<"Clause">[]) {
  const drafts = (useQuery(draftsQuery(workspaceId)).data?.items ?? []).filter(
    ({ kind }) => kind === "clauses",
  );
  const [chosen, setChosen] = useState(AS_BEFORE);
  const draft = drafts.find(({ id }) => id === chosen);
  const { data: now, isFetching } = useQuery({
    ...clausesDraftQuery(workspaceId, draft?.id ?? ""),
    enabled: draft !== undefined,
    // Others write in it, so what was fetched before may be gone.
    staleTime: 0,
  });
  // What is shown is what is offered: the digest that goes along is that of the articles on the
  // screen, and those change only when one asks for it.
  const [seen, see] = useState<ClausesDraft>();
  const written = seen?.draft.id === draft?.id ? seen : undefined;
  if (draft && now?.draft.id === draft.id && !written && !isFetching) see(now);
  return {
    drafts,
    value: draft ? chosen : AS_BEFORE,
    choose(next: string) {
      setChosen(next);
      see(undefined);
    },
    written,
    /** Somebody wrote on after what is on the screen. */
    newer: written && now && written.draft.digest !== now.draft.digest ? now : undefined,
    see,
    clauses: draft ? (written?.clauses ?? []) : before,
    isLoading: draft !== undefined && written === undefined,
    /** Exactly the text that is on the screen, as it is sent. */
    said: draft
      ? {
          clauses: null,
          clausesDraft: written ? { id: written.draft.id, digest: written.draft.digest } : null,
        }
      : { clauses: before.map(({ title, text }) => ({ title, text })) },
  };
}

interface ClauseChoiceProps {
  workspace: View<"WorkspaceView">;
  hasBefore: boolean;
  choice: ReturnType<typeof useClauses>;
}

/** The articles of a version: which ones, what they say, and where they are written. */
export function ClauseChoice({ workspace, hasBefore, choice }: ClauseChoiceProps) {
  const { t } = useTranslation();
  const { drafts, written, newer, clauses } = choice;
  return (
    <section className="samenspraak-stack" aria-label={t("agreements.offer.clauses")}>
      <h3 className="samenspraak-offer__legend">{t("agreements.offer.clauses")}</h3>
      {drafts.length > 0 && (
        <RadioGroup
          legend={t("agreements.offer.clauses.which")}
          pointer="/clausesDraft"
          value={choice.value}
          onChange={choice.choose}
          options={[
            {
              value: AS_BEFORE,
              label: t(
                hasBefore ? "agreements.offer.clauses.before" : "agreements.offer.clauses.none",
              ),
            },
            ...drafts.map((draft) => ({
              value: draft.id,
              label: t(`agreements.offer.clauses.${draft.box}`),
            })),
          ]}
        />
      )}
      {newer && (
        <Alert tone="warning" title={t("agreements.offer.clauses.changed")} role="status">
          <Button onClick={() => choice.see(newer)}>{t("agreements.offer.clauses.show")}</Button>
        </Alert>
      )}
      {written && written.faults.length > 0 && (
        <Alert tone="warning" title={t("agreements.offer.clauses.faults")} role="status">
          <ul>
            {written.faults.map(({ detail }) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </Alert>
      )}
      {clauses.length > 0 && (
        <ul className="samenspraak-list" lang="nl">
          {clauses.map((clause, at) => (
            <li key={clause.title}>
              {/* What somebody wrote just now is to be read before it is offered. */}
              <Disclosure
                key={written?.draft.digest}
                summary={`${at + 1}. ${clause.title}`}
                open={written !== undefined}
              >
                <p className="samenspraak-offer__clause">{clause.text}</p>
              </Disclosure>
            </li>
          ))}
        </ul>
      )}
      <Boxes
        workspace={workspace}
        kind="clauses"
        drafts={drafts}
        open={
          mayOpen(workspace)
            ? async (box) => (await openClausesDraft(workspace.id, box)).draft.id
            : undefined
        }
        single
        level={3}
      />
    </section>
  );
}
