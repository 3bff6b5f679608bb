import { useTranslation } from "react-i18next";
import { Page } from "../app/Page";

export function ImportPage() {
  const { t } = useTranslation();
  return <Page title={t("page.import")}>{null}</Page>;
}
