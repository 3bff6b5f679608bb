import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../api/problem";
import { Page } from "../app/Page";
import { keepFor, personQuery } from "../app/session";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import { Panel, PanelSection } from "../ui/Panel";
import { signIn } from "./moves";

/** Where somebody says who they are; afterwards they are where they wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const router = useRouter();
  const { naar } = useSearch({ from: "/inloggen" });
  const known = useQuery(personQuery).data != null;
  useEffect(() => {
    // Going back must not lead here again.
    if (known) router.history.replace(naar ?? "/contracten");
  }, [known, naar, router]);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const entering = useMutation({
    mutationFn: () => signIn({ email, password }),
    onSuccess: (person) => {
      keepFor(person);
      // What somebody else read on this computer is not for this person.
      queries.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] !== personQuery.queryKey[0],
      });
      queries.setQueryData(personQuery.queryKey, person);
    },
  });
  return (
    <Page title={t("page.sign-in")} lead={t("identity.sign-in.lead")} narrow>
      <Panel title={t("page.sign-in")} titleHidden>
        <PanelSection>
          <Form errors={formErrors(entering.error)} onSubmit={() => entering.mutate()}>
            <TextField
              label={t("identity.email")}
              pointer="/email"
              type="email"
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
            <TextField
              label={t("identity.password")}
              pointer="/password"
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <div>
              <Button type="submit" variant="primary" busy={entering.isPending}>
                {t("identity.sign-in")}
              </Button>
            </div>
          </Form>
        </PanelSection>
      </Panel>
    </Page>
  );
}
