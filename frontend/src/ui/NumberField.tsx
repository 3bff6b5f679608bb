import type { ComponentProps } from "react";
import { TextField } from "./FormField";

interface NumberFieldProps extends Omit<ComponentProps<typeof TextField>, "value" | "onChange"> {
  value: string;
  onTyped: (typed: string) => void;
  /** A count: no comma is asked for. */
  whole?: boolean;
}

/** An amount, a percentage or a count, kept as it was typed: who sends it says what cannot be read. */
export function NumberField({ onTyped, whole = false, ...rest }: NumberFieldProps) {
  return (
    <TextField
      {...rest}
      inputMode={whole ? "numeric" : "decimal"}
      onChange={(event) => onTyped(event.target.value)}
    />
  );
}
