import { FieldErrorText } from "../../ui/FormField";
import { useField } from "../../ui/form";
import { useFault } from "./Line";
import { pointerOf } from "./levels";

/** What is wrong with a list of fields as a whole, where the list of errors can lead. */
export function FaultLine({ name, label }: { name: string; label: string }) {
  const field = useField(pointerOf(name), label, { error: useFault(name) });
  return (
    <div id={field.id} tabIndex={-1}>
      {field.error && <FieldErrorText id={`${field.id}-error`}>{field.error}</FieldErrorText>}
    </div>
  );
}
