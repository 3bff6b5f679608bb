import { useEffect, useState } from "react";
import { endSession, useTimesResumed } from "../app/session";
import { type DraftConnection, setDraftConnection } from "../live/connection";
import type { DraftRoom, DraftStatus } from "./room";
import { Signal, useSignal } from "./signal";

interface Who {
  personId: string;
  participantId: string;
}

const LOADING = new Signal<DraftStatus>({
  state: "loading",
  end: null,
  unsaved: false,
  mayWrite: false,
  refused: null,
  nearlyFull: false,
});
const NOT_READY = new Signal(false);

/**
 * Open a draft for as long as the calling screen is there.
 *
 * The room is given once the first sync is done, so that nobody sees or fills an empty draft that
 * is not empty.
 */
export function useDraftRoom(
  draftId: string,
  { personId, participantId }: Who,
): { room: DraftRoom | undefined; status: DraftStatus } {
  const [room, setRoom] = useState<DraftRoom>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    let left = false;
    let opened: DraftRoom | undefined;
    import("./room").then(({ DraftRoom }) => {
      if (left) return;
      opened = new DraftRoom({ draftId, personId, participantId });
      setRoom(opened);
    }, setFailure);
    return () => {
      left = true;
      opened?.close();
      setRoom(undefined);
    };
  }, [draftId, personId, participantId]);

  const resumed = useTimesResumed();
  useEffect(() => {
    if (resumed > 0) room?.resume();
  }, [resumed, room]);

  const status = useSignal(room?.status ?? LOADING);
  const ready = useSignal(room?.ready ?? NOT_READY);
  useEffect(() => {
    if (status.end === "signed-out") endSession();
  }, [status.end]);
  const connection = told(status);
  useEffect(() => setDraftConnection(connection), [connection]);
  useEffect(() => () => setDraftConnection("none"), []);

  // The page around it knows what to show when code cannot be loaded.
  if (failure !== undefined) throw failure;
  return { room: ready ? room : undefined, status };
}

/** What the bar above the page says of a draft. */
function told({ state, unsaved, refused }: DraftStatus): DraftConnection {
  if (refused !== null || (state === "ended" && unsaved)) return "unsaved";
  if (state === "reconnecting" || state === "full") return "reconnecting";
  return state === "saving" ? "saving" : "saved";
}
