import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../api/problem";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { mayDeclare, NotBsn } from "./NotBsn";

interface ActOptions {
  /** Do it; the writer may have said that a number in it is no BSN. */
  send: (declaredNotBsn: boolean) => Promise<unknown>;
  /** What this page finds wrong itself, all at once; nothing is sent before it is mended. */
  faults?: () => FieldError[];
  /** The field on the screen for what the server found; the same function each time. */
  placed?: (error: FieldError) => FieldError;
  /** What may stand differently afterwards, also when it was refused. */
  outdated: QueryKey;
  onSent: () => void;
}

export interface Act {
  error: unknown;
  /** What is wrong with the last attempt, for the form. */
  errors: FieldError[];
  isPending: boolean;
  submit: () => void;
  declared: boolean;
  declare: (declared: boolean) => void;
}

const NONE: FieldError[] = [];

/** Send what somebody wrote. It stays as it was typed until it was taken. */
export function useAct({ send, faults, placed, outdated, onSent }: ActOptions): Act {
  const queries = useQueryClient();
  const [declared, declare] = useState(false);
  const [own, setOwn] = useState(NONE);
  const { error, isPending, mutate, reset } = useMutation({
    mutationFn: send,
    onSuccess: onSent,
    onError: () => declare(false),
    onSettled: (_, refusal) => {
      const read = queries.invalidateQueries({ queryKey: outdated });
      // What was taken is not sent twice meanwhile. Nobody waits to read why it was refused.
      return refusal === null ? read : undefined;
    },
  });
  const refused = useMemo(() => {
    const errors = formErrors(error);
    return placed ? errors.map(placed) : errors;
  }, [error, placed]);
  function submit() {
    if (isPending) return;
    const found = faults?.() ?? NONE;
    setOwn(found);
    if (found.length > 0) reset();
    // What the writer said before is said no longer where it does not stand there.
    else mutate(declared && mayDeclare(error));
  }
  return {
    error,
    errors: own.length > 0 ? own : refused,
    isPending,
    submit,
    declared,
    declare,
  };
}

interface ActFieldsProps {
  act: Act;
  /** Whether a number that is no BSN may stay, once the writer says so. */
  declares?: boolean;
  children: ReactNode;
  /** What stands below all that. */
  after?: ReactNode;
}

/** The form of an act. Its button stands below, or elsewhere. */
export function ActFields({ act, declares = true, children, after }: ActFieldsProps) {
  return (
    <Form errors={act.errors} onSubmit={act.submit}>
      {children}
      {declares && <NotBsn error={act.error} checked={act.declared} onChange={act.declare} />}
      {after}
    </Form>
  );
}

interface ActFormProps extends Omit<ActFieldsProps, "after"> {
  /** What the button says that does it. */
  send: string;
  /** Why it cannot be done now. */
  unavailable?: string | undefined;
  onCancel: () => void;
}

/** The form of an act that one may also leave. */
export function ActForm({ children, send, unavailable, onCancel, ...rest }: ActFormProps) {
  const { t } = useTranslation();
  return (
    <ActFields
      {...rest}
      after={
        <div className="samenspraak-cluster samenspraak-cluster--tight">
          <Button
            type="submit"
            variant="primary"
            busy={rest.act.isPending}
            unavailable={unavailable}
          >
            {send}
          </Button>
          <Button variant="subtle" onClick={onCancel}>
            {t("ui.cancel")}
          </Button>
        </div>
      }
    >
      {children}
    </ActFields>
  );
}

/** The field that one is in as soon as the form is there. */
export function useEntered<Field extends HTMLElement>() {
  const field = useRef<Field>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
