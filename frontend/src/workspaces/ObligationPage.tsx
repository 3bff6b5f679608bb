import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePageTitle } from "../app/navigation";
import { Alert } from "../ui/Alert";
import { TextLink } from "../ui/Link";
import { BasisForm } from "./obligation/BasisForm";
import { ObligationForm } from "./obligation/ObligationForm";
import { useWorkspace } from "./queries";

/** Work out what is owed, and put it to the other side: anew, or from a basis that moved. */
export function ObligationPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { stap } = useSearch({ from: "/signed-in/contracten/$id/verplichting" });
  usePageTitle(t("workspaces.obligation"), workspace.contract.title);
  const { obligation, moves } = workspace;
  const moving = stap === "basis" && obligation?.moves.includes("change-basis");
  return (
    <div className="samenspraak-stack">
      <p>
        <TextLink to="/contracten/$id" params={{ id: workspace.id }}>
          {t("weighing.back")}
        </TextLink>
      </p>
      {moving && obligation ? (
        <BasisForm workspace={workspace} agreed={obligation} />
      ) : moves.includes("set-obligation") ? (
        <ObligationForm workspace={workspace} />
      ) : (
        <Alert tone="info" title={t("weighing.no-rights")} />
      )}
    </div>
  );
}
