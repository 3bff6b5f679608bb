import { useTranslation } from "react-i18next";
import { RetentionPanel } from "../agreements/RetentionPanel";
import { SigningRulePanel } from "../agreements/SigningRulePanel";
import { usePageTitle } from "../app/navigation";
import { EditionPanel } from "../catalogue/EditionPanel";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { DepartmentsPanel } from "./DepartmentsPanel";
import { PerspectivesPanel } from "./PerspectivesPanel";
import { PartnersOffer } from "./partners/PartnersOffer";
import { useWorkspace } from "./queries";

/** What a contract can have besides: which table it reckons with, and what is off until asked for. */
export function MorePage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("app.section.more"), workspace.contract.title);
  return (
    <div className="samenspraak-stack samenspraak-stack--wide">
      <EditionPanel workspace={workspace} />
      <PerspectivesPanel workspace={workspace} />
      <PartnersOffer workspaceId={workspace.id} />
      <DepartmentsPanel workspace={workspace} />
      <SigningRulePanel workspace={workspace} />
      <RetentionPanel workspace={workspace} />
      <Panel title={t("page.privacy")}>
        <PanelSection className="samenspraak-stack samenspraak-stack--tight">
          <p className="samenspraak-measure">{t("page.privacy.lead")}</p>
          <p>
            <TextLink to="/contracten/$id/privacy" params={{ id: workspace.id }}>
              {t("app.privacy.who-sees")}
            </TextLink>
          </p>
        </PanelSection>
      </Panel>
    </div>
  );
}
