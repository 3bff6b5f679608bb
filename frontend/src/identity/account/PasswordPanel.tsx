import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../../api/problem";
import { type Person, personQuery } from "../../app/session";
import { Button } from "../../ui/Button";
import { Form } from "../../ui/Form";
import { TextField } from "../../ui/FormField";
import type { FieldError } from "../../ui/form";
import { Panel, PanelSection } from "../../ui/Panel";
import { useToast } from "../../ui/Toast";
import { changePassword } from "../moves";
import { sessionsQuery } from "../queries";

/** Choosing another password. */
export function PasswordPanel({ person }: { person: Person }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("account.password")}>
      <PanelSection>
        {person.hasPassword ? (
          <PasswordForm person={person} />
        ) : (
          <p className="samenspraak-muted">{t("account.no-password")}</p>
        )}
      </PanelSection>
    </Panel>
  );
}

const NONE: FieldError[] = [];

function PasswordForm({ person }: { person: Person }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const [password, setPassword] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const [lacking, setLacking] = useState(NONE);
  const changing = useMutation({
    mutationFn: () => changePassword({ password, newPassword }),
    onSuccess: (now) => {
      queries.setQueryData(personQuery.queryKey, now);
      void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      setPassword("");
      setNewPassword("");
      say(t("account.password.changed"));
    },
  });
  function submit() {
    const lacks: FieldError[] = [];
    if (password === "") lacks.push({ pointer: "/password", message: t("proof.password-needed") });
    if (newPassword === "") {
      lacks.push({ pointer: "/newPassword", message: t("account.password.new-needed") });
    }
    setLacking(lacks.length > 0 ? lacks : NONE);
    if (lacks.length > 0) changing.reset();
    else changing.mutate();
  }
  return (
    <Form errors={lacking.length > 0 ? lacking : formErrors(changing.error)} onSubmit={submit}>
      {/* Password managers want to know whose password changes. */}
      <input type="text" autoComplete="username" value={person.email} readOnly hidden />
      <TextField
        label={t("account.password.now")}
        pointer="/password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <TextField
        label={t("account.password.new")}
        description={t("identity.new-password.help")}
        pointer="/newPassword"
        type="password"
        autoComplete="new-password"
        value={newPassword}
        onChange={(event) => setNewPassword(event.target.value)}
      />
      <p className="samenspraak-muted samenspraak-small">{t("account.password.consequence")}</p>
      <div>
        <Button type="submit" busy={changing.isPending}>
          {t("account.password.change")}
        </Button>
      </div>
    </Form>
  );
}
