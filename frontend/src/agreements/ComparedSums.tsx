// A table that is laid out as a grid, as this one is on a phone, loses its roles in some browsers.
// biome-ignore-all lint/a11y/noRedundantRoles: See above.
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useFormat } from "../text/useFormat";
import { Panel, PanelSection } from "../ui/Panel";
import { Table } from "../ui/Table";
import type { Compared as Heads, PartChange } from "./readings";

type Sums = View<"SumsView">;

interface ComparedSumsProps {
  comparison: View<"ComparisonView">;
  compared: Heads;
}

/** What each commitment and all of them come to in both versions, to the cent. */
export function ComparedSums({ comparison, compared }: ComparedSumsProps) {
  const { t } = useTranslation();
  const { sumsBefore: before, sumsAfter: after, parts } = comparison;
  const commitments = parts.filter(({ kind }) => kind === "commitment");
  const row = (label: string, cents: (sums: Sums) => number | null) => (
    <Row key={label} label={label} before={cents(before)} after={cents(after)} />
  );
  const hasExtra = before.extraCents > 0 || after.extraCents > 0;
  const hasLeast = before.leastWithinCents !== null || after.leastWithinCents !== null;
  return (
    <Panel title={t("agreements.compare.sums")}>
      <PanelSection>
        <div className="samenspraak-comparison__sums">
          <Table caption={t("agreements.compare.sums.both")} role="table">
            <thead role="rowgroup">
              <tr role="row">
                <th scope="col" role="columnheader">
                  {t("agreements.compare.part")}
                </th>
                <th scope="col" role="columnheader" data-number>
                  {compared.before}
                </th>
                <th scope="col" role="columnheader" data-number>
                  {compared.after}
                </th>
                <th scope="col" role="columnheader" data-number>
                  {t("ui.diff.difference")}
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {row(t("agreements.part.obligation"), ({ obligationCents }) => obligationCents)}
              {hasLeast &&
                row(
                  t("agreements.compare.least-within"),
                  ({ leastWithinCents }) => leastWithinCents,
                )}
              {commitments.map((part) => (
                <CommitmentRow key={part.key} part={part} />
              ))}
            </tbody>
            <tfoot role="rowgroup">
              {row(t("agreements.compare.together"), ({ agreedCents }) => agreedCents)}
              {row(t("agreements.compare.within"), ({ withinCents }) => withinCents)}
              {row(t("agreements.compare.outside"), ({ outsideCents }) => outsideCents)}
              {hasExtra && row(t("agreements.compare.extra"), ({ extraCents }) => extraCents)}
            </tfoot>
          </Table>
        </div>
      </PanelSection>
    </Panel>
  );
}

function CommitmentRow({ part }: { part: PartChange }) {
  const { t } = useTranslation();
  const open = t("agreements.compare.open-value");
  return (
    <Row
      label={`${part.number}. ${part.heading}`}
      lang="nl"
      before={part.beforeCents}
      after={part.afterCents}
      difference={part.differenceCents}
      noBefore={part.change === "added" ? undefined : open}
      noAfter={part.change === "removed" ? undefined : open}
    />
  );
}

interface RowProps {
  label: string;
  lang?: string;
  before: number | null;
  after: number | null;
  /** Left out: that between both amounts. */
  difference?: number | null;
  /** What stands there without an amount: nothing, or that it is still talked about. */
  noBefore?: string | undefined;
  noAfter?: string | undefined;
}

function Row(props: RowProps) {
  const { label, lang, before, after, noBefore = "–", noAfter = "–" } = props;
  const format = useFormat();
  const difference =
    props.difference !== undefined
      ? props.difference
      : before === null && after === null
        ? null
        : (after ?? 0) - (before ?? 0);
  return (
    <tr role="row">
      <th scope="row" role="rowheader" lang={lang}>
        {label}
      </th>
      <td role="cell" data-number>
        {before === null ? noBefore : format.exact(before)}
      </td>
      <td role="cell" data-number>
        {after === null ? noAfter : format.exact(after)}
      </td>
      <td role="cell" data-number>
        {difference === null ? "–" : format.difference(difference)}
      </td>
    </tr>
  );
}
