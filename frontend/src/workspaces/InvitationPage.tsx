import { useTranslation } from "react-i18next";
import { Page } from "../app/Page";

export function InvitationPage() {
  const { t } = useTranslation();
  return <Page title={t("page.invitation")}>{null}</Page>;
}
