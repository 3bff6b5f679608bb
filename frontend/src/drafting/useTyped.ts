import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { FieldValue } from "./room";
import type { DraftField } from "./useDraftField";

interface TypedOptions {
  field: DraftField;
  format: ((value: FieldValue) => string) | undefined;
  parse: ((typed: string) => FieldValue | undefined) | undefined;
}

/**
 * What is being typed in a control, until it goes into the draft.
 *
 * A number goes in whole, when one leaves the field: others would see 1 on the way to 12. What one
 * is typing is never replaced by what somebody else fills in meanwhile, only by what one puts back.
 */
export function useTyped({ field, format = String, parse = (typed) => typed }: TypedOptions) {
  const [typing, setTyping] = useState({ typed: null as string | null, putBacks: field.putBacks });
  const typed = typing.putBacks === field.putBacks ? typing.typed : null;
  const setTyped = (next: string | null) => setTyping({ typed: next, putBacks: field.putBacks });
  const shown = field.value === undefined ? "" : format(field.value);

  function commit() {
    if (typed === null) return;
    setTyped(null);
    if (typed !== shown) field.set(parse(typed.trim()));
  }

  const last = useRef(commit);
  useEffect(() => {
    last.current = commit;
  });
  // A page that is left by a link takes the field away without a blur, and so does a reload.
  useEffect(() => {
    const leave = () => last.current();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);

  return {
    value: typed ?? shown,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
    commit,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== "Escape" || typed === null) return;
      event.stopPropagation();
      setTyped(null);
    },
  };
}
