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
  const [gone, setGone] = useState(NONE);
  const left = useMemo(() => errors.filter((error) => !gone.includes(error)), [errors, gone]);
  const state = useMemo(
    () => ({
      id,
      errors: left,
      fields,
      forget: (pointer: string) =>
        setGone((before) => [...before, ...left.filter((error) => error.pointer === pointer)]),
    }),
    [id, left, fields],
  );
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
        <ErrorSummary errors={left} targets={targets} />
        {children}
      </form>
    </FormContext>
  );
}
