import { IconDeviceDesktop } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { formErrors } from "../../api/problem";
import { useSignOut } from "../../app/useSignOut";
import { useFormat } from "../../text/useFormat";
import { Alert } from "../../ui/Alert";
import { DateText } from "../../ui/Amounts";
import { StatusLabel } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Hidden } from "../../ui/Hidden";
import { Panel, PanelItem, PanelList, PanelSection } from "../../ui/Panel";
import { LoadError, LoadingPanel } from "../../ui/States";
import { useToast } from "../../ui/Toast";
import { endSessionOf } from "../moves";
import { sessionsQuery } from "../queries";

type Session = View<"SessionView">;

/** Where one is signed in, and leaving there. */
export function Sessions() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(sessionsQuery);
  return (
    <Panel title={t("account.sessions")}>
      {data ? (
        <Listed sessions={data.items} />
      ) : (
        <PanelSection>
          {error ? (
            <LoadError title={t("account.sessions.failed")} onRetry={() => void refetch()} />
          ) : (
            <LoadingPanel label={t("account.sessions.loading")} lines={2} />
          )}
        </PanelSection>
      )}
    </Panel>
  );
}

function Listed({ sessions }: { sessions: readonly Session[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const others = sessions.filter(({ isCurrent }) => !isCurrent);
  const [asks, setAsks] = useState(false);
  const ending = useMutation({
    async mutationFn(ids: string[]) {
      for (const id of ids) {
        queries.setQueryData(sessionsQuery.queryKey, await endSessionOf(id));
      }
    },
    onSuccess: (_, ids) => say(t("account.sessions.ended", { count: ids.length })),
    // One that was over meanwhile is no longer in the list.
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const [wrong] = formErrors(ending.error);
  return (
    <>
      {wrong && (
        <PanelSection>
          <Alert tone="error" title={wrong.message} role="alert" />
        </PanelSection>
      )}
      <PanelList>
        {sessions.map((session) => (
          <PanelItem key={session.id}>
            <div className="samenspraak-cluster samenspraak-cluster--apart">
              <SessionWords session={session} />
              {!session.isCurrent && (
                <Button
                  variant="subtle"
                  busy={ending.isPending && ending.variables.includes(session.id)}
                  onClick={() => ending.mutate([session.id])}
                >
                  {t("account.sessions.end")}
                  <Begun at={session.startedAt} />
                </Button>
              )}
            </div>
          </PanelItem>
        ))}
      </PanelList>
      <PanelSection>
        <div className="samenspraak-cluster samenspraak-cluster--tight">
          {others.length > 0 && (
            <Button
              busy={ending.isPending && ending.variables.length === others.length}
              onClick={() => ending.mutate(others.map(({ id }) => id))}
            >
              {t("account.sessions.elsewhere")}
            </Button>
          )}
          <Button tone="negative" onClick={() => setAsks(true)}>
            {t("app.sign-out-everywhere")}
          </Button>
        </div>
      </PanelSection>
      {asks && <EverywhereDialog onClose={() => setAsks(false)} />}
    </>
  );
}

/** Which one it is, for who does not see beside what a button stands. */
function Begun({ at }: { at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <Hidden> ({t("account.sessions.begun", { at: format.moment(at) })})</Hidden>;
}

const HOW: Readonly<Record<string, "code" | "openid" | "password">> = {
  "password-code": "code",
  openid: "openid",
};

function SessionWords({ session }: { session: Session }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { isCurrent, method, startedAt, seenAt } = session;
  return (
    <div>
      <p className="samenspraak-cluster samenspraak-cluster--tight">
        <span className="samenspraak-strong">
          {t("account.sessions.begun", { at: format.moment(startedAt) })}
        </span>
        {isCurrent && (
          <StatusLabel tone="info" icon={<IconDeviceDesktop size={16} aria-hidden="true" />}>
            {t("account.sessions.this")}
          </StatusLabel>
        )}
      </p>
      <p className="samenspraak-muted samenspraak-small">
        {t(`account.sessions.${HOW[method] ?? "password"}`)}
        {" · "}
        {t("account.sessions.seen")} <DateText at={seenAt} />
      </p>
    </div>
  );
}

function EverywhereDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const leaving = useSignOut();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("app.sign-out-everywhere")}
      actions={
        <Button
          variant="primary"
          tone="negative"
          busy={leaving.isPending}
          onClick={() => leaving.mutate(true)}
        >
          {t("app.sign-out-everywhere")}
        </Button>
      }
    >
      {leaving.isError && <Alert tone="error" title={t("app.sign-out-failed")} role="alert" />}
      <p>{t("account.sessions.everywhere")}</p>
    </Dialog>
  );
}
