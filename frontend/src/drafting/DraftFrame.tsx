import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { BoxLabel, WhoSees } from "./Boxes";
import { DraftAlerts, DraftStateLine } from "./DraftAlerts";
import { DraftRoomProvider } from "./DraftRoomProvider";
import { discard } from "./moves";
import { PresenceBar } from "./PresenceBar";
import type { DraftRoom, DraftStatus } from "./room";
import { useDraftRoom } from "./useDraftRoom";
import type { Box } from "./views";
import "./DraftFrame.css";

interface DraftFrameProps {
  workspace: View<"WorkspaceView">;
  draftId: string;
  box: Box;
  /** The way back to what the draft is about. */
  back: ReactNode;
  title: string;
  children: (room: DraftRoom, status: DraftStatus) => ReactNode;
}

/** What stands around every draft: in which box one writes, who is there, and whether it is kept. */
export function DraftFrame({ workspace, draftId, box, back, title, children }: DraftFrameProps) {
  const { t } = useTranslation();
  const own = workspace.participants.find(({ id }) => id === workspace.ownParticipantId);
  const { room, status } = useDraftRoom(draftId, {
    personId: own?.personId ?? "",
    participantId: workspace.ownParticipantId,
  });
  const inRoom = (
    <>
      <header
        className={`samenspraak-draft-head samenspraak-draft-head--${box} samenspraak-stack samenspraak-stack--tight`}
      >
        <p className="samenspraak-small">{back}</p>
        <div className="samenspraak-cluster">
          <h2>{title}</h2>
          <BoxLabel box={box} />
        </div>
        <div className="samenspraak-small">
          <WhoSees workspace={workspace} box={box} />
        </div>
        <div className="samenspraak-cluster samenspraak-cluster--apart">
          {room ? <PresenceBar /> : <span />}
          <DraftStateLine status={status} />
        </div>
      </header>
      <DraftAlerts status={status} />
      {room
        ? children(room, status)
        : status.end === null && <LoadingPanel label={t("drafting.loading")} lines={6} />}
    </>
  );
  return (
    <div className="samenspraak-stack">
      {room ? <DraftRoomProvider room={room}>{inRoom}</DraftRoomProvider> : inRoom}
    </div>
  );
}

interface DiscardButtonProps {
  workspaceId: string;
  draftId: string;
  box: Box;
  onDone: () => Promise<void>;
}

/** Put a draft away, once it was asked whether one means it. */
export function DiscardButton({ workspaceId, draftId, box, onDone }: DiscardButtonProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const discarding = useMutation({
    mutationFn: () => discard(workspaceId, draftId),
    onSuccess: async () => {
      setAsking(false);
      await onDone();
      say(t("drafting.discard.done"));
      void queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
    },
  });
  return (
    <>
      <Button
        variant="subtle"
        tone="negative"
        icon={<IconTrash size={20} aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        {t("drafting.discard")}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("drafting.discard.title")}
        actions={
          <Button
            variant="primary"
            tone="negative"
            busy={discarding.isPending}
            onClick={() => discarding.mutate()}
          >
            {t("drafting.discard")}
          </Button>
        }
      >
        <div className="samenspraak-stack samenspraak-stack--tight">
          {discarding.error instanceof Problem && (
            <Alert tone="error" title={discarding.error.title} role="status">
              {discarding.error.detail}
            </Alert>
          )}
          <p>{t(`drafting.discard.${box}`)}</p>
        </div>
      </Dialog>
    </>
  );
}

/** Why nothing can be put now: what was written is not with the server, and may not come there. */
export function useUnavailable(status: DraftStatus): string | undefined {
  const { t } = useTranslation();
  if (status.state === "offline") return t("live.offline.short");
  if (status.refused !== null || status.state === "full") return t("drafting.propose.not-kept");
  if (status.state === "reconnecting" || status.state === "ended") {
    return t("drafting.propose.not-connected");
  }
  return undefined;
}
