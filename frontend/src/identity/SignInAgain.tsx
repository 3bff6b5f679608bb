import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { keepFor, leaveSession, type Person, personQuery, resumeSession } from "../app/session";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { ProviderButtons } from "./Providers";
import { providersQuery } from "./queries";
import { SignInFields } from "./SignInFields";
import { useSigningIn } from "./useSigningIn";

interface SignInAgainProps {
  person: Person;
  /** Before the session ends one may still put it off. */
  onClose?: (() => void) | undefined;
}

/**
 * Signing in over the page that is open.
 *
 * The page stays as it is, so nothing that was typed is lost, and one goes on where one was.
 */
export function SignInAgain({ person, onClose }: SignInAgainProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useId();
  const path = useLocation({ select: (location) => location.href });
  const providers = useQuery(providersQuery).data;
  const linked = providers?.items.filter(({ id }) =>
    person.identities.some(({ providerId }) => providerId === id),
  );
  const signing = useSigningIn(person.email, (now) => {
    keepFor(now);
    queries.setQueryData(personQuery.queryKey, now);
    resumeSession();
    onClose?.();
    // Meanwhile others went on, and what was refused may be asked again.
    void queries.invalidateQueries();
  });
  return (
    <Dialog
      open
      mustAnswer={onClose === undefined}
      onClose={() => onClose?.()}
      title={t(onClose ? "session.renew.title" : "session.over.title")}
      actions={
        <>
          <Button type="submit" form={form} variant="primary" busy={signing.isPending}>
            {t("session.over.again")}
          </Button>
          {!onClose && (
            <Button
              variant="subtle"
              onClick={async () => {
                queries.clear();
                leaveSession();
                await navigate({ to: "/inloggen", search: { naar: path } });
              }}
            >
              {t("session.over.other")}
            </Button>
          )}
        </>
      }
    >
      <p>{t("session.over.detail")}</p>
      {!onClose && <p className="samenspraak-muted samenspraak-small">{t("session.over.why")}</p>}
      <Form id={form} errors={signing.errors} onSubmit={signing.submit}>
        <SignInFields signing={signing} known />
      </Form>
      {linked && linked.length > 0 && (
        <ProviderButtons
          providers={linked}
          purpose="sign-in"
          words={(name) => t("entering.with", { name })}
        />
      )}
    </Dialog>
  );
}
