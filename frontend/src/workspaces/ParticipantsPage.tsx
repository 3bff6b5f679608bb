import { useTranslation } from "react-i18next";
import { usePageTitle } from "../app/navigation";
import { useWorkspace } from "./queries";

export function ParticipantsPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("app.section.participants"), workspace.contract.title);
  return <h2>{t("app.section.participants")}</h2>;
}
