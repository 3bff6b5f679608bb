import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { personQuery } from "../app/session";
import { useToast } from "../ui/Toast";
import { endAdministrator, endMember, makeAdministrator } from "./moves";
import { ProvenDialog } from "./ProvenDialog";

export type MemberMove = "end" | "make-administrator" | "end-administrator";

const SEND = {
  end: endMember,
  "make-administrator": makeAdministrator,
  "end-administrator": endAdministrator,
} as const;

interface MemberDialogProps {
  move: MemberMove;
  member: View<"MemberView">;
  organisationId: string;
  organisation: string;
  isOneself: boolean;
  onClose: () => void;
}

/** Says what follows before somebody's part or rights change, and asks who one is. */
export function MemberDialog(props: MemberDialogProps) {
  const { move, member, organisationId, organisation, isOneself, onClose } = props;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const name = member.name || t("ui.name-erased");
  return (
    <ProvenDialog
      title={t(`members.${move}.title`, { name })}
      label={t(`members.${move}`)}
      tone={move === "make-administrator" ? undefined : "negative"}
      reason={t("members.proof")}
      send={() => SEND[move](organisationId, member.personId)}
      onDone={() => {
        say(t(`members.${move}.done`, { name }));
        onClose();
        // Who may sign, who takes part and what one may do oneself follow from it.
        void queries.invalidateQueries({ queryKey: ["organisations", organisationId] });
        void queries.invalidateQueries({ queryKey: ["workspaces"] });
        if (isOneself) void queries.invalidateQueries({ queryKey: personQuery.queryKey });
      }}
      onClose={onClose}
    >
      <p>{t(`members.${move}.consequence`, { name, organisation })}</p>
      {move === "end" && (
        <ul>
          {FOLLOWS.map((each) => (
            <li key={each}>{t(`members.end.${each}`)}</li>
          ))}
        </ul>
      )}
    </ProvenDialog>
  );
}

/** All that happens when somebody's part ends; nobody should find out afterwards. */
const FOLLOWS = ["screens", "invitations", "mandates", "kept", "account"] as const;
