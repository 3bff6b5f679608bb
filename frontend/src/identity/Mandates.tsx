import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Select } from "../ui/FormField";
import { Hidden } from "../ui/Hidden";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { MandateGrant, useMandatesChanged } from "./MandateGrant";
import { revokeMandate } from "./moves";
import { mandatesQuery, membersQuery } from "./queries";

type Mandate = View<"MandateView">;

/** Who may sign for an organisation, in which role and up to what; an administrator decides it. */
export function Mandates({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(mandatesQuery(organisationId));
  const [revoking, setRevoking] = useState<Mandate>();
  if (error) return <LoadError title={t("mandates.failed")} onRetry={() => void refetch()} />;
  if (!data) return <LoadingPanel label={t("mandates.loading")} lines={2} />;
  return (
    <div className="samenspraak-stack">
      <h3>{t("mandates.title")}</h3>
      {data.items.length === 0 ? (
        <p className="samenspraak-muted">{t("mandates.none")}</p>
      ) : (
        <ul className="samenspraak-list samenspraak-stack samenspraak-stack--tight">
          {data.items.map((mandate) => (
            <li key={mandate.id} className="samenspraak-cluster samenspraak-cluster--apart">
              <MandateLine mandate={mandate} />
              {mandate.moves?.includes("revoke") && (
                <Button variant="subtle" onClick={() => setRevoking(mandate)}>
                  {t("mandates.revoke")}
                  <Hidden>: {mandate.personName}</Hidden>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {data.moves.includes("grant") && <GrantForm organisationId={organisationId} />}
      {revoking && (
        <RevokeDialog
          organisationId={organisationId}
          mandate={revoking}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </div>
  );
}

function MandateLine({ mandate }: { mandate: Mandate }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { personName, role, upToCents } = mandate;
  return (
    <div>
      <p className="samenspraak-strong">{personName || t("ui.name-erased")}</p>
      <p className="samenspraak-small samenspraak-muted">
        <span lang="nl">{role}</span>,{" "}
        {upToCents === null
          ? t("mandates.no-limit")
          : t("mandates.up-to", { amount: format.money(upToCents) })}
      </p>
    </div>
  );
}

function GrantForm({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation();
  const { say } = useToast();
  const { data: members } = useQuery(membersQuery(organisationId));
  const [personId, setPersonId] = useState("");
  return (
    <MandateGrant
      organisationId={organisationId}
      personId={personId}
      words={{
        role: t("mandates.role"),
        roleHelp: t("mandates.role.help"),
        send: t("mandates.grant"),
      }}
      onGranted={() => {
        say(t("mandates.granted"));
        setPersonId("");
      }}
    >
      <Select
        label={t("mandates.person")}
        pointer="/personId"
        value={personId}
        onChange={(event) => setPersonId(event.target.value)}
        options={[
          { value: "", label: t("mandates.person.choose") },
          ...(members?.items ?? [])
            .filter(({ leftAt }) => !leftAt)
            .map(({ personId, name }) => ({ value: personId, label: name })),
        ]}
      />
    </MandateGrant>
  );
}

interface RevokeDialogProps {
  organisationId: string;
  mandate: Mandate;
  onClose: () => void;
}

function RevokeDialog({ organisationId, mandate, onClose }: RevokeDialogProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const changed = useMandatesChanged(organisationId);
  const name = mandate.personName || t("ui.name-erased");
  const revoking = useMutation({
    mutationFn: () => revokeMandate(organisationId, mandate.id),
    onSuccess: () => {
      say(t("mandates.revoked", { name }));
      changed();
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("mandates.revoke.title", { name })}
      actions={
        <Button variant="primary" busy={revoking.isPending} onClick={() => revoking.mutate()}>
          {t("mandates.revoke")}
        </Button>
      }
    >
      {revoking.error && <Alert tone="error" title={revoking.error.message} role="alert" />}
      <p>{t("mandates.revoke.consequence")}</p>
    </Dialog>
  );
}
