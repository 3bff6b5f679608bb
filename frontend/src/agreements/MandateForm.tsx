import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../api/problem";
import { usePerson } from "../app/session";
import { grantMandate } from "../identity/moves";
import { cents } from "../text/amount";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { useToast } from "../ui/Toast";

interface MandateFormProps {
  workspaceId: string;
  organisationId: string;
}

/** An administrator who has no mandate yet records their own, in small organisations. */
export function MandateForm({ workspaceId, organisationId }: MandateFormProps) {
  const { t } = useTranslation();
  const person = usePerson();
  const queries = useQueryClient();
  const { say } = useToast();
  const [role, setRole] = useState("");
  const [amount, setAmount] = useState("");
  const [unread, setUnread] = useState<FieldError[]>([]);
  const granting = useMutation({
    mutationFn: () =>
      grantMandate(organisationId, {
        personId: person?.id ?? "",
        role,
        upToCents: cents(amount),
      }),
    onSuccess: () => {
      say(t("agreements.mandate.done"));
      void queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "agreement"] });
    },
  });
  return (
    <Form
      errors={unread.length > 0 ? unread : formErrors(granting.error)}
      onSubmit={() => {
        const bad = Number.isNaN(cents(amount));
        setUnread(bad ? [{ pointer: "/upToCents", message: t("terms.not-an-amount") }] : []);
        if (!bad) granting.mutate();
      }}
    >
      <p className="samenspraak-small">{t("agreements.mandate.lead")}</p>
      <TextField
        label={t("agreements.mandate.role")}
        description={t("agreements.mandate.role.help")}
        pointer="/role"
        value={role}
        onChange={(event) => setRole(event.target.value)}
      />
      <TextField
        label={t("agreements.mandate.up-to")}
        description={t("agreements.mandate.up-to.help")}
        pointer="/upToCents"
        inputMode="decimal"
        optional
        value={amount}
        onChange={(event) => setAmount(event.target.value)}
      />
      <div>
        <Button type="submit" busy={granting.isPending}>
          {t("agreements.mandate.send")}
        </Button>
      </div>
    </Form>
  );
}
