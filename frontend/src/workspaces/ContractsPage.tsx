import { useTranslation } from "react-i18next";
import { Page } from "../app/Page";

export function ContractsPage() {
  const { t } = useTranslation();
  return <Page title={t("app.contracts")}>{null}</Page>;
}
