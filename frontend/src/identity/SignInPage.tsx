import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../app/Page";
import { keepFor, personQuery } from "../app/session";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { ProviderButtons } from "./Providers";
import { providersQuery } from "./queries";
import { SignInFields } from "./SignInFields";
import { useSigningIn } from "./useSigningIn";
import { useWrong } from "./useWrong";

/** Where somebody says who they are; afterwards they are where they wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const router = useRouter();
  const { naar, fout } = useSearch({ from: "/inloggen" });
  const wrong = useWrong(fout);
  const known = useQuery(personQuery).data != null;
  const returnTo = naar ?? "/contracten";
  useEffect(() => {
    // Going back must not lead here again. What went wrong elsewhere is told first.
    if (known && fout === undefined) router.history.replace(returnTo);
  }, [known, fout, returnTo, router]);
  const providers = useQuery(providersQuery).data;
  const signing = useSigningIn("", (person) => {
    keepFor(person);
    // What somebody else read on this computer is not for this person.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== personQuery.queryKey[0] });
    queries.setQueryData(personQuery.queryKey, person);
    router.history.replace(returnTo);
  });
  const told = wrong && (
    <Alert tone="error" title={wrong.title} role="status">
      {wrong.detail}
    </Alert>
  );
  if (known && wrong) {
    return (
      <Page title={wrong.title} narrow>
        <div className="samenspraak-stack">
          <Alert tone="error">{wrong.detail}</Alert>
          <div>
            <Button variant="primary" onClick={() => router.history.replace(returnTo)}>
              {t("entering.go-on")}
            </Button>
          </div>
        </div>
      </Page>
    );
  }
  return (
    <Page title={t("page.sign-in")} lead={t("identity.sign-in.lead")} narrow>
      <div className="samenspraak-stack">
        {told}
        <Panel title={t("page.sign-in")} titleHidden>
          <PanelSection>
            <Form errors={signing.errors} onSubmit={signing.submit}>
              <SignInFields signing={signing} />
              <div className="samenspraak-cluster">
                <Button type="submit" variant="primary" busy={signing.isPending}>
                  {t("identity.sign-in")}
                </Button>
                {providers?.resetByMail && (
                  <TextLink to="/wachtwoord-vergeten">{t("entering.forgotten")}</TextLink>
                )}
              </div>
            </Form>
          </PanelSection>
          {providers && providers.items.length > 0 && (
            <PanelSection>
              <div className="samenspraak-stack samenspraak-stack--tight">
                <p>{t("entering.by-provider")}</p>
                <ProviderButtons
                  providers={providers.items}
                  purpose="sign-in"
                  returnTo={returnTo}
                  words={(name) => t("entering.with", { name })}
                />
              </div>
            </PanelSection>
          )}
        </Panel>
        <p className="samenspraak-muted samenspraak-small">{t("entering.help")}</p>
      </div>
    </Page>
  );
}
