import { createContext, useContext, useEffect, useId } from "react";

/** What is wrong with one field, told by the JSON pointer of the member that was sent. */
export interface FieldError {
  pointer: string;
  message: string;
}

interface FormState {
  id: string;
  errors: FieldError[];
  /** The fields that are on the screen now, by pointer, with their labels; the summary needs both. */
  fields: Map<string, string>;
  /** What was wrong here is said no longer: the field asks for something else now. */
  forget: (pointer: string) => void;
}

export const FormContext = createContext<FormState | null>(null);

interface FieldState {
  id: string;
  error: string | undefined;
}

/** The id and the error of a field. A field with a pointer finds both in the form around it. */
export function useField(
  pointer: string | undefined,
  label: string,
  own: { id?: string | undefined; error?: string | undefined },
): FieldState {
  const form = useContext(FormContext);
  const generated = useId();
  useEffect(() => {
    if (!form || pointer === undefined) return;
    form.fields.set(pointer, label);
    return () => {
      form.fields.delete(pointer);
    };
  }, [form, pointer, label]);
  const id = own.id ?? (form && pointer !== undefined ? fieldId(form.id, pointer) : generated);
  const found = form?.errors.find((error) => error.pointer === pointer)?.message;
  return { id, error: own.error ?? found };
}

/** The element id of the field that a pointer means, inside one form. */
export function fieldId(form: string, pointer: string): string {
  return `${form}${pointer.replace(/[^a-z0-9]+/gi, "-")}`;
}
