import type { ComponentProps } from "react";
import { NumberField } from "../../ui/NumberField";
import type { Typed } from "./typed";

/** The fields of what is typed that hold a number as text. */
type Numbers =
  | "amount"
  | "originalAmount"
  | "percent"
  | "cap"
  | "threshold"
  | "months"
  | "minMonths"
  | "within"
  | "labourShare"
  | "employees";

interface TypedNumberProps<Name extends Numbers>
  extends Omit<ComponentProps<typeof NumberField>, "value" | "onTyped"> {
  name: Name;
  typed: Pick<Typed, Name>;
  change: (part: Pick<Typed, Name>) => void;
}

/** A number of what is owed, as somebody types it. */
export function TypedNumber<Name extends Numbers>(props: TypedNumberProps<Name>) {
  const { name, typed, change, ...rest } = props;
  return (
    <NumberField
      {...rest}
      value={typed[name]}
      onTyped={(text) => change({ [name]: text } as Pick<Typed, Name>)}
    />
  );
}
