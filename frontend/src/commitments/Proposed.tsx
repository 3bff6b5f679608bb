import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { ServerHtml } from "../ui/ServerHtml";
import { Content } from "./Content";
import { Changes } from "./DraftChanges";
import { asRound, type CommitmentDraft } from "./drafts";
import { fieldsOf } from "./said";
import type { Revision } from "./terms";
import { useTableWords } from "./useTableWords";
import "./Proposed.css";

export type Authors = View<"DraftView">["authors"];

interface ProposedProps {
  workspaceId: string;
  view: CommitmentDraft;
  /** The round that it is laid beside. */
  base: Revision | undefined;
  /** Who had changed what when the page was opened. */
  authors: Authors;
  ownId: string;
}

/**
 * All that a proposal would hold, as the server has it now.
 *
 * In a joint draft the other side can write where one does not look, until the moment one puts it.
 */
export function Proposed({ workspaceId, view, base, authors, ownId }: ProposedProps) {
  const { t } = useTranslation();
  const words = useTableWords(workspaceId, [view.terms]);
  const format = useFormat();
  const { draft } = view;
  const fields = fieldsOf(asRound(view), words);
  const labels = new Map(fields.map(({ id, label }) => [id, label]));
  const others = changedByOthers(draft.authors, authors, ownId).map(([name, { name: who, at }]) => {
    const label = name === "text" ? t("terms.text") : labels.get(shownAs(name));
    return t("drafting.propose.by-others", {
      field: label ?? t(OTHERWISE[shownAs(name)] ?? "drafting.propose.emptied"),
      name: who || t("drafting.somebody"),
      moment: format.moment(at),
    });
  });
  return (
    <section
      className="samenspraak-proposed"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be in reach of the keyboard.
      tabIndex={0}
      aria-label={t("drafting.propose.whole")}
    >
      {others.length > 0 && (
        <Alert tone="warning" title={t("drafting.propose.others")}>
          <ul>
            {[...new Set(others)].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Alert>
      )}
      <h3>{t("drafting.propose.whole")}</h3>
      <Content fields={fields} />
      {draft.text !== "" && (
        <>
          <h3>{t("terms.text")}</h3>
          <ServerHtml html={draft.html} />
        </>
      )}
      {base && (
        <>
          <h3>{t("drafting.changes", { number: base.number })}</h3>
          <Changes
            before={base}
            after={asRound(view, base)}
            beforeHead={t("terms.round.short", { number: base.number })}
            afterHead={t("drafting.changes.draft")}
          />
        </>
      )}
    </section>
  );
}

/** What somebody else changed last, after this page was opened. */
function changedByOthers(now: Authors, then: Authors, ownId: string) {
  return Object.entries(now).filter(
    ([name, { participantId, at }]) => participantId !== ownId && at !== then[name]?.at,
  );
}

/** Fields that no line of their own shows, or that stand outside the terms. */
const OTHERWISE: Readonly<Record<string, "terms.title" | "terms.offer-ends">> = {
  title: "terms.title",
  "offer-ends": "terms.offer-ends",
};

const LINES: readonly [RegExp, string][] = [
  [/^title$/, "title"],
  [/^(quantity|unit)$/, "quantity"],
  [/^period\.(months|weeks)$/, "length"],
  [/^period\.startsOn$/, "starts"],
  [/^period\.endsOn$/, "ends"],
  [/^period\.hoursPerWeek$/, "hours-per-week"],
  [/^period\.hours$/, "hours"],
  [/^targetGroup$/, "target-group"],
  [/^countsTowardsObligation$/, "counts"],
  [/^countsGround$/, "ground"],
  [/^value\.calculation$/, "calculation"],
  [/^value\./, "value"],
  [/^spentCents$/, "spent"],
  [/^paidOnResultCents$/, "paid"],
  [/^resultGoal\./, "result"],
  [/^effortGoal\./, "effort"],
  [/^responsible\.contractor\./, "contractor"],
  [/^responsible\.buyer\./, "buyer"],
  [/^partner\./, "partners"],
  [/^standingPromises\./, "promises"],
  [/^purposeParts$/, "purpose"],
  [/^counting\.(edition|measure)$/, "measure"],
  [/^counting\.additions$/, "additions"],
  [/^counting\.factors$/, "factors"],
  [/^counting\.fullTime/, "full-time"],
  [/^counting\.rateCents$/, "rate"],
  [/^counting\.months$/, "counting-months"],
  [/^counting\.(\w+)$/, "$1"],
  [/^pilot\.endsOn$/, "pilot-ends"],
  [/^pilot\.(\w+)$/, "pilot-$1"],
  [/^hintsSkipped$/, "hints-skipped"],
  [/^(untilOn|untilLapses|within\..*)$/, "offer-ends"],
];

/** The line of the content that shows a field of the draft. */
function shownAs(name: string): string {
  const [pattern, line] = LINES.find(([each]) => each.test(name)) ?? [];
  return pattern && line ? name.replace(pattern, line) : name;
}
