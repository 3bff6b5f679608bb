import { IconLock, IconPencil, IconUsers } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { useConnection } from "../live/connection";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Hidden } from "../ui/Hidden";
import { TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { OwnSideNote } from "../workspaces/OwnSide";
import type { Box, DraftKind, DraftLine } from "./views";
import "./Boxes.css";

type Workspace = View<"WorkspaceView">;

/** Where each kind of draft is written. */
export const DRAFT_ROUTES = {
  commitment: "/contracten/$id/concepten/$draftId",
  purpose: "/contracten/$id/concepten/waarom/$draftId",
  clauses: "/contracten/$id/concepten/artikelen/$draftId",
} as const satisfies Record<DraftKind, string>;

const BOXES = ["joint", "own_side"] as const;
const ALREADY_OPEN = "drafting/already-open";

interface BoxesProps {
  workspace: Workspace;
  kind: DraftKind;
  /** The open drafts of this, in both boxes. */
  drafts: readonly DraftLine[];
  /** Open one and give its id; absent for who may not. */
  open: ((box: Box) => Promise<string>) | undefined;
  /** There is one of each at most, so who has it goes on with it. */
  single?: boolean;
  level?: 2 | 3;
}

/** Two places to write, told apart by shape, word and ground: with everybody, or among ourselves. */
export function Boxes({ workspace, kind, drafts, open, single = false, level = 2 }: BoxesProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const goTo = (draftId: string) =>
    navigate({ to: DRAFT_ROUTES[kind], params: { id: workspace.id, draftId } });
  const opening = useMutation({
    mutationFn: async (box: Box) => open?.(box),
    onSuccess: async (draftId) => {
      void queries.invalidateQueries({ queryKey: ["workspaces", workspace.id, "drafts"] });
      void queries.invalidateQueries({ queryKey: ["workspaces", workspace.id, "commitments"] });
      if (draftId) await goTo(draftId);
    },
    onError: async (error) => {
      // Somebody else was first; then we write in theirs.
      const already = alreadyOpen(error);
      if (already) await goTo(already);
    },
  });
  const refused =
    opening.error instanceof Problem && !alreadyOpen(opening.error) ? opening.error : undefined;
  return (
    <div className="samenspraak-stack">
      {refused && (
        <Alert tone="error" title={refused.title} role="status">
          {refused.detail}
        </Alert>
      )}
      <div className="samenspraak-boxes">
        {BOXES.map((box) => {
          const mine = drafts.filter((draft) => draft.box === box);
          const Icon = box === "joint" ? IconUsers : IconLock;
          return (
            <Panel
              key={box}
              level={level}
              ownSide={box === "own_side"}
              className={`samenspraak-box samenspraak-box--${box}`}
              title={
                <span className="samenspraak-box__title">
                  <Icon size={20} aria-hidden="true" />
                  {t(`boxes.${box}`)}
                  {level === 3 && <Hidden>: {t(`boxes.untitled.${kind}`)}</Hidden>}
                </span>
              }
            >
              <PanelSection className="samenspraak-stack samenspraak-stack--tight">
                <WhoSees workspace={workspace} box={box} />
                {open && !(single && mine.length > 0) && (
                  <div>
                    <Button
                      icon={<IconPencil size={20} aria-hidden="true" />}
                      busy={opening.isPending && opening.variables === box}
                      unavailable={offline}
                      onClick={() => opening.mutate(box)}
                    >
                      {t(`boxes.${box}.begin`)}
                    </Button>
                  </div>
                )}
              </PanelSection>
              {mine.length > 0 && (
                <PanelList aria-label={t(`boxes.${box}.drafts`)}>
                  {mine.map((draft) => (
                    <PanelItem key={draft.id}>
                      <DraftLink workspaceId={workspace.id} draft={draft} />
                    </PanelItem>
                  ))}
                </PanelList>
              )}
            </Panel>
          );
        })}
      </div>
    </div>
  );
}

/** Who reads what is written there. */
export function WhoSees({ workspace, box }: { workspace: Workspace; box: Box }) {
  const { t } = useTranslation();
  if (box === "joint") return <p>{t("boxes.joint.who")}</p>;
  return (
    <>
      <p>{t("boxes.own_side.who", { organisation: organisationOf(workspace) })}</p>
      <OwnSideNote workspace={workspace} />
    </>
  );
}

/** In which of the two boxes something stands, wherever a draft is named. */
export function BoxLabel({ box }: { box: Box }) {
  const { t } = useTranslation();
  const Icon = box === "joint" ? IconUsers : IconLock;
  return (
    <span className={box === "own_side" ? "samenspraak-box-label--own-side" : undefined}>
      <StatusLabel
        tone={box === "joint" ? "accent" : "neutral"}
        icon={<Icon size={16} aria-hidden="true" />}
      >
        {t(`boxes.${box}`)}
      </StatusLabel>
    </span>
  );
}

interface DraftLinkProps {
  workspaceId: string;
  draft: DraftLine;
  /** The number of what it is about, where others stand beside it. */
  number?: number | undefined;
}

/** The way on in a draft that is open. */
export function DraftLink({ workspaceId, draft, number }: DraftLinkProps) {
  const { t } = useTranslation();
  const title = draft.title || t(`boxes.untitled.${draft.kind}`);
  return (
    <>
      <TextLink
        to={DRAFT_ROUTES[draft.kind]}
        params={{ id: workspaceId, draftId: draft.id }}
        strong
      >
        {t("boxes.go-on", { title: number === undefined ? title : `${number}. ${title}` })}
      </TextLink>
      <p className="samenspraak-small samenspraak-muted">
        {t("boxes.begun-by", { name: draft.openedByName || t("ui.name-erased") })}{" "}
        <DateText at={draft.openedAt} />
        {draft.proposedNumber !== null && (
          <>
            {" · "}
            {t(`boxes.proposed.${draft.kind === "commitment" ? "round" : "wording"}`, {
              number: draft.proposedNumber,
            })}
          </>
        )}
      </p>
    </>
  );
}

/** Whether this person writes in drafts: everybody at the table does who does not only read. */
export function mayOpen(workspace: Workspace): boolean {
  const own = workspace.participants.find(({ id }) => id === workspace.ownParticipantId);
  return workspace.phase !== "closed" && (own?.roles.some((role) => role !== "reader") ?? false);
}

/** The name of one's own side. */
export function organisationOf(workspace: Workspace): string {
  return workspace.parties
    .filter(({ side }) => side === workspace.ownSide)
    .map(({ name }) => name)
    .join(", ");
}

/** The draft that stands in the way of opening another one of the same. */
export function alreadyOpen(error: unknown): string | undefined {
  if (!(error instanceof Problem) || error.slug !== ALREADY_OPEN) return undefined;
  const id = error.facts.draftId ?? error.facts.draft_id;
  return typeof id === "string" ? id : undefined;
}
