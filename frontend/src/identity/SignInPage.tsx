import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../api/problem";
import { Page } from "../app/Page";
import { personQuery } from "../app/session";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import { Panel } from "../ui/Panel";
import { signIn } from "./moves";

/** Where somebody says who they are; afterwards they are where they wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const router = useRouter();
  const { naar } = useSearch({ from: "/inloggen" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const entering = useMutation({
    mutationFn: () => signIn({ email, password }),
    onSuccess: async (person) => {
      queries.clear();
      queries.setQueryData(personQuery.queryKey, person);
      router.history.push(naar ?? "/contracten");
    },
  });
  return (
    <Page title={t("page.sign-in")} lead={t("identity.sign-in.lead")} narrow>
      <Panel title={t("page.sign-in")} titleHidden>
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
      </Panel>
    </Page>
  );
}
