import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors, Problem } from "../api/problem";
import type { Person } from "../app/session";
import type { FieldError } from "../ui/form";
import { NO_CODE, spelled } from "./CodeField";
import { signIn } from "./moves";

const NONE: FieldError[] = [];

/** What is typed to sign in, and what follows: a code is asked for once the password is right. */
export function useSigningIn(address: string, onSignedIn: (person: Person) => void) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(address);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState(NO_CODE);
  const [asksCode, setAsksCode] = useState(false);
  const [lacking, setLacking] = useState(NONE);
  const entering = useMutation({
    mutationFn: () =>
      signIn({ email, password, ...(asksCode ? { code: spelled(code) } : undefined) }),
    onSuccess: onSignedIn,
    onError: (error) => {
      if (slugOf(error) === "identity/code-needed") setAsksCode(true);
    },
  });
  return {
    email,
    password,
    code,
    asksCode,
    isPending: entering.isPending,
    errors: lacking.length > 0 ? lacking : errorsOf(entering.error),
    setEmail(next: string) {
      setEmail(next);
      // Somebody else may have no second step, or another one.
      setAsksCode(false);
      setCode(NO_CODE);
    },
    setPassword,
    setCode,
    submit() {
      const lacks =
        asksCode && spelled(code) === ""
          ? [{ pointer: "/code", message: t("proof.code.needed") }]
          : NONE;
      setLacking(lacks);
      if (lacks.length > 0) entering.reset();
      else entering.mutate();
    },
  };
}

export type SigningIn = ReturnType<typeof useSigningIn>;

const shown = new WeakMap<object, FieldError[]>();

/** What is wrong. That a code is needed is no fault: its field says so. */
function errorsOf(error: unknown): FieldError[] {
  const slug = slugOf(error);
  if (slug === "identity/code-needed") return NONE;
  if (slug !== "identity/wrong-code" || !(error instanceof Problem)) return formErrors(error);
  // One refusal always gives the same list: a form moves the focus for each new one.
  const errors = shown.get(error) ?? [{ pointer: "/code", message: error.detail }];
  shown.set(error, errors);
  return errors;
}

function slugOf(error: unknown): string | undefined {
  return error instanceof Problem ? error.slug : undefined;
}
