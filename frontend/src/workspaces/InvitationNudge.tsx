import { IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { LinkButton } from "../ui/Link";
import { invitationsQuery } from "./queries";

/** As long as nobody of the other side takes part, that comes first. */
export function InvitationNudge({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const missing = absentSide(workspace);
  const invitations = useQuery({
    ...invitationsQuery(workspace.id),
    enabled: missing !== undefined,
  });
  if (missing === undefined) return null;
  const invited = invitations.data?.find(({ side }) => side === missing);
  const mayInvite = workspace.moves.includes(`invite-${missing}`);
  const name = workspace.parties
    .filter(({ side }) => side === missing)
    .map((party) => party.name)
    .join(", ");
  return (
    <Alert
      tone="info"
      title={t(`workspaces.absent.${missing}`)}
      actions={
        mayInvite && (
          <LinkButton
            to="/contracten/$id/deelnemers"
            params={{ id: workspace.id }}
            variant={invited ? "secondary" : "primary"}
            icon={<IconUserPlus size={20} aria-hidden="true" />}
          >
            {t(invited ? "workspaces.absent.look" : `workspaces.absent.invite-${missing}`)}
          </LinkButton>
        )
      }
    >
      {invited ? (
        <>
          {t("workspaces.absent.invited", { email: invited.email })}{" "}
          <DateText at={invited.expiresAt} as="date" />.
        </>
      ) : (
        t("workspaces.absent.detail", { name })
      )}
    </Alert>
  );
}

/** The signing side that nobody takes part for yet. */
export function absentSide(workspace: View<"WorkspaceView">): "buyer" | "contractor" | undefined {
  return (["contractor", "buyer"] as const).find(
    (side) => !workspace.parties.some((party) => party.side === side && party.hasJoined),
  );
}
