import { useTranslation } from "react-i18next";
import { usePageTitle } from "../app/navigation";
import { useWorkspace } from "../workspaces/queries";

export function AgreementPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("app.section.agreement"), workspace.contract.title);
  return <h2>{t("app.section.agreement")}</h2>;
}
