import { IconChartBar, IconTable } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../text/useFormat";
import { SwitchChoices } from "./Choices";
import { Hidden } from "./Hidden";
import { Table } from "./Table";
import "./ValueBar.css";

export interface BarAmounts {
  /** What has to be filled, in cents. */
  obligationCents: number;
  /** Agreed or in force. */
  agreedCents: number;
  /** On the table between the two. */
  negotiatingCents: number;
  /** Written together, and put to nobody yet. */
  conceptCents?: number;
}

interface ValueBarProps extends BarAmounts {
  /** "Verplichting" or another word for what has to be filled. */
  label: string;
  /** Why it is this much, at the end of the line. */
  reason?: string;
}

/**
 * How far an obligation has been filled, drawn to scale with the same data as a table.
 *
 * Solid, hatched and empty carry the meaning; colour does not. Lengths are percentages and text
 * stands outside the drawing, so that it stays readable on a phone.
 */
export function ValueBar({ label, reason, ...amounts }: ValueBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const pattern = useId();
  const [view, setView] = useState<"chart" | "table">("chart");
  const { obligationCents, agreedCents, negotiatingCents, conceptCents = 0 } = amounts;
  const filledCents = agreedCents + negotiatingCents + conceptCents;
  const openCents = Math.max(0, obligationCents - filledCents);
  const overCents = Math.max(0, agreedCents - obligationCents);
  // Once more is promised than owed, the bar grows and a tick shows where the obligation ends.
  const fullCents = Math.max(obligationCents, filledCents, 1);
  const share = (cents: number) => `${(cents / fullCents) * 100}%`;

  const parts = [
    { id: "agreed", cents: agreedCents },
    { id: "negotiating", cents: negotiatingCents },
    // Most of the time nothing is written that has an amount already.
    ...(conceptCents > 0 ? [{ id: "concept" as const, cents: conceptCents }] : []),
    { id: "open", cents: openCents },
  ] as const;
  const told = {
    obligation: format.money(obligationCents),
    agreed: format.money(agreedCents),
    negotiating: format.money(negotiatingCents),
    open: format.money(openCents),
  };
  const sentence =
    conceptCents > 0
      ? t("ui.value-bar.sentence.concept", { ...told, concept: format.money(conceptCents) })
      : t("ui.value-bar.sentence", told);

  return (
    <div className="samenspraak-value-bar">
      <div className="samenspraak-value-bar__head">
        <p className="samenspraak-strong">
          {label}: {format.money(obligationCents)}
        </p>
        {reason !== undefined && (
          <p className="samenspraak-muted samenspraak-value-bar__reason">{reason}</p>
        )}
        <SwitchChoices
          small
          label={t("ui.chart-or-table")}
          value={view}
          onChange={setView}
          options={[
            {
              value: "chart",
              label: <Hidden>{t("ui.chart")}</Hidden>,
              icon: <IconChartBar size={18} aria-hidden="true" />,
            },
            {
              value: "table",
              label: <Hidden>{t("ui.table")}</Hidden>,
              icon: <IconTable size={18} aria-hidden="true" />,
            },
          ]}
        />
      </div>
      {view === "chart" ? (
        <svg className="samenspraak-value-bar__bar" role="img" aria-label={sentence}>
          <defs>
            <Hatch id={pattern} />
            <Dots id={`${pattern}-dots`} />
          </defs>
          <rect className="samenspraak-bar-open" width="100%" height="100%" />
          <rect className="samenspraak-bar-agreed" width={share(agreedCents)} height="100%" />
          <rect
            className="samenspraak-bar-negotiating"
            fill={`url(#${pattern})`}
            x={share(agreedCents)}
            width={share(negotiatingCents)}
            height="100%"
          />
          {conceptCents > 0 && (
            <rect
              className="samenspraak-bar-concept"
              fill={`url(#${pattern}-dots)`}
              x={share(agreedCents + negotiatingCents)}
              width={share(conceptCents)}
              height="100%"
            />
          )}
          <rect className="samenspraak-bar-outline" width="100%" height="100%" />
          {fullCents > obligationCents && (
            <rect
              className="samenspraak-bar-tick"
              x={share(obligationCents)}
              width="3"
              height="100%"
            />
          )}
        </svg>
      ) : (
        <Table caption={label}>
          <tbody>
            {parts.map(({ id, cents }) => (
              <tr key={id}>
                <th scope="row">{t(`ui.value-bar.${id}`)}</th>
                <td data-number>{format.money(cents)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{label}</th>
              <td data-number>{format.money(obligationCents)}</td>
            </tr>
          </tfoot>
        </Table>
      )}
      {view === "chart" && (
        <ul className="samenspraak-value-bar__legend">
          {parts.map(({ id, cents }) => (
            <li key={id}>
              <svg className="samenspraak-value-bar__swatch" aria-hidden="true">
                <rect
                  className={`samenspraak-bar-${id} samenspraak-bar-swatch`}
                  fill={
                    PATTERNED[id] === undefined ? undefined : `url(#${pattern}${PATTERNED[id]})`
                  }
                  width="100%"
                  height="100%"
                />
              </svg>
              {t(`ui.value-bar.${id}`)} <strong>{format.money(cents)}</strong>
            </li>
          ))}
        </ul>
      )}
      {overCents > 0 && (
        <p className="samenspraak-muted">
          {t("ui.value-bar.over", { amount: format.money(overCents) })}
        </p>
      )}
    </div>
  );
}

/** What is drawn with a pattern, and how the pattern's id ends. */
const PATTERNED: Readonly<Record<string, string>> = { negotiating: "", concept: "-dots" };

function Dots({ id }: { id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect className="samenspraak-bar-hatch-ground" width="6" height="6" />
      <circle className="samenspraak-bar-hatch" cx="3" cy="3" r="1.2" />
    </pattern>
  );
}

function Hatch({ id }: { id: string }) {
  return (
    <pattern
      id={id}
      width="7"
      height="7"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect className="samenspraak-bar-hatch-ground" width="7" height="7" />
      <rect className="samenspraak-bar-hatch" width="3" height="7" />
    </pattern>
  );
}
