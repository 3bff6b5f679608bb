import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Content } from "../commitments/Content";
import { fieldChanges, fieldsOf } from "../commitments/said";
import { contentText, placeText } from "../commitments/terms";
import { useWords } from "../commitments/useWords";
import { DateText, MoneyText } from "../ui/Amounts";
import {
  ChangeCount,
  ChangeLabel,
  Deleted,
  FieldDiff,
  Inserted,
  WordDiff,
} from "../ui/Differences";
import { Disclosure } from "../ui/Disclosure";
import { Select } from "../ui/FormField";
import { Panel, PanelSection } from "../ui/Panel";
import { ServerHtml } from "../ui/ServerHtml";
import { LoadingPanel } from "../ui/States";
import { type ClauseChange, type CommitmentChange, compareVersions, documentOf } from "./documents";
import { ObligationText } from "./ObligationText";
import type { TextChange } from "./owed";
import { versionQuery } from "./queries";
import { versionName } from "./Versions";
import "./DocumentPanel.css";

interface DocumentPanelProps {
  workspaceId: string;
  version: View<"VersionView">;
  lines: readonly View<"VersionLineView">[];
}

/** The text that is signed, with what changed since an earlier version. */
export function DocumentPanel({ workspaceId, version, lines }: DocumentPanelProps) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const { sinds } = useSearch({ strict: false });
  const { line, changes, sums } = version;
  // What was withdrawn or sent back never bound anybody, so nobody compares with it.
  const earlier = lines.filter(
    (each) => each.number < line.number && each.inForceAt !== null && each.id !== line.id,
  );
  const number = sinds === "geen" ? undefined : (sinds ?? changes?.previousNumber);
  const since = earlier.find((each) => each.number === number);
  const { data: before, isPending } = useQuery({
    ...versionQuery(workspaceId, since?.id ?? ""),
    enabled: since !== undefined,
  });
  if (since && isPending) {
    return (
      <Panel title={t("agreements.document.title", { number: line.number })}>
        <PanelSection>
          <LoadingPanel label={t("agreements.loading")} lines={8} />
        </PanelSection>
      </Panel>
    );
  }
  const compared = compareVersions(since && before, version, words);
  const isFirst = earlier.length === 0;
  const { parties } = documentOf(version);
  return (
    <Panel
      title={t("agreements.document.title", { number: line.number })}
      titleHidden
      className="samenspraak-agreement"
    >
      {!isFirst && (
        <PanelSection>
          <div className="samenspraak-cluster samenspraak-cluster--apart">
            <Select
              inline
              label={t("agreements.since")}
              value={since ? String(since.number) : "geen"}
              onChange={(event) =>
                void navigate({
                  to: "/contracten/$id/overeenkomst/$version",
                  params: { id: workspaceId, version: line.id },
                  search: {
                    sinds: event.target.value === "geen" ? "geen" : Number(event.target.value),
                  },
                  resetScroll: false,
                })
              }
              options={[
                ...earlier.map((each) => ({
                  value: String(each.number),
                  label: versionName(each, t),
                })),
                { value: "geen", label: t("agreements.since.none") },
              ]}
            />
            {since && (
              <span className="samenspraak-small samenspraak-muted" role="status">
                <ChangeCount {...compared} />
              </span>
            )}
          </div>
        </PanelSection>
      )}
      <PanelSection>
        <article className="samenspraak-agreement__text">
          <header>
            <h3 className="samenspraak-agreement__title">
              {t("agreements.document.title", { number: line.number })}
            </h3>
            <p className="samenspraak-muted">
              {t("agreements.document.offered")} <DateText at={line.offeredAt} as="date" />
              {line.reason && `. ${t("agreements.document.reason", { reason: line.reason })}`}
            </p>
            <p className="samenspraak-muted">
              {parties.map(({ name, side }) => `${name} (${t(`terms.side.${side}`)})`).join(", ")}
            </p>
          </header>
          <TextPart title={t("agreements.part.purpose")} part={compared.purpose} />
          <ObligationText part={compared.obligation} />
          <section>
            <h4 className="samenspraak-agreement__head">{t("agreements.part.commitments")}</h4>
            <ol className="samenspraak-list samenspraak-agreement__commitments">
              {compared.commitments.map((part) => (
                <CommitmentText key={part.id} part={part} />
              ))}
            </ol>
            <p className="samenspraak-agreement__sum">
              {t("agreements.sum")} <MoneyText cents={sums.agreedCents} />
              {sums.obligationCents !== null && (
                <>
                  {" "}
                  {t("agreements.sum.of")} <MoneyText cents={sums.obligationCents} />
                </>
              )}
              . {t("agreements.sum.within")} <MoneyText cents={sums.withinCents} />,{" "}
              {t("agreements.sum.outside")} <MoneyText cents={sums.outsideCents} />.
              {sums.extraCents > 0 && (
                <>
                  {" "}
                  {t("agreements.sum.extra")} <MoneyText cents={sums.extraCents} />.
                </>
              )}
              {sums.toBeDiscussed > 0 &&
                ` ${t("agreements.sum.to-be-discussed", { count: sums.toBeDiscussed })}`}
            </p>
          </section>
          {compared.clauses.map((clause) => (
            <ClauseText key={clause.title} clause={clause} />
          ))}
        </article>
      </PanelSection>
    </Panel>
  );
}

function Head({ title, part }: { title: string; part: Pick<TextChange, "change"> }) {
  return (
    <div className="samenspraak-cluster samenspraak-cluster--tight">
      <h4 className="samenspraak-agreement__head">{title}</h4>
      {part.change !== "same" && <ChangeLabel change={part.change} />}
    </div>
  );
}

interface TextPartProps {
  title: string;
  part: TextChange;
  /** The text laid out. Where words changed, those are shown as they were typed instead. */
  html?: string | undefined;
}

function TextPart({ title, part, html }: TextPartProps) {
  if (part.before === "" && part.after === "") return null;
  return (
    <section>
      <Head title={title} part={part} />
      {html !== undefined && part.change === "same" ? (
        <ServerHtml html={html} />
      ) : (
        <WordDiff before={part.before} after={part.after} lang="nl" />
      )}
    </section>
  );
}

function ClauseText({ clause }: { clause: ClauseChange }) {
  const { t } = useTranslation();
  const { number, title } = clause;
  return (
    <TextPart
      title={number === undefined ? title : t("agreements.article", { number, title })}
      part={clause}
      html={clause.html}
    />
  );
}

/** One commitment in a line, what changed in it, and all it says for who unfolds it. */
function CommitmentText({ part }: { part: CommitmentChange }) {
  const { t } = useTranslation();
  const words = useWords();
  const { change, before, after, number } = part;
  const shown = after ?? before;
  if (!shown) return null;
  const line = [contentText(shown.terms, words), placeText(shown.terms, words)]
    .filter(Boolean)
    .join(", ");
  const changed =
    before && after && change === "changed"
      ? fieldChanges(before, after, words).filter((field) => field.before !== field.after)
      : [];
  return (
    <li>
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <span className="samenspraak-strong" lang="nl">
          {number}. {shown.terms.title}
        </span>
        {change !== "same" && <ChangeLabel change={change} />}
      </div>
      <p>
        {change === "added" ? (
          <Inserted>{line}</Inserted>
        ) : change === "removed" ? (
          <Deleted>{line}</Deleted>
        ) : (
          line
        )}
        .
      </p>
      {changed.length > 0 && (
        <FieldDiff
          caption={t("agreements.commitment.changes", { number })}
          beforeHead={t("agreements.before")}
          afterHead={t("agreements.after")}
          fields={changed}
        />
      )}
      {before && after && change === "changed" && before.terms.text !== after.terms.text && (
        <WordDiff before={before.terms.text ?? ""} after={after.terms.text ?? ""} lang="nl" />
      )}
      <Disclosure summary={t("agreements.commitment.all", { number })}>
        <div className="samenspraak-stack">
          <Content fields={fieldsOf(shown, words)} />
          {shown.html !== "" && <ServerHtml html={shown.html} />}
        </div>
      </Disclosure>
    </li>
  );
}
