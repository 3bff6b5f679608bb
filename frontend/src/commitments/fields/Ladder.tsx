import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldSurroundings } from "../../drafting/FieldSurroundings";
import type { DraftField } from "../../drafting/useDraftField";
import { Select } from "../../ui/FormField";
import { AMOUNT, NUMBER } from "../typed";
import { FaultLine } from "./FaultLine";
import { Group } from "./Line";
import { ListedLines } from "./ListedLines";
import { linesOf, type Rung, rungIn, rungLine, withLine } from "./listed";
import { Piece } from "./Piece";

const STEPS = ["1", "2", "3", "4", "5", "6"] as const;
const BLANK: Rung = { from: "1", to: "2", number: "", eachCents: "" };

/** How many people move up the participation ladder: a count, never who. */
export function Ladder() {
  const { t } = useTranslation();
  return (
    <Group legend={t("terms.ladder")} lead={t("composing.ladder.lead")}>
      <FieldSurroundings name="ladder" label={t("terms.ladder")}>
        {({ field, tag, describedBy }) => (
          <>
            {tag}
            <FaultLine name="ladder" label={t("terms.ladder")} />
            <Rungs field={field} describedBy={describedBy} />
          </>
        )}
      </FieldSurroundings>
    </Group>
  );
}

function Rungs({ field, describedBy }: { field: DraftField; describedBy: string | undefined }) {
  const { t } = useTranslation();
  // A line that says no number yet is nobody else's business, nor a fault.
  const [begun, begin] = useState<Rung>();
  const lines = linesOf(field.value);
  const rungs = [...lines.map(rungIn), ...(begun ? [begun] : [])];
  function change(at: number, rung: Rung) {
    if (at === lines.length && rung.number === "") {
      begin(rung);
      return;
    }
    if (at === lines.length) begin(undefined);
    field.set(withLine(lines, at, rungLine(rung)));
  }
  return (
    <ListedLines
      field={field}
      lines={rungs}
      isBegun={begun !== undefined}
      begin={begin}
      blank={BLANK}
      add={t("composing.ladder.add")}
    >
      {(rung, at) => (
        <>
          <Step
            label={t("composing.ladder.from")}
            value={rung.from}
            disabled={!field.mayWrite}
            onChange={(from) => change(at, { ...rung, from })}
          />
          <Step
            label={t("composing.ladder.to")}
            value={rung.to}
            disabled={!field.mayWrite}
            onChange={(to) => change(at, { ...rung, to })}
          />
          <Piece
            field={field}
            label={t("composing.ladder.number")}
            value={rung.number}
            set={(number) => change(at, { ...rung, number })}
            describedBy={describedBy}
            {...NUMBER}
          />
          <Piece
            field={field}
            label={t("composing.ladder.each")}
            value={rung.eachCents}
            set={(eachCents) => change(at, { ...rung, eachCents })}
            format={(value) => AMOUNT.format(asCents(value))}
            parse={AMOUNT.parse}
          />
        </>
      )}
    </ListedLines>
  );
}

interface StepProps {
  label: string;
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
}

function Step({ label, value, disabled, onChange }: StepProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
      options={STEPS.map((step) => ({ value: step, label: t(`terms.ladder.step.${step}`) }))}
    />
  );
}

/** Whole cents are a number again once they stand in a line. */
function asCents(value: string | number | boolean | string[]): string | number {
  const text = String(value);
  return /^\d+$/.test(text) ? Number(text) : text;
}
