import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId } from "../api/client";
import { formErrors } from "../api/problem";
import { Page } from "../app/Page";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { LoadingPanel } from "../ui/States";
import { forgetPassword } from "./moves";
import { providersQuery } from "./queries";

/** Where somebody asks for a letter with which they can choose another password. */
export function ForgottenPage() {
  const { t } = useTranslation();
  const { data: providers } = useQuery(providersQuery);
  return (
    <Page title={t("page.forgotten")} lead={t("entering.forgotten.lead")} narrow>
      <div className="samenspraak-stack">
        {providers === undefined ? (
          <LoadingPanel label={t("app.loading")} />
        ) : providers.resetByMail ? (
          <Ask />
        ) : (
          // Without mail nobody can be reached but by people.
          <Alert tone="info" title={t("entering.no-mail.title")}>
            {t("entering.no-mail")}
          </Alert>
        )}
        <p>
          <TextLink to="/inloggen">{t("entering.back")}</TextLink>
        </p>
      </div>
    </Page>
  );
}

function Ask() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  // Asking twice for one address sends one letter; another address is another question.
  const made = useRef<{ email: string; id: string }>(undefined);
  const asking = useMutation({
    mutationFn: () => {
      if (made.current?.email !== email) made.current = { email, id: newId() };
      return forgetPassword(made.current);
    },
  });
  if (asking.isSuccess) {
    return (
      <Alert tone="ok" title={t("entering.sent.title")} role="status">
        {t("entering.sent", { email })}
      </Alert>
    );
  }
  return (
    <Panel title={t("page.forgotten")} titleHidden>
      <PanelSection>
        <Form errors={formErrors(asking.error)} onSubmit={() => asking.mutate()}>
          <TextField
            label={t("identity.email")}
            pointer="/email"
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <div>
            <Button type="submit" variant="primary" busy={asking.isPending}>
              {t("entering.send")}
            </Button>
          </div>
        </Form>
      </PanelSection>
    </Panel>
  );
}
