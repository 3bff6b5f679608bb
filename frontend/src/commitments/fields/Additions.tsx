import { useTranslation } from "react-i18next";
import { FieldSurroundings } from "../../drafting/FieldSurroundings";
import { Checkbox, CheckboxGroup } from "../../ui/Choices";
import { additionsTo, type Edition, type Measure } from "../measures";
import { NUMBER } from "../typed";
import { useMeasureWords } from "./Counted";
import { useFault } from "./Line";
import { pointerOf } from "./levels";
import { additionIn, additionLine, linesOf, withLine } from "./listed";
import { Piece } from "./Piece";

/** What counts on top of the measure, each for so many: never by itself. */
export function Additions({ measure, edition }: { measure: Measure; edition: Edition }) {
  const { t } = useTranslation();
  const words = useMeasureWords();
  const error = useFault("counting.additions");
  const possible = additionsTo(measure, edition.measures);
  const name = (code: string) => {
    const found = edition.measures.find((each) => each.code === code);
    return found ? words.name(found) : code;
  };
  return (
    <FieldSurroundings
      name="counting.additions"
      label={t("terms.counting.additions")}
      shown={(value) =>
        linesOf(value)
          .map((line) => name(additionIn(line).measure))
          .join(", ")
      }
    >
      {({ field, tag, describedBy }) => {
        const lines = linesOf(field.value);
        const chosen = lines.map(additionIn);
        // One that this table does not have came by another road; it can be taken out.
        const codes = [...possible.map(({ code }) => code), ...chosen.map((each) => each.measure)];
        if (codes.length === 0) return null;
        return (
          <>
            {tag}
            <CheckboxGroup
              legend={t("terms.counting.additions")}
              error={error}
              pointer={pointerOf("counting.additions")}
              aria-describedby={describedBy}
            >
              {[...new Set(codes)].map((code) => {
                const at = chosen.findIndex((each) => each.measure === code);
                const row = possible.find((each) => each.code === code);
                return (
                  <div key={code} className="samenspraak-terms__addition">
                    <Checkbox
                      label={row ? words.full(row) : code}
                      checked={at >= 0}
                      disabled={!field.mayWrite}
                      onChange={(event) =>
                        field.set(
                          event.target.checked
                            ? [...lines, additionLine({ measure: code, quantity: "1" })]
                            : withLine(lines, at, undefined),
                        )
                      }
                    />
                    {at >= 0 && (
                      <Piece
                        field={field}
                        label={t("composing.addition.number", { name: name(code) })}
                        labelHidden
                        value={chosen[at]?.quantity ?? ""}
                        set={(quantity) =>
                          field.set(withLine(lines, at, additionLine({ measure: code, quantity })))
                        }
                        {...NUMBER}
                      />
                    )}
                  </div>
                );
              })}
            </CheckboxGroup>
          </>
        );
      }}
    </FieldSurroundings>
  );
}
