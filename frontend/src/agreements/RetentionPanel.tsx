import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { useConnection } from "../live/connection";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { TextArea } from "../ui/FormField";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { liftHold, placeHold } from "./moves";
import { retentionQuery } from "./queries";

type Hold = View<"HoldView">;

/** How long everything here is kept at least, why, and who forbids to throw it away. */
export function RetentionPanel({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const { data, error, refetch } = useQuery(retentionQuery(workspace.id));
  const [asking, setAsking] = useState<Hold | "new">();
  if (error) return <LoadError title={t("keeping.failed")} onRetry={() => void refetch()} />;
  if (!data) return <LoadingPanel label={t("keeping.loading")} lines={3} />;
  const { years, endsOn, keptUntil, holds } = data;
  return (
    <Panel title={t("keeping.title")}>
      <PanelSection className="samenspraak-stack">
        <p className="samenspraak-strong">
          {keptUntil === null
            ? t("keeping.until-known")
            : t("keeping.until", { date: format.date(keptUntil) })}
        </p>
        <p className="samenspraak-measure">
          {endsOn === null
            ? t("keeping.because.unknown", { count: years })
            : t("keeping.because", { count: years, date: format.date(endsOn) })}
        </p>
        <p className="samenspraak-muted samenspraak-measure">{t("keeping.after")}</p>
        {data.isHeld && (
          <Alert tone="warning" title={t("keeping.held")}>
            {t("keeping.held.detail")}
          </Alert>
        )}
      </PanelSection>
      {holds.length > 0 && (
        <PanelList>
          {holds.map((hold) => (
            <PanelItem key={hold.id}>
              <HoldLine hold={hold} offline={offline} onLift={() => setAsking(hold)} />
            </PanelItem>
          ))}
        </PanelList>
      )}
      {data.moves.includes("place-hold") && (
        <PanelSection className="samenspraak-stack samenspraak-stack--tight">
          <p className="samenspraak-small samenspraak-muted samenspraak-measure">
            {t("keeping.hold.lead")}
          </p>
          <div>
            <Button unavailable={offline} onClick={() => setAsking("new")}>
              {t("keeping.hold.open")}
            </Button>
          </div>
        </PanelSection>
      )}
      {asking && (
        <HoldDialog
          workspaceId={workspace.id}
          hold={asking === "new" ? null : asking}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Panel>
  );
}

interface HoldLineProps {
  hold: Hold;
  offline: string | undefined;
  onLift: () => void;
}

function HoldLine({ hold, offline, onLift }: HoldLineProps) {
  const { t } = useTranslation();
  const isLifted = hold.liftedAt !== null;
  const Icon = isLifted ? IconLockOpen : IconLock;
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <div className="samenspraak-cluster samenspraak-cluster--apart">
        <SideLabel side={hold.side} />
        <StatusLabel
          plain
          tone={isLifted ? "neutral" : "warning"}
          icon={<Icon size={16} aria-hidden="true" />}
        >
          {t(isLifted ? "keeping.hold.lifted" : "keeping.hold.placed")}
        </StatusLabel>
      </div>
      <p className="samenspraak-measure" lang="nl">
        {hold.reason}
      </p>
      <p className="samenspraak-small samenspraak-muted">
        {hold.placedByName || t("ui.name-erased")}
        {", "}
        <DateText at={hold.placedAt} as="longMoment" />
      </p>
      {hold.liftedAt !== null && (
        <p className="samenspraak-small">
          {t("keeping.hold.lifted-because", { reason: hold.liftedReason ?? "" })}{" "}
          {hold.liftedByName || t("ui.name-erased")}
          {", "}
          <DateText at={hold.liftedAt} as="longMoment" />
        </p>
      )}
      {hold.moves.includes("lift") && (
        <div>
          <Button variant="subtle" unavailable={offline} onClick={onLift}>
            {t("keeping.lift.open")}
          </Button>
        </div>
      )}
    </div>
  );
}

interface HoldDialogProps {
  workspaceId: string;
  /** The one to end, or null for a new one. */
  hold: Hold | null;
  onClose: () => void;
}

/** Forbid to throw things away, or end that, with the reason that both sides read. */
function HoldDialog({ workspaceId, hold, onClose }: HoldDialogProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const queries = useQueryClient();
  const form = useId();
  const id = useRef(newId());
  const verb = hold ? "lift" : "hold";
  const [reason, keep] = useKeptText(`${verb} ${hold?.id ?? workspaceId}`);
  const [notBsn, setNotBsn] = useState(false);
  const query = retentionQuery(workspaceId);
  const sending = useMutation({
    mutationFn: () => {
      const body = { id: id.current, reason, declaredNotBsn: notBsn };
      return hold ? liftHold(workspaceId, hold.id, body) : placeHold(workspaceId, body);
    },
    onSuccess: (now) => {
      queries.setQueryData(query.queryKey, now);
      keep("");
      say(t(`keeping.${verb}.done`));
      onClose();
    },
    onError: () => void queries.invalidateQueries({ queryKey: query.queryKey }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`keeping.${verb}.title`)}
      actions={
        <Button type="submit" form={form} variant="primary" busy={sending.isPending}>
          {t(`keeping.${verb}.send`)}
        </Button>
      }
    >
      <Form id={form} errors={formErrors(sending.error)} onSubmit={() => sending.mutate()}>
        <p>{t(`keeping.${verb}.consequence`)}</p>
        <TextArea
          label={t(`keeping.${verb}.label`)}
          description={t("keeping.reason.help")}
          pointer="/reason"
          rows={3}
          value={reason}
          onChange={(event) => keep(event.target.value)}
        />
        <NotBsn error={sending.error} checked={notBsn} onChange={setNotBsn} />
      </Form>
    </Dialog>
  );
}
