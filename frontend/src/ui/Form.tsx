import { type ComponentProps, type FormEvent, type ReactNode, useId, useMemo, useRef } from "react";
import { ErrorSummary } from "./ErrorSummary";
import { type FieldError, FormContext, fieldId } from "./form";

interface FormProps extends Omit<ComponentProps<"form">, "onSubmit"> {
  /** Faults of the last attempt. A new, not empty list moves focus to the summary. */
  errors?: FieldError[];
  onSubmit: () => void;
  children: ReactNode;
}

const NONE: FieldError[] = [];

/** A form that lists what is wrong on top and tells each field its own error. */
export function Form({ errors = NONE, onSubmit, children, className, ...rest }: FormProps) {
  const id = useId();
  const fields = useRef(new Set<string>()).current;
  const state = useMemo(() => ({ id, errors, fields }), [id, errors, fields]);
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit();
  }
  return (
    <FormContext value={state}>
      <form {...rest} noValidate className={className ?? "samenspraak-stack"} onSubmit={submit}>
        <ErrorSummary
          errors={errors}
          linkTo={(pointer) => (fields.has(pointer) ? fieldId(id, pointer) : undefined)}
        />
        {children}
      </form>
    </FormContext>
  );
}
