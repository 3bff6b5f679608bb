import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { FieldDiff, WordDiff } from "../ui/Differences";
import { Disclosure } from "../ui/Disclosure";
import { Select } from "../ui/FormField";
import { Panel, PanelSection } from "../ui/Panel";
import { ServerHtml } from "../ui/ServerHtml";
import { SideLabel } from "../ui/Side";
import { Content } from "./Content";
import { Digest } from "./Digest";
import { roundWord } from "./Rounds";
import { roundOf, shownRound } from "./roundsOf";
import { fieldChanges, fieldsOf } from "./said";
import type { Revision } from "./terms";
import { useTableWords } from "./useTableWords";
import "./Comparison.css";

interface ComparisonProps {
  commitment: View<"CommitmentView">;
  workspaceId: string;
}

/** What changed between two rounds, field by field and word by word; the address says which. */
export function Comparison({ commitment, workspaceId }: ComparisonProps) {
  const { t } = useTranslation();
  const search = useSearch({ from: "/signed-in/contracten/$id/toezeggingen/$commitmentId" });
  const after = roundOf(commitment, search.naar ?? null) ?? shownRound(commitment);
  const before =
    roundOf(commitment, search.van ?? null) ?? roundOf(commitment, after.number - 1) ?? after;
  const words = useTableWords(workspaceId, [before.terms, after.terms]);
  const alone = before.number === after.number;
  const fields = alone ? fieldsOf(after, words) : fieldChanges(before, after, words);
  const changed = fields.filter((field) => field.before !== field.after);
  const equal = fields.filter((field) => field.before === field.after);
  const text = [before.terms.text ?? "", after.terms.text ?? ""] as const;
  return (
    <Panel
      id="vergelijking"
      title={
        alone
          ? t("bargaining.content", { number: after.number })
          : t("bargaining.comparison", { number: after.number })
      }
      aside={
        alone ? undefined : (
          <span>
            {t("bargaining.comparison.count", {
              changed: changed.length,
              count: fields.length,
            })}
          </span>
        )
      }
    >
      <PanelSection>
        {alone ? (
          <Content fields={fields} />
        ) : changed.length === 0 ? (
          <p>
            {t(
              text[0] === text[1]
                ? "bargaining.comparison.none"
                : "bargaining.comparison.only-text",
            )}
          </p>
        ) : (
          <FieldDiff
            caption={t("bargaining.comparison.caption", {
              before: before.number,
              after: after.number,
            })}
            beforeHead={<RoundHead commitment={commitment} round={before} />}
            afterHead={<RoundHead commitment={commitment} round={after} />}
            fields={changed}
          />
        )}
      </PanelSection>
      {(text[0] !== "" || text[1] !== "") && (
        <PanelSection>
          <h3 className="samenspraak-content__head">{t("terms.text")}</h3>
          {/* Words that differ are shown as they were typed: only so every change can be seen. */}
          {text[0] === text[1] ? (
            <ServerHtml html={after.html} />
          ) : (
            <WordDiff before={text[0]} after={text[1]} lang="nl" />
          )}
        </PanelSection>
      )}
      {!alone && equal.length > 0 && (
        <Disclosure section summary={t("bargaining.comparison.equal", { count: equal.length })}>
          <Content fields={equal} />
        </Disclosure>
      )}
      {commitment.revisions.length > 1 && (
        <Disclosure
          section
          summary={t("bargaining.comparison.others")}
          open={search.van !== undefined}
        >
          <ChooseRounds
            commitment={commitment}
            workspaceId={workspaceId}
            before={before.number}
            after={after.number}
          />
        </Disclosure>
      )}
      <Disclosure section summary={t("terms.proof")}>
        <p className="samenspraak-small samenspraak-muted samenspraak-measure">
          {t("bargaining.proof.help", { number: after.number })}
        </p>
        <Digest digest={after.digest} />
      </Disclosure>
    </Panel>
  );
}

function RoundHead({ commitment, round }: { commitment: View<"CommitmentView">; round: Revision }) {
  const { t } = useTranslation();
  return (
    <span className="samenspraak-round-head">
      <SideLabel side={round.bySide} />
      <span>
        {t("bargaining.round.named", {
          what: roundWord(commitment, round, t),
          number: round.number,
        })}
      </span>
    </span>
  );
}

interface ChooseRoundsProps extends ComparisonProps {
  before: number;
  after: number;
}

function ChooseRounds({ commitment, workspaceId, before, after }: ChooseRoundsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const options = commitment.revisions.map((round) => ({
    value: String(round.number),
    label: t("terms.round.option", {
      number: round.number,
      side: t(`ui.side.${round.bySide}`),
    }),
  }));
  const choose = (change: { van?: number; naar?: number }) =>
    void navigate({
      to: "/contracten/$id/toezeggingen/$commitmentId",
      params: { id: workspaceId, commitmentId: commitment.id },
      search: { van: before, naar: after, ...change },
      resetScroll: false,
    });
  return (
    <div className="samenspraak-fields">
      <Select
        label={t("bargaining.comparison.from")}
        value={String(before)}
        onChange={(event) => choose({ van: Number(event.target.value) })}
        options={options}
      />
      <Select
        label={t("bargaining.comparison.to")}
        value={String(after)}
        onChange={(event) => choose({ naar: Number(event.target.value) })}
        options={options}
      />
    </div>
  );
}
