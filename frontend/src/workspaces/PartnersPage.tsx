import { IconMessageQuestion } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { usePageTitle } from "../app/navigation";
import { commitmentsQuery } from "../commitments/queries";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { PartnerPanel } from "./partners/PartnerPanel";
import { askAboutPartner, partnersQuery } from "./partners/queries";
import { useWorkspace } from "./queries";
import { Numbers } from "./Served";

/** The partners who carry a part of the work, and five answers about each. */
export function PartnersPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("partners.title"), workspace.contract.title);
  const { data, error, refetch } = useQuery(partnersQuery(workspace.id));
  const lines = useQuery(commitmentsQuery(workspace.id)).data?.items ?? [];
  if (!data) {
    return (
      <Panel title={t("partners.title")}>
        <PanelSection>
          {error ? (
            <LoadError title={t("partners.load-failed")} onRetry={() => void refetch()} />
          ) : (
            <LoadingPanel label={t("partners.loading")} lines={4} />
          )}
        </PanelSection>
      </Panel>
    );
  }
  const named = data.named.length > 0 && (
    <NamedPanel
      workspaceId={workspace.id}
      named={data.named}
      mayAsk={data.moves.includes("ask")}
      lines={lines}
    />
  );
  if (data.items.length === 0) {
    return (
      named || (
        <Panel title={t("partners.title")}>
          <PanelSection>
            <EmptyState title={t("partners.none")}>{t("partners.none.help")}</EmptyState>
          </PanelSection>
        </Panel>
      )
    );
  }
  return (
    <div className="samenspraak-columns samenspraak-columns--side">
      <div className="samenspraak-stack samenspraak-stack--wide">
        {data.items.map((partner) => (
          <PartnerPanel key={partner.id} workspace={workspace} partner={partner} lines={lines} />
        ))}
      </div>
      {named}
    </div>
  );
}

interface NamedPanelProps {
  workspaceId: string;
  named: readonly View<"NamedPartnerView">[];
  mayAsk: boolean;
  lines: readonly View<"CommitmentLineView">[];
}

/** Partners that commitments name, about whom nobody asked anything yet. */
function NamedPanel({ workspaceId, named, mayAsk, lines }: NamedPanelProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const asking = useMutation({
    mutationFn: (name: string) => askAboutPartner(workspaceId, name),
    onSuccess: () => say(t("partners.asked")),
    onSettled: () => queries.invalidateQueries({ queryKey: partnersQuery(workspaceId).queryKey }),
  });
  return (
    <Panel title={t("partners.named")}>
      <PanelSection>
        <p className="samenspraak-muted samenspraak-measure">{t("partners.named.lead")}</p>
        {asking.error instanceof Problem && (
          <Alert tone="error" role="status" title={asking.error.detail} />
        )}
      </PanelSection>
      <PanelList>
        {named.map(({ name, numbers }) => (
          <PanelItem key={name} className="samenspraak-cluster samenspraak-cluster--apart">
            <span>
              <span className="samenspraak-strong" lang="nl">
                {name}
              </span>{" "}
              <span className="samenspraak-muted samenspraak-small">
                {t("partners.in", { count: numbers.length })}{" "}
                <Numbers workspaceId={workspaceId} numbers={numbers} lines={lines} />
              </span>
            </span>
            {mayAsk && (
              <Button
                icon={<IconMessageQuestion size={20} aria-hidden="true" />}
                busy={asking.isPending && asking.variables === name}
                aria-label={t("partners.ask.about", { name })}
                onClick={() => asking.mutate(name)}
              >
                {t("partners.ask")}
              </Button>
            )}
          </PanelItem>
        ))}
      </PanelList>
    </Panel>
  );
}
