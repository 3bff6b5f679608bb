import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../api/problem";
import { useConnection } from "../live/connection";
import { cents } from "../text/amount";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { NumberField } from "../ui/NumberField";
import { grantMandate } from "./moves";
import { mandatesQuery } from "./queries";

interface MandateGrantProps {
  organisationId: string;
  /** Who may sign from now on; empty while nobody is chosen. */
  personId: string;
  /** What differs between a mandate for a colleague and one's own. */
  words: { role: string; roleHelp: string; send: string };
  onGranted: () => void;
  /** What stands before the fields. */
  children: ReactNode;
}

/** Asks in which role somebody signs and up to what, and records it. */
export function MandateGrant(props: MandateGrantProps) {
  const { organisationId, personId, words, onGranted, children } = props;
  const { t } = useTranslation();
  const changed = useMandatesChanged(organisationId);
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const [role, setRole] = useState("");
  const [amount, setAmount] = useState("");
  const [own, setOwn] = useState<FieldError[]>([]);
  const granting = useMutation({
    mutationFn: () => grantMandate(organisationId, { personId, role, upToCents: cents(amount) }),
    onSuccess: () => {
      setRole("");
      setAmount("");
      onGranted();
      changed();
    },
  });
  function submit() {
    const wrong: FieldError[] = [];
    if (personId === "") wrong.push({ pointer: "/personId", message: t("mandates.person.needed") });
    if (role.trim() === "") wrong.push({ pointer: "/role", message: t("mandates.role.needed") });
    if (Number.isNaN(cents(amount))) {
      wrong.push({ pointer: "/upToCents", message: t("mandates.amount.wrong") });
    }
    setOwn(wrong);
    if (wrong.length > 0) granting.reset();
    else granting.mutate();
  }
  return (
    <Form errors={own.length > 0 ? own : formErrors(granting.error)} onSubmit={submit}>
      {children}
      <TextField
        label={words.role}
        description={words.roleHelp}
        pointer="/role"
        value={role}
        onChange={(event) => setRole(event.target.value)}
      />
      <NumberField
        label={t("mandates.amount")}
        description={t("mandates.amount.help")}
        pointer="/upToCents"
        optional
        value={amount}
        onTyped={setAmount}
      />
      <div>
        <Button type="submit" busy={granting.isPending} unavailable={offline}>
          {words.send}
        </Button>
      </div>
    </Form>
  );
}

/** What changes who may sign changes what rooms say of it. */
export function useMandatesChanged(organisationId: string) {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: mandatesQuery(organisationId).queryKey });
    void queries.invalidateQueries({ queryKey: ["workspaces"] });
  };
}
