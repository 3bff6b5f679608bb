import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Alert } from "../ui/Alert";
import { LinkButton } from "../ui/Link";
import { versionQuery, versionsQuery } from "./queries";

/** That a version waits for this person's signature. Nothing when none does. */
export function ReadyToSign({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const { data } = useQuery(versionsQuery(workspace.id));
  const me = workspace.participants.find(({ id }) => id === workspace.ownParticipantId);
  const line = data?.items.find(({ state }) => state === "offered");
  const role = line?.origin === "outside" ? "negotiator" : "signatory";
  const mayBe = me?.roles.includes(role) && !line?.signedBy.includes(workspace.ownSide);
  // Only the version itself knows whether this person signed it, and how far the mandate reaches.
  const { data: version } = useQuery({
    ...versionQuery(workspace.id, line?.id ?? ""),
    enabled: line !== undefined && mayBe === true && role === "signatory",
  });
  if (!line || !mayBe) return null;
  if (role === "signatory") {
    if (!version?.signing) return null;
    // Who may sign by role, without a mandate for so much, is not asked while a colleague may be.
    const signed = new Set(version.signatures.map(({ name }) => name));
    const colleague = workspace.participants.some(
      ({ id, name, side, hasLeft, roles }) =>
        id !== me?.id &&
        side === workspace.ownSide &&
        !hasLeft &&
        roles.includes("signatory") &&
        !signed.has(name),
    );
    if (version.signing.obstacle?.includes("mandate") && colleague) return null;
  }
  return (
    <Alert
      tone="info"
      title={
        line.origin === "outside"
          ? t("workspaces.version.confirm")
          : t("workspaces.version.sign", { number: line.number })
      }
      actions={
        <LinkButton
          variant="primary"
          to="/contracten/$id/overeenkomst/$version"
          params={{ id: workspace.id, version: line.id }}
        >
          {t(line.origin === "outside" ? "workspaces.version.look" : "workspaces.version.read")}
        </LinkButton>
      }
    >
      {line.signBy && t("workspaces.version.offered", { date: line.signBy.text })}
    </Alert>
  );
}
