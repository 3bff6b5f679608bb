import type { ReactNode } from "react";
import type { FieldValue } from "../../drafting/told";
import type { DraftField } from "../../drafting/useDraftField";
import { useTyped } from "../../drafting/useTyped";
import { classes } from "../../ui/classes";
import { FormField } from "../../ui/FormField";

interface PieceProps {
  /** The field whose list it is a part of. */
  field: DraftField;
  label: string;
  labelHidden?: boolean;
  value: string;
  set: (value: string) => void;
  format?: ((value: FieldValue) => string) | undefined;
  parse?: ((typed: string) => FieldValue | undefined) | undefined;
  describedBy?: string | undefined;
  aside?: ReactNode;
}

/** One typed member of a line in a list; it goes into the draft once one leaves it. */
export function Piece(props: PieceProps) {
  const { field, label, labelHidden, value, set, format, parse, describedBy } = props;
  const typing = useTyped({
    field: { ...field, value: value === "" ? undefined : value, set: (next) => set(textOf(next)) },
    format,
    parse,
  });
  return (
    <FormField label={label} labelHidden={labelHidden}>
      {(ties) => (
        <input
          {...ties}
          autoComplete="off"
          inputMode={parse ? "decimal" : "text"}
          value={typing.value}
          readOnly={!field.mayWrite}
          aria-describedby={classes(ties["aria-describedby"], describedBy) || undefined}
          className="utrecht-textbox"
          onChange={typing.onChange}
          onKeyDown={(event) => {
            if (event.key === "Enter" || event.key === "Tab") typing.commit();
            typing.onKeyDown(event);
          }}
          onBlur={typing.commit}
        />
      )}
    </FormField>
  );
}

function textOf(value: FieldValue | undefined): string {
  return value === undefined ? "" : String(value);
}
