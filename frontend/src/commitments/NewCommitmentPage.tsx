import { useTranslation } from "react-i18next";
import { usePageTitle } from "../app/navigation";
import { useWorkspace } from "../workspaces/queries";

export function NewCommitmentPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("page.new-commitment"), workspace.contract.title);
  return <h2>{t("page.new-commitment")}</h2>;
}
