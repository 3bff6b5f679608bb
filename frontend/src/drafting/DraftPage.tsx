import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { View } from "../api/client";
import { useHeld } from "../ui/useHeld";
import { DraftFrame } from "./DraftFrame";
import { DraftMissing } from "./DraftMissing";
import type { DraftRoom, DraftStatus } from "./room";
import type { Box } from "./views";

interface DraftPageProps<Data> {
  fetched: UseQueryResult<Data>;
  workspace: View<"WorkspaceView">;
  draftId: string;
  title: string;
  back: ReactNode;
  children: (view: Data, room: DraftRoom, status: DraftStatus) => ReactNode;
}

/** The page of a draft, or what stands there when it is on its way, gone, or cannot be had. */
export function DraftPage<Data extends { draft: { isDiscarded: boolean; box: Box } }>(
  props: DraftPageProps<Data>,
) {
  const { fetched, workspace, draftId, title, back, children } = props;
  const view = useHeld(fetched.data);
  if (!view || view.draft.isDiscarded) {
    return (
      <DraftMissing
        back={back}
        isGone={view !== undefined}
        error={fetched.error}
        onRetry={() => void fetched.refetch()}
      />
    );
  }
  return (
    <DraftFrame
      key={draftId}
      workspace={workspace}
      draftId={draftId}
      box={view.draft.box}
      title={title}
      back={back}
    >
      {(room, status) => children(view, room, status)}
    </DraftFrame>
  );
}
