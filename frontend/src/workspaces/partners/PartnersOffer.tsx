import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LinkButton } from "../../ui/Link";
import { Panel, PanelSection } from "../../ui/Panel";
import { partnersQuery } from "./queries";

/** The way to ask about partners, once a commitment names one. */
export function PartnersOffer({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(partnersQuery(workspaceId));
  if (!data || data.items.length + data.named.length === 0) return null;
  return (
    <Panel title={t("partners.title")}>
      <PanelSection className="samenspraak-cluster samenspraak-cluster--apart">
        <p className="samenspraak-muted samenspraak-measure">{t("partners.offer")}</p>
        <LinkButton to="/contracten/$id/meer/partners" params={{ id: workspaceId }}>
          {t("partners.look")}
        </LinkButton>
      </PanelSection>
    </Panel>
  );
}
