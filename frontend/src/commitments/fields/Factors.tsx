import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldSurroundings } from "../../drafting/FieldSurroundings";
import type { DraftField } from "../../drafting/useDraftField";
import { NUMBER } from "../typed";
import { FaultLine } from "./FaultLine";
import { ListedLines } from "./ListedLines";
import { type Factor, factorIn, factorLine, linesOf, withLine } from "./listed";
import { Piece } from "./Piece";

const BLANK: Factor = { number: "", name: "" };

/** What hours or days are counted from: 10 avonden, 3 uren, 4 medewerkers. */
export function Factors() {
  const { t } = useTranslation();
  return (
    <FieldSurroundings name="counting.factors" label={t("terms.counting.factors")}>
      {({ field, tag, describedBy }) => (
        <fieldset className="samenspraak-field" aria-describedby={describedBy}>
          <legend className="samenspraak-choices__legend">{t("terms.counting.factors")}</legend>
          <p className="samenspraak-choices__description">{t("composing.factors.help")}</p>
          {tag}
          <FaultLine name="counting.factors" label={t("terms.counting.factors")} />
          <Rows field={field} />
        </fieldset>
      )}
    </FieldSurroundings>
  );
}

function Rows({ field }: { field: DraftField }) {
  const { t } = useTranslation();
  const lines = linesOf(field.value);
  // A line goes into the draft once it says a number and a word.
  const [begun, begin] = useState<Factor | undefined>(lines.length === 0 ? BLANK : undefined);
  const factors = [...lines.map(factorIn), ...(begun ? [begun] : [])];
  function change(at: number, factor: Factor) {
    if (at < lines.length) field.set(withLine(lines, at, factorLine(factor)));
    else if (factor.number === "" || factor.name === "") begin(factor);
    else {
      begin(undefined);
      field.set([...lines, factorLine(factor)]);
    }
  }
  return (
    <ListedLines
      field={field}
      lines={factors}
      isBegun={begun !== undefined}
      begin={begin}
      blank={BLANK}
      add={t("composing.factor.add")}
      className="samenspraak-terms__line--factor"
    >
      {(factor, at) => (
        <>
          <Piece
            field={field}
            label={t("composing.factor.number")}
            labelHidden={at > 0}
            value={factor.number}
            set={(number) => change(at, { ...factor, number })}
            {...NUMBER}
          />
          <Piece
            field={field}
            label={t("composing.factor.name")}
            labelHidden={at > 0}
            value={factor.name}
            set={(name) => change(at, { ...factor, name })}
          />
        </>
      )}
    </ListedLines>
  );
}
