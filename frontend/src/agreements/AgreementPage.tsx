import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { usePageTitle } from "../app/navigation";
import { Panel, PanelSection } from "../ui/Panel";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { useWorkspace } from "../workspaces/queries";
import { DocumentPanel } from "./DocumentPanel";
import { OfferPanel, ReadinessPanel } from "./OfferPanel";
import { ConfirmingPanel, PaperForm, PaperPanel } from "./PaperPanel";
import { versionQuery, versionsQuery } from "./queries";
import { SigningPanel } from "./SigningPanel";
import { StateNotice } from "./StateNotice";
import { Versions } from "./Versions";
import { versionName } from "./versionName";

/** The agreement: its versions, the text of one, and where both sides sign it. */
export function AgreementPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { version: asked } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(versionsQuery(workspace.id));
  // Without a version in the address: the newest, or else what a first one would be made of.
  const current = asked ?? data?.items[0]?.id ?? (data?.moves.includes("offer") ? "nieuw" : "");
  const line = data?.items.find(({ id }) => id === current);
  usePageTitle(
    line ? versionName(line, t) : undefined,
    t("app.section.agreement"),
    workspace.contract.title,
  );
  if (!data) {
    return error ? (
      <LoadError
        title={t("agreements.load-failed")}
        onRetry={() => void refetch()}
        reference={error instanceof Problem ? error.reference : undefined}
      />
    ) : (
      <LoadingPanel label={t("agreements.loading")} lines={6} />
    );
  }
  return (
    <div className="samenspraak-columns samenspraak-columns--three">
      <h2 className="samenspraak-hidden">{t("app.section.agreement")}</h2>
      <Versions workspaceId={workspace.id} versions={data} current={current} />
      {current === "nieuw" ? (
        <>
          {data.moves.includes("offer") ? (
            <OfferPanel workspace={workspace} versions={data} />
          ) : (
            <Message title={t("agreements.offer.not-now")} />
          )}
          <ReadinessPanel workspaceId={workspace.id} versions={data} />
        </>
      ) : current === "papier" ? (
        data.moves.includes("record-paper") ? (
          <PaperForm workspaceId={workspace.id} />
        ) : (
          <Message title={t("agreements.paper.not-now")} />
        )
      ) : line ? (
        <Version key={line.id} workspace={workspace} line={line} versions={data} />
      ) : (
        <>
          <Message title={t(asked ? "agreements.not-found" : "agreements.none")} />
          <ReadinessPanel workspaceId={workspace.id} versions={data} />
        </>
      )}
    </div>
  );
}

function Message({ title }: { title: string }) {
  return (
    <Panel title={title} titleHidden>
      <PanelSection>
        <EmptyState title={title} />
      </PanelSection>
    </Panel>
  );
}

interface VersionProps {
  workspace: View<"WorkspaceView">;
  line: View<"VersionLineView">;
  versions: View<"VersionsView">;
}

function Version({ workspace, line, versions }: VersionProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(versionQuery(workspace.id, line.id));
  if (!data) {
    return (
      <Panel title={versionName(line, t)}>
        <PanelSection>
          {error ? (
            <LoadError
              title={t("agreements.load-failed")}
              onRetry={() => void refetch()}
              reference={error instanceof Problem ? error.reference : undefined}
            />
          ) : (
            <LoadingPanel label={t("agreements.loading")} lines={8} />
          )}
        </PanelSection>
      </Panel>
    );
  }
  const { paper } = data;
  return (
    <>
      <div className="samenspraak-stack">
        <StateNotice version={data} lines={versions.items} />
        {paper ? (
          <PaperPanel workspace={workspace} version={data} paper={paper} />
        ) : (
          <DocumentPanel workspaceId={workspace.id} version={data} lines={versions.items} />
        )}
      </div>
      {paper ? (
        <ConfirmingPanel workspace={workspace} version={data} paper={paper} />
      ) : (
        <SigningPanel workspace={workspace} version={data} />
      )}
    </>
  );
}
