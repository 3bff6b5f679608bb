import { useContext, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button";
import { TextField } from "../ui/FormField";
import { FormContext } from "../ui/form";

/** A code that is being typed: of the app, or one of those for when the app is not at hand. */
export interface TypedCode {
  isRecovery: boolean;
  text: string;
}

export const NO_CODE: TypedCode = { isRecovery: false, text: "" };

/** The code as it is sent: apps show a space in the middle, and people copy it. */
export function spelled({ text }: TypedCode): string {
  return text.replace(/\s/g, "");
}

interface CodeFieldProps {
  code: TypedCode;
  onChange: (code: TypedCode) => void;
  /** It appeared because something was sent, so the focus moves on to it. */
  takesFocus?: boolean;
  /** Where only the app's code will do, as when it is set up. */
  appOnly?: boolean;
}

/** Asks for the code of the second step. */
export function CodeField({ code, onChange, takesFocus, appOnly = false }: CodeFieldProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const form = useContext(FormContext);
  const [switched, setSwitched] = useState(0);
  const { isRecovery } = code;
  useEffect(() => {
    if (takesFocus || switched > 0) field.current?.focus();
  }, [takesFocus, switched]);
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <TextField
        ref={field}
        label={t(isRecovery ? "proof.recovery-code" : "proof.code")}
        description={t(isRecovery ? "proof.recovery-code.help" : "proof.code.help")}
        pointer="/code"
        autoComplete={isRecovery ? "off" : "one-time-code"}
        inputMode={isRecovery ? "text" : "numeric"}
        autoCapitalize="none"
        spellCheck={false}
        value={code.text}
        onChange={(event) => onChange({ isRecovery, text: event.target.value })}
      />
      {!appOnly && (
        <div>
          <Button
            variant="subtle"
            onClick={() => {
              onChange({ isRecovery: !isRecovery, text: "" });
              // What was wrong with the other kind of code says nothing of this one.
              form?.forget("/code");
              setSwitched(switched + 1);
            }}
          >
            {t(isRecovery ? "proof.use-app" : "proof.use-recovery")}
          </Button>
        </div>
      )}
    </div>
  );
}
