import { useTranslation } from "react-i18next";
import { usePageTitle } from "../app/navigation";
import { useWorkspace } from "./queries";

export function WorkspacePage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("app.section.workspace"), workspace.contract.title);
  return <h2>{t("app.section.workspace")}</h2>;
}
