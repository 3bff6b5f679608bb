import { IconCopy } from "@tabler/icons-react";
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
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { Select, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { Hidden } from "../ui/Hidden";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { Avatar, SideMark } from "../ui/Side";
import { useToast } from "../ui/Toast";
import { changeRoles, invite, removeParticipant, withdrawInvitation } from "./moves";
import { OwnSideLabel } from "./OwnSide";
import { invitationsQuery, useWorkspace } from "./queries";

type Side = View<"ParticipantView">["side"];
type Person = View<"ParticipantView">;
type Role = View<"ParticipantView">["roles"][number];

const SIDES: readonly Side[] = ["buyer", "contractor", "coordinator"];

/** Who takes part; each side manages its own people. */
export function ParticipantsPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("app.section.participants"), workspace.contract.title);
  return (
    <div className="samenspraak-columns samenspraak-columns--side">
      <div className="samenspraak-stack samenspraak-stack--wide">
        {SIDES.filter((side) => workspace.parties.some((party) => party.side === side)).map(
          (side) => (
            <Panel
              key={side}
              title={
                <>
                  <SideMark side={side} /> {t(`ui.side.${side}`)}
                </>
              }
              aside={workspace.parties
                .filter((party) => party.side === side)
                .map((party) => party.name)
                .join(", ")}
            >
              <People side={side} workspace={workspace} />
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
}

function People({ side, workspace }: PeopleProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ what: "roles" | "removal"; person: Person }>();
  const people = workspace.participants.filter((person) => person.side === side && !person.hasLeft);
  const mayManage = side === workspace.ownSide && workspace.moves.includes("invite-colleague");
  if (people.length === 0) {
    return (
      <PanelSection>
        <p className="samenspraak-muted">{t("workspaces.nobody-yet")}</p>
      </PanelSection>
    );
  }
  return (
    <>
      <PanelList>
        {people.map((person) => (
          <PanelItem key={person.id}>
            <div className="samenspraak-cluster samenspraak-cluster--apart">
              <div className="samenspraak-person">
                <Avatar name={person.name} side={side} />
                <div>
                  <div>
                    <span className="samenspraak-strong">{person.name}</span>
                    {person.id === workspace.ownParticipantId && (
                      <span className="samenspraak-muted"> {t("workspaces.yourself")}</span>
                    )}
                  </div>
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
              {mayManage && (
                <div className="samenspraak-cluster samenspraak-cluster--tight">
                  {side !== "coordinator" && (
                    <Button variant="subtle" onClick={() => setAsked({ what: "roles", person })}>
                      {t("workspaces.change-roles")}
                      <Hidden>: {person.name}</Hidden>
                    </Button>
                  )}
                  {person.id !== workspace.ownParticipantId && (
                    <Button
                      variant="subtle"
                      tone="negative"
                      onClick={() => setAsked({ what: "removal", person })}
                    >
                      {t("workspaces.remove")}
                      <Hidden>: {person.name}</Hidden>
                    </Button>
                  )}
                </div>
              )}
            </div>
          </PanelItem>
        ))}
      </PanelList>
      {asked?.what === "roles" && (
        <RolesDialog
          workspaceId={workspace.id}
          person={asked.person}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked?.what === "removal" && (
        <RemovalDialog
          workspaceId={workspace.id}
          person={asked.person}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

interface PersonDialogProps {
  workspaceId: string;
  person: Person;
  onClose: () => void;
}

function RolesDialog({ workspaceId, person, onClose }: PersonDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const [roles, setRoles] = useState<readonly Role[]>(person.roles);
  const changing = useMutation({
    mutationFn: () => changeRoles(workspaceId, { participantId: person.id, roles: [...roles] }),
    onSuccess: () => {
      say(t("workspaces.roles-changed", { name: person.name }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("workspaces.roles-of", { name: person.name })}
      actions={
        <Button variant="primary" busy={changing.isPending} onClick={() => changing.mutate()}>
          {t("workspaces.save-roles")}
        </Button>
      }
    >
      <Form errors={formErrors(changing.error)} onSubmit={() => changing.mutate()}>
        <RoleChoices roles={roles} onChange={setRoles} />
      </Form>
    </Dialog>
  );
}

function RemovalDialog({ workspaceId, person, onClose }: PersonDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const leaving = useMutation({
    mutationFn: () => removeParticipant(workspaceId, person.id),
    onSuccess: () => {
      say(t("workspaces.removed"));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("workspaces.remove-name", { name: person.name })}
      actions={
        <Button
          variant="primary"
          tone="negative"
          busy={leaving.isPending}
          onClick={() => leaving.mutate()}
        >
          {t("workspaces.remove")}
        </Button>
      }
    >
      <p>{t("workspaces.remove.detail")}</p>
      {leaving.error && (
        <Alert tone="error" title={t("workspaces.remove-failed")} role="status">
          {formErrors(leaving.error)[0]?.message}
        </Alert>
      )}
    </Dialog>
  );
}

interface RoleChoicesProps {
  roles: readonly Role[];
  onChange: (roles: readonly Role[]) => void;
}

function RoleChoices({ roles, onChange }: RoleChoicesProps) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend className="samenspraak-choices__legend">{t("workspaces.roles")}</legend>
      {OWN_ROLES.map((role) => (
        <Checkbox
          key={role}
          label={t(`workspaces.role.${role}`)}
          description={t(`workspaces.role.${role}.help`)}
          checked={roles.includes(role)}
          onChange={(event) =>
            onChange(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))
          }
        />
      ))}
    </fieldset>
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
  // Both sides see who comes to the table; a part of an address would not tell them.
  const asksName =
    side === "coordinator" && !workspace.parties.some((party) => party.side === "coordinator");
  const [missing, setMissing] = useState<FieldError[]>([]);
  const inviting = useMutation({
    mutationFn: () => {
      if (side === undefined) throw new Error("nobody to invite");
      return invite(workspace.id, {
        email,
        side,
        title,
        roles: side === "coordinator" ? ["coordinator"] : own ? [...roles] : ["negotiator"],
        partyName: asksName ? partyName : null,
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

  function submit() {
    const found =
      asksName && partyName.trim() === ""
        ? [{ pointer: "/partyName", message: t("workspaces.organisation.needed") }]
        : [];
    setMissing(found);
    if (found.length === 0) inviting.mutate();
  }

  return (
    <Panel title={t("workspaces.invite")}>
      <PanelSection>
        <Form errors={missing.length > 0 ? missing : formErrors(inviting.error)} onSubmit={submit}>
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
          {asksName && (
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
          {own && <RoleChoices roles={roles} onChange={setRoles} />}
          <div>
            <Button type="submit" variant="primary" busy={inviting.isPending}>
              {t("workspaces.invite.send")}
            </Button>
          </div>
        </Form>
      </PanelSection>
      {inviting.data?.link && (
        <PanelSection>
          <Alert
            tone="ok"
            title={t("workspaces.link")}
            role="status"
            actions={
              <Button
                icon={<IconCopy size={20} aria-hidden="true" />}
                onClick={async () => {
                  await navigator.clipboard.writeText(inviting.data.link ?? "");
                  say(t("workspaces.link.copied"));
                }}
              >
                {t("workspaces.link.copy")}
              </Button>
            }
          >
            <p>{t("workspaces.link.once", { email: inviting.data.email })}</p>
            <p>
              <code className="samenspraak-code">{inviting.data.link}</code>
            </p>
          </Alert>
        </PanelSection>
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
    <Panel title={t("workspaces.open-invitations")} aside={<OwnSideLabel />} ownSide>
      {withdrawing.error && (
        <PanelSection>
          <Alert tone="error" title={t("workspaces.remove-failed")} role="status">
            {formErrors(withdrawing.error)[0]?.message}
          </Alert>
        </PanelSection>
      )}
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
              <Button variant="subtle" onClick={() => withdrawing.mutate(invitation.id)}>
                {t("workspaces.withdraw")}
                <Hidden> ({invitation.email})</Hidden>
              </Button>
            </div>
          </PanelItem>
        ))}
      </PanelList>
    </Panel>
  );
}
