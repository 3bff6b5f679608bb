import { useTranslation } from "react-i18next";
import { Page } from "../app/Page";

export function OpenPage() {
  const { t } = useTranslation();
  return <Page title={t("page.open")}>{null}</Page>;
}
