import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { EmptyState, LoadingPanel } from "../ui/States";

// Most visits read a version; who puts one together fills in a long form first.
const OfferForm = lazy(() =>
  import("./OfferForm").then(({ OfferForm }) => ({ default: OfferForm })),
);

interface OfferPanelProps {
  workspace: View<"WorkspaceView">;
  versions: View<"VersionsView">;
}

/** Where a version is put together: the form comes when somebody does so. */
export function OfferPanel(props: OfferPanelProps) {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<LoadingPanel label={t("agreements.loading")} lines={8} />}>
      <OfferForm {...props} />
    </Suspense>
  );
}

/** What can be mended in three ways, none of them in the workspace. */
const TOO_FEW = "agreements/too-few-signatories";

interface ReadinessPanelProps {
  workspaceId: string;
  versions: View<"VersionsView">;
}

/** What is still missing before a version can be signed, each with the way to mend it. */
export function ReadinessPanel({ workspaceId, versions }: ReadinessPanelProps) {
  const { t } = useTranslation();
  const { missing } = versions.readiness;
  return (
    <Panel
      title={t("agreements.missing")}
      aside={missing.length > 0 ? t("agreements.missing.count", { count: missing.length }) : ""}
    >
      {missing.length === 0 ? (
        <PanelSection>
          <EmptyState title={t("terms.missing.nothing")} />
        </PanelSection>
      ) : (
        <PanelList>
          {missing.map((each) => (
            <PanelItem key={`${each.pointer} ${each.slug}`} className="samenspraak-small">
              {each.slug === TOO_FEW ? (
                <>
                  <p>{each.detail}</p>
                  <div className="samenspraak-cluster">
                    <TextLink to="/instellingen">{t("agreements.missing.mandate")}</TextLink>
                    <TextLink to="/contracten/$id/deelnemers" params={{ id: workspaceId }}>
                      {t("agreements.who-can.invite")}
                    </TextLink>
                    <TextLink to="/contracten/$id/meer" params={{ id: workspaceId }}>
                      {t("agreements.missing.fewer")}
                    </TextLink>
                  </div>
                </>
              ) : each.commitmentId === null ? (
                <TextLink to="/contracten/$id" params={{ id: workspaceId }}>
                  {each.detail}
                </TextLink>
              ) : (
                <TextLink
                  to="/contracten/$id/toezeggingen/$commitmentId"
                  params={{ id: workspaceId, commitmentId: each.commitmentId }}
                >
                  {each.detail}
                </TextLink>
              )}
            </PanelItem>
          ))}
        </PanelList>
      )}
    </Panel>
  );
}
