import { useTranslation } from "react-i18next";
import { TextField } from "../ui/FormField";
import { CodeField } from "./CodeField";
import type { SigningIn } from "./useSigningIn";

interface SignInFieldsProps {
  signing: SigningIn;
  /** Whose session ended; their address needs no typing. */
  known?: boolean;
}

/** Address, password and, for who has set it up, the code of the second step. */
export function SignInFields({ signing, known = false }: SignInFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t("identity.email")}
        pointer="/email"
        type="email"
        autoComplete="username"
        readOnly={known}
        value={signing.email}
        onChange={(event) => signing.setEmail(event.target.value)}
      />
      <TextField
        label={t("identity.password")}
        pointer="/password"
        type="password"
        autoComplete="current-password"
        value={signing.password}
        onChange={(event) => signing.setPassword(event.target.value)}
      />
      {signing.asksCode && <CodeField code={signing.code} onChange={signing.setCode} takesFocus />}
    </>
  );
}
