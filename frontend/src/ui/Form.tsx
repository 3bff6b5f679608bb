import {
  type ComponentProps,
  type FormEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { ErrorSummary, type Target } from "./ErrorSummary";
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
  const fields = useRef(new Map<string, string>()).current;
  const [targets, setTargets] = useState<ReadonlyMap<string, Target>>(new Map());
  const state = useMemo(() => ({ id, errors, fields }), [id, errors, fields]);
  // Fields make themselves known in effects of their own, which have run by now.
  useEffect(() => {
    const shown = new Map<string, Target>();
    for (const { pointer } of errors) {
      const label = fields.get(pointer);
      if (label !== undefined) shown.set(pointer, { id: fieldId(id, pointer), label });
    }
    setTargets(shown);
  }, [errors, fields, id]);
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit();
  }
  return (
    <FormContext value={state}>
      <form {...rest} noValidate className={className ?? "samenspraak-stack"} onSubmit={submit}>
        <ErrorSummary errors={errors} targets={targets} />
        {children}
      </form>
    </FormContext>
  );
}
