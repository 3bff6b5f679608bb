import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors, Problem } from "../api/problem";
import { Page } from "../app/Page";
import { personQuery } from "../app/session";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import { LinkButton } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { LoadError, LoadingPanel } from "../ui/States";
import { choosePassword } from "./moves";
import { passwordResetQuery, providersQuery } from "./queries";

/** Where the link of a letter leads: choose a password, once. */
export function NewPasswordPage() {
  const { t } = useTranslation();
  const { secret } = useParams({ from: "/wachtwoord/$secret" });
  const reset = useQuery(passwordResetQuery(secret));
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const choosing = useMutation({
    mutationFn: () => choosePassword(secret, password),
    // All sessions ended with it, the one of this browser too.
    onSuccess: () => queries.setQueryData(personQuery.queryKey, null),
  });
  const isOver = [reset.error, choosing.error].some(
    (error) => error instanceof Problem && error.status === 404,
  );
  let content = <LoadingPanel label={t("app.loading")} />;
  if (choosing.isSuccess) {
    content = (
      <Alert
        tone="ok"
        title={t("entering.chosen.title")}
        role="status"
        actions={
          <LinkButton to="/inloggen" variant="primary">
            {t("identity.sign-in")}
          </LinkButton>
        }
      >
        <div className="samenspraak-stack samenspraak-stack--tight">
          <p>{t("entering.chosen")}</p>
          <OtherWays />
        </div>
      </Alert>
    );
  } else if (isOver) {
    content = (
      <Alert
        tone="warning"
        title={t("entering.link-over.title")}
        role="status"
        actions={<LinkButton to="/wachtwoord-vergeten">{t("entering.again")}</LinkButton>}
      >
        {t("entering.link-over")}
      </Alert>
    );
  } else if (reset.error) {
    content = (
      <LoadError
        title={reset.error instanceof Problem ? reset.error.title : t("wrong.unknown.title")}
        onRetry={() => void reset.refetch()}
      />
    );
  } else if (reset.isSuccess) {
    content = (
      <Panel title={t("page.new-password")} titleHidden>
        <PanelSection>
          <Form errors={formErrors(choosing.error)} onSubmit={() => choosing.mutate()}>
            <TextField
              label={t("identity.new-password")}
              description={t("identity.new-password.help")}
              pointer="/password"
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <p className="samenspraak-muted">{t("entering.ends-sessions")}</p>
            <div>
              <Button type="submit" variant="primary" busy={choosing.isPending}>
                {t("entering.choose")}
              </Button>
            </div>
          </Form>
        </PanelSection>
      </Panel>
    );
  }
  return (
    <Page title={t("page.new-password")} narrow>
      {content}
    </Page>
  );
}

/** A link to a provider outlives the password: who wants it gone has to know that it is there. */
function OtherWays() {
  const { t, i18n } = useTranslation();
  const { data: providers } = useQuery(providersQuery);
  if (!providers || providers.items.length === 0) return null;
  const names = new Intl.ListFormat(i18n.language, { type: "disjunction" }).format(
    providers.items.map(({ name }) => name),
  );
  return <p>{t("entering.chosen.ways", { names })}</p>;
}
