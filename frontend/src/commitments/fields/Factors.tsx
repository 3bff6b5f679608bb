import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldSurroundings } from "../../drafting/FieldSurroundings";
import type { DraftField } from "../../drafting/useDraftField";
import { Button, IconButton } from "../../ui/Button";
import { NUMBER } from "../typed";
import { FaultLine } from "./FaultLine";
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
    <div className="samenspraak-stack samenspraak-stack--tight">
      {factors.map((factor, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: A line of the list is known by its place.
        <div key={at} className="samenspraak-terms__line samenspraak-terms__line--factor">
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
          {field.mayWrite && (
            <IconButton
              label={t("composing.take-out")}
              icon={<IconTrash size={20} aria-hidden="true" />}
              onClick={() =>
                at === lines.length ? begin(undefined) : field.set(withLine(lines, at, undefined))
              }
            />
          )}
        </div>
      ))}
      {field.mayWrite && !begun && (
        <div>
          <Button
            variant="subtle"
            icon={<IconPlus size={20} aria-hidden="true" />}
            onClick={() => begin(BLANK)}
          >
            {t("composing.factor.add")}
          </Button>
        </div>
      )}
    </div>
  );
}
