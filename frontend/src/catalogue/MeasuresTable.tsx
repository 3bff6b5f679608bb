import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useFormat } from "../text/useFormat";
import { Table } from "../ui/Table";

type Measure = View<"MeasureView">;

interface MeasuresTableProps {
  measures: readonly Measure[];
  caption: string;
}

/** Each row of a table: what it is about, what it counts for, for how long, and what it says. */
export function MeasuresTable({ measures, caption }: MeasuresTableProps) {
  const { t, i18n } = useTranslation();
  const isEnglish = i18n.language === "en";
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <th scope="col">{t("catalogue.measure")}</th>
          <th scope="col">{t("catalogue.value")}</th>
          <th scope="col">{t("catalogue.basis")}</th>
          <th scope="col">{t("catalogue.window")}</th>
          <th scope="col">{t("catalogue.rules.column")}</th>
        </tr>
      </thead>
      <tbody>
        {measures.map((measure) => (
          <tr key={measure.code}>
            <th scope="row">
              {(isEnglish && measure.nameEn) || measure.nameNl}
              {measure.isAddition && (
                <div className="samenspraak-muted samenspraak-small">{t("catalogue.addition")}</div>
              )}
              <div className="samenspraak-muted samenspraak-small">{measure.code}</div>
            </th>
            <td>
              <Value measure={measure} />
            </td>
            <td>
              <Basis measure={measure} />
            </td>
            <td>
              <Counting measure={measure} />
            </td>
            <td className="samenspraak-small">
              {measure.rules.map(({ text }) => (
                <p key={text}>{text}</p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const UNITS = ["fte-year", "placement", "hour", "day", "month", "euro"] as const;

function Value({ measure }: { measure: Measure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amount =
    measure.valueEur === null ? "" : format.money(Math.round(Number(measure.valueEur) * 100));
  const known = UNITS.find((unit) => unit === measure.unit);
  const worth = amount
    ? `${amount} ${known ? t(`catalogue.unit.${known}`) : (measure.unit ?? "")}`.trim()
    : "";
  if (measure.discussed) {
    return (
      <>
        {t("catalogue.discussed")}
        {worth && (
          <div className="samenspraak-muted samenspraak-small">
            {measure.valuation === "cap" ? t("catalogue.at-most", { worth }) : worth}
          </div>
        )}
      </>
    );
  }
  if (measure.valuation === "actual-cost") {
    const share = measure.percentage ? `${format.percent(measure.percentage)} · ` : "";
    return share + t("catalogue.actual-cost");
  }
  if (measure.valuation === "rate-or-actual-cost") {
    return t("catalogue.rate-or-actual-cost", { worth });
  }
  return worth;
}

function Basis({ measure }: { measure: Measure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said: string[] = [];
  if (measure.unit === "fte-year") {
    said.push(
      measure.fullTimeHoursSource === "contractor"
        ? t("catalogue.hours.own")
        : measure.fullTimeHoursPerWeek
          ? t("catalogue.hours", { hours: format.number(measure.fullTimeHoursPerWeek) })
          : t("catalogue.hours.unknown"),
    );
  }
  if (measure.minHoursPerWeek) {
    said.push(t("catalogue.hours.least", { hours: format.number(measure.minHoursPerWeek) }));
  }
  for (const { register, percentage } of measure.percentages) {
    said.push(`${register}: ${format.percent(percentage)}`);
  }
  if (measure.requires.length > 0) {
    said.push(t("catalogue.requires", { codes: measure.requires.join(", ") }));
  }
  if (measure.excludes.length > 0) {
    said.push(t("catalogue.excludes", { codes: measure.excludes.join(", ") }));
  }
  if (measure.maximumEur) {
    said.push(
      t("catalogue.maximum", {
        amount: format.money(Math.round(Number(measure.maximumEur) * 100)),
      }),
    );
  }
  return said.map((line) => <p key={line}>{line}</p>);
}

/** "Niet gepubliceerd" is neither without limit nor nought. */
function Counting({ measure }: { measure: Measure }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (measure.unit !== "fte-year" && measure.window === "not_published") return null;
  if (measure.window === "unlimited") return t("catalogue.window.unlimited");
  if (measure.window === "not_published" || measure.maxCountingMonths === null) {
    return <span className="samenspraak-muted">{t("catalogue.window.unknown")}</span>;
  }
  const months = t("catalogue.window.months", { months: format.number(measure.maxCountingMonths) });
  return measure.windowOn === "worked_hours"
    ? `${months}, ${t("catalogue.window.worked")}`
    : months;
}
