import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { TextLink } from "../../ui/Link";
import { Panel, PanelItem, PanelList } from "../../ui/Panel";
import { partnersQuery } from "./queries";

/** The partners that were asked about, and how much is answered. Nothing until somebody asks. */
export function PartnersLink({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(partnersQuery(workspaceId));
  if (!data || data.items.length === 0) return null;
  return (
    <Panel title={t("partners.title")}>
      <PanelList>
        {data.items.map(({ id, name, questions, unanswered }) => (
          <PanelItem key={id} className="samenspraak-cluster samenspraak-cluster--apart">
            <TextLink
              to="/contracten/$id/meer/partners"
              params={{ id: workspaceId }}
              strong
              lang="nl"
            >
              {name}
            </TextLink>
            <span className="samenspraak-muted samenspraak-small">
              {t("partners.answered", {
                answered: questions.length - unanswered,
                count: questions.length,
              })}
            </span>
          </PanelItem>
        ))}
      </PanelList>
    </Panel>
  );
}
