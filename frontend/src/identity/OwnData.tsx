import { IconDownload, IconUserOff } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answer, api, newId } from "../api/client";
import { leaveSession, type Person, personQuery } from "../app/session";
import { Button } from "../ui/Button";
import { OutsideLinkButton, TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { ProvenDialog } from "./ProvenDialog";

const ownDataQuery = {
  queryKey: ["own-data"],
  queryFn: () => answer(api.GET("/me/own-data")),
  // Who else there is changes without anybody telling this page.
  staleTime: 0,
};

/** What Samenspraak keeps of oneself: to take away, and to have it forgotten. */
export function OwnData({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(ownDataQuery);
  const [asks, setAsks] = useState(false);
  return (
    <Panel title={t("privacy.own.title")}>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        <p className="samenspraak-measure">{t("privacy.own.take")}</p>
        <div>
          <OutsideLinkButton
            href="/v1/me/export"
            download
            icon={<IconDownload size={20} aria-hidden="true" />}
          >
            {t("privacy.own.take.do")}
          </OutsideLinkButton>
        </div>
      </PanelSection>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        <h3>{t("privacy.own.forget.title")}</h3>
        <p className="samenspraak-measure">{t("privacy.own.forget")}</p>
        {error && <LoadError title={t("privacy.own.failed")} onRetry={() => void refetch()} />}
        {!data && !error && <LoadingPanel label={t("privacy.own.loading")} lines={2} />}
        {data && data.hindrances.length > 0 && (
          <>
            <p className="samenspraak-strong">{t("privacy.own.needed")}</p>
            <ul className="samenspraak-measure">
              {data.hindrances.map((each) => (
                <li key={`${each.kind} ${each.workspaceId ?? each.organisationId}`}>
                  {each.detail}{" "}
                  {each.workspaceId && (
                    <TextLink to="/contracten/$id/deelnemers" params={{ id: each.workspaceId }}>
                      {t("privacy.own.people")}
                    </TextLink>
                  )}
                  {each.organisationId && (
                    <TextLink to="/instellingen">{t("privacy.own.settings")}</TextLink>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        {data?.moves.includes("erase") && (
          <div>
            <Button
              tone="negative"
              icon={<IconUserOff size={20} aria-hidden="true" />}
              onClick={() => setAsks(true)}
            >
              {t("privacy.own.forget.do")}
            </Button>
          </div>
        )}
      </PanelSection>
      {asks && (
        <ForgetDialog
          person={person}
          workspaces={data?.workspaces ?? 0}
          onClose={() => setAsks(false)}
        />
      )}
    </Panel>
  );
}

interface ForgetDialogProps {
  person: Person;
  workspaces: number;
  onClose: () => void;
}

function ForgetDialog({ person, workspaces, onClose }: ForgetDialogProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const queries = useQueryClient();
  const router = useRouter();
  return (
    <ProvenDialog
      title={t("privacy.own.forget.title")}
      label={t("privacy.own.forget.do")}
      tone="negative"
      reason={t("privacy.own.forget.proof")}
      takesProof={person.hasPassword}
      send={({ password, code }) =>
        answer(
          api.POST("/erasures", {
            body: {
              id: newId(),
              ...(person.hasPassword ? { password } : undefined),
              ...(person.hasSecondFactor ? { code } : undefined),
            },
          }),
        )
      }
      onDone={async () => {
        // Whoever is known would be led away from the login page, and told that their session is over.
        queries.setQueryData(personQuery.queryKey, null);
        await router.navigate({ to: "/inloggen", search: {} });
        leaveSession();
        // Nothing of whoever was here stays behind in this browser.
        queries.clear();
        sessionStorage.clear();
        say(t("privacy.own.forgotten"));
      }}
      onClose={onClose}
    >
      <p>{t("privacy.own.forget.goes", { count: workspaces })}</p>
      <p>{t("privacy.own.forget.stays")}</p>
      <p className="samenspraak-strong">{t("privacy.own.forget.for-good")}</p>
    </ProvenDialog>
  );
}
