import { useTranslation } from "react-i18next";
import { Page } from "../app/Page";

export function SignInPage() {
  const { t } = useTranslation();
  return <Page title={t("page.sign-in")}>{null}</Page>;
}
