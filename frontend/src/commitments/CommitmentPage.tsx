import { useTranslation } from "react-i18next";
import { usePageTitle } from "../app/navigation";
import { useWorkspace } from "../workspaces/queries";

export function CommitmentPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("page.commitment"), workspace.contract.title);
  return <h2>{t("page.commitment")}</h2>;
}
