import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { usePageTitle } from "../app/navigation";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Choices";
import { Form } from "../ui/Form";
import { Select, TextField } from "../ui/FormField";
import { Panel, PanelItem, PanelList } from "../ui/Panel";
import { Avatar, SideLabel } from "../ui/Side";
import { EmptyState } from "../ui/States";
import { useToast } from "../ui/Toast";
import { invite, removeParticipant, withdrawInvitation } from "./moves";
import { invitationsQuery, useWorkspace } from "./queries";

type Side = View<"ParticipantView">["side"];
type Role = View<"ParticipantView">["roles"][number];

const SIDES: readonly Side[] = ["buyer", "contractor", "coordinator"];

/** Who takes part; each side manages its own people. */
export function ParticipantsPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const { say } = useToast();
  usePageTitle(`${t("app.section.participants")} – ${workspace.contract.title}`);
  const leaving = useMutation({
    mutationFn: (participantId: string) => removeParticipant(workspace.id, participantId),
    onSuccess: () => say(t("workspaces.removed")),
    onSettled: () => queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] }),
  });
  const mayManage = workspace.moves.includes("invite-colleague");
  return (
    <div className="samenspraak-columns samenspraak-columns--side">
      <div className="samenspraak-stack samenspraak-stack--wide">
        {leaving.error && (
          <Alert tone="error" title={t("workspaces.remove-failed")} role="status">
            {formErrors(leaving.error)[0]?.message}
          </Alert>
        )}
        {SIDES.filter((side) => workspace.parties.some((party) => party.side === side)).map(
          (side) => (
            <Panel
              key={side}
              title={t(`ui.side.${side}`)}
              aside={
                <SideLabel
                  side={side}
                  organisation={workspace.parties
                    .filter((party) => party.side === side)
                    .map((party) => party.name)
                    .join(", ")}
                />
              }
            >
              <People
                side={side}
                workspace={workspace}
                mayRemove={mayManage && side === workspace.ownSide}
                onRemove={(participant) => leaving.mutate(participant)}
              />
            </Panel>
          ),
        )}
      </div>
      <div className="samenspraak-stack samenspraak-stack--wide">
        <InvitePanel workspace={workspace} />
        <OpenInvitations workspaceId={workspace.id} />
      </div>
    </div>
  );
}

interface PeopleProps {
  side: Side;
  workspace: View<"WorkspaceView">;
  mayRemove: boolean;
  onRemove: (participantId: string) => void;
}

function People({ side, workspace, mayRemove, onRemove }: PeopleProps) {
  const { t } = useTranslation();
  const people = workspace.participants.filter((person) => person.side === side && !person.hasLeft);
  if (people.length === 0) return <EmptyState title={t("workspaces.nobody-yet")} />;
  return (
    <PanelList>
      {people.map((person) => (
        <PanelItem key={person.id}>
          <div className="samenspraak-cluster samenspraak-cluster--apart">
            <div className="samenspraak-cluster samenspraak-cluster--tight">
              <Avatar name={person.name} side={side} />
              <div>
                <div className="samenspraak-strong">{person.name}</div>
                <div className="samenspraak-muted samenspraak-small">
                  {[
                    person.title,
                    person.roles.map((role) => t(`workspaces.role.${role}`)).join(", "),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </div>
              </div>
            </div>
            {mayRemove && person.id !== workspace.ownParticipantId && (
              <Button
                variant="subtle"
                tone="negative"
                onClick={() => onRemove(person.id)}
                aria-label={t("workspaces.remove-name", { name: person.name })}
              >
                {t("workspaces.remove")}
              </Button>
            )}
          </div>
        </PanelItem>
      ))}
    </PanelList>
  );
}

const OWN_ROLES = ["negotiator", "approver", "signatory", "writer", "reader"] as const;

function InvitePanel({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const sides = SIDES.filter((side) =>
    workspace.moves.includes(side === workspace.ownSide ? "invite-colleague" : `invite-${side}`),
  );
  // Somebody across comes first: without them there is nobody to talk with.
  const first = sides.find((side) => side !== workspace.ownSide && side !== "coordinator");
  const [chosen, setChosen] = useState<Side | undefined>(undefined);
  const side = chosen ?? first ?? sides[0];
  const [email, setEmail] = useState("");
  const [title, setTitle] = useState("");
  const [partyName, setPartyName] = useState("");
  const [roles, setRoles] = useState<readonly Role[]>(["negotiator"]);
  const own = side === workspace.ownSide && side !== "coordinator";
  const inviting = useMutation({
    mutationFn: () => {
      if (side === undefined) throw new Error("nobody to invite");
      return invite(workspace.id, {
        email,
        side,
        title,
        roles: side === "coordinator" ? ["coordinator"] : own ? [...roles] : ["negotiator"],
        partyName: side === "coordinator" && !own && partyName !== "" ? partyName : null,
      });
    },
    onSuccess: (view) => {
      setEmail("");
      setTitle("");
      say(t("workspaces.invited", { email: view.email }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] }),
  });
  if (side === undefined) return null;
  return (
    <Panel title={t("workspaces.invite")}>
      <Form errors={formErrors(inviting.error)} onSubmit={() => inviting.mutate()}>
        {sides.length > 1 && (
          <Select
            label={t("workspaces.invite.for")}
            value={side}
            onChange={(event) => setChosen(event.target.value as Side)}
            options={sides.map((option) => ({
              value: option,
              label:
                option === workspace.ownSide
                  ? t("workspaces.invite.colleague")
                  : t(`ui.side.${option}`),
            }))}
          />
        )}
        {side === "coordinator" && !own && workspace.ownSide !== "coordinator" && (
          <TextField
            label={t("workspaces.organisation")}
            pointer="/partyName"
            value={partyName}
            onChange={(event) => setPartyName(event.target.value)}
          />
        )}
        <TextField
          label={t("identity.email")}
          pointer="/email"
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label={t("workspaces.function")}
          pointer="/title"
          optional
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        {own && (
          <fieldset className="samenspraak-stack samenspraak-stack--tight">
            <legend className="samenspraak-strong">{t("workspaces.roles")}</legend>
            {OWN_ROLES.map((role) => (
              <Checkbox
                key={role}
                label={t(`workspaces.role.${role}`)}
                description={t(`workspaces.role.${role}.help`)}
                checked={roles.includes(role)}
                onChange={(event) =>
                  setRoles((now) =>
                    event.target.checked ? [...now, role] : now.filter((one) => one !== role),
                  )
                }
              />
            ))}
          </fieldset>
        )}
        <div>
          <Button type="submit" variant="primary" busy={inviting.isPending}>
            {t("workspaces.invite.send")}
          </Button>
        </div>
      </Form>
      {inviting.data?.link && (
        <Alert tone="ok" title={t("workspaces.link")} role="status">
          <p>{t("workspaces.link.once", { email: inviting.data.email })}</p>
          <p>
            <code className="samenspraak-digest">{inviting.data.link}</code>
          </p>
          <Button
            onClick={() => {
              void navigator.clipboard.writeText(inviting.data.link ?? "");
              say(t("workspaces.link.copied"));
            }}
          >
            {t("workspaces.link.copy")}
          </Button>
        </Alert>
      )}
    </Panel>
  );
}

function OpenInvitations({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const invitations = useQuery(invitationsQuery(workspaceId));
  const withdrawing = useMutation({
    mutationFn: (invitationId: string) => withdrawInvitation(workspaceId, invitationId),
    onSettled: () => queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] }),
  });
  if (!invitations.data || invitations.data.length === 0) return null;
  return (
    <Panel title={t("workspaces.open-invitations")} ownSide>
      <PanelList>
        {invitations.data.map((invitation) => (
          <PanelItem key={invitation.id}>
            <div className="samenspraak-cluster samenspraak-cluster--apart">
              <div>
                <div className="samenspraak-strong">{invitation.email}</div>
                <div className="samenspraak-muted samenspraak-small">
                  {t(`ui.side.${invitation.side}`)} · {t("workspaces.invitation.until")}{" "}
                  <DateText at={invitation.expiresAt} as="date" />
                </div>
              </div>
              <Button
                variant="subtle"
                aria-label={t("workspaces.withdraw-name", { email: invitation.email })}
                onClick={() => withdrawing.mutate(invitation.id)}
              >
                {t("workspaces.withdraw")}
              </Button>
            </div>
          </PanelItem>
        ))}
      </PanelList>
    </Panel>
  );
}
