import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors, Problem } from "../api/problem";
import { Page } from "../app/Page";
import { personQuery } from "../app/session";
import { commitmentsQuery } from "../commitments/queries";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import { LinkButton } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { LoadError, LoadingPanel } from "../ui/States";
import { join } from "./moves";
import { invitationQuery } from "./queries";

/** What somebody was invited to, and the way in: a name and a password, or signing in. */
export function InvitationPage() {
  const { t } = useTranslation();
  const { token } = useParams({ from: "/uitnodiging/$token" });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const invitation = useQuery(invitationQuery(token));
  const person = useQuery(personQuery);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const signedIn = person.data ?? null;
  const joining = useMutation({
    mutationFn: () => join(token, signedIn ? {} : { name, password }),
    onSuccess: async (workspace) => {
      await queries.invalidateQueries();
      const { id } = workspace;
      const found = await queries.fetchQuery(commitmentsQuery(id)).catch(() => undefined);
      const mine = found?.items.filter(({ standing }) => standing.turn === workspace.ownSide);
      const [only] = mine?.length === 1 ? mine : [];
      // Who was asked one thing begins with that; the room is one step up.
      if (only) {
        await navigate({
          to: "/contracten/$id/toezeggingen/$commitmentId",
          params: { id, commitmentId: only.id },
        });
      } else {
        await navigate({ to: "/contracten/$id", params: { id } });
      }
    },
  });
  if (invitation.isPending || person.isPending) {
    return (
      <Page title={t("page.invitation")} narrow>
        <LoadingPanel label={t("app.loading")} />
      </Page>
    );
  }
  const view = invitation.data;
  if (invitation.error instanceof Problem && invitation.error.isPassing) {
    return (
      <Page title={t("page.invitation")} narrow>
        <LoadError
          title={invitation.error.title}
          reference={invitation.error.reference}
          onRetry={() => invitation.refetch()}
        />
      </Page>
    );
  }
  if (!view?.isOpen) {
    return (
      <Page title={t("page.invitation")} narrow>
        <Alert tone="warning" title={t("workspaces.invitation.over")}>
          {t("workspaces.invitation.over.detail")}
        </Alert>
      </Page>
    );
  }
  const other = signedIn !== null && signedIn.email !== view.email;
  const mustSignIn = signedIn === null && view.personKnown;
  return (
    <Page title={t("page.invitation")} lead={view.contractTitle} narrow>
      <Panel title={view.contractTitle} titleHidden>
        <PanelSection>
          <div className="samenspraak-stack">
            <p>{t("workspaces.invitation.from", { name: view.invitedBy })}</p>
            <p>
              <SideLabel side={view.side} organisation={view.partyName} />
            </p>
            <p className="samenspraak-muted">
              {t("workspaces.invitation.until")} <DateText at={view.expiresAt} as="longMoment" />.{" "}
              {t("workspaces.invitation.binds-nothing")}
            </p>
            {other && (
              <Alert tone="warning" title={t("workspaces.invitation.other-address")}>
                {t("workspaces.invitation.other-address.detail", { email: view.email })}
              </Alert>
            )}
            {mustSignIn && (
              <div>
                <p>{t("workspaces.invitation.known", { email: view.email })}</p>
                <LinkButton
                  to="/inloggen"
                  search={{ naar: `/uitnodiging/${token}` }}
                  variant="primary"
                >
                  {t("workspaces.invitation.sign-in")}
                </LinkButton>
              </div>
            )}
            {!mustSignIn && !other && (
              <Form errors={formErrors(joining.error)} onSubmit={() => joining.mutate()}>
                {signedIn === null && (
                  <>
                    <TextField
                      label={t("identity.name")}
                      pointer="/name"
                      autoComplete="name"
                      required
                      value={name}
                      onChange={(event) => setName(event.target.value)}
                    />
                    <TextField
                      label={t("identity.new-password")}
                      description={t("identity.new-password.help")}
                      pointer="/password"
                      type="password"
                      autoComplete="new-password"
                      required
                      value={password}
                      onChange={(event) => setPassword(event.target.value)}
                    />
                  </>
                )}
                <div>
                  <Button type="submit" variant="primary" busy={joining.isPending}>
                    {t("workspaces.invitation.accept")}
                  </Button>
                </div>
              </Form>
            )}
          </div>
        </PanelSection>
      </Panel>
    </Page>
  );
}
