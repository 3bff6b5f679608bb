import type { DraftRoom, Finding, Present } from "./room";
import { useSignal } from "./signal";

/** Who else has the draft open. */
export function usePresence(room: DraftRoom): readonly Present[] {
  return useSignal(room.people);
}

/** Places that look like personal data. */
export function useFindings(room: DraftRoom): readonly Finding[] {
  return useSignal(room.findings);
}

/** Taking back one's own changes, in fields and text together. */
export function useUndo(room: DraftRoom) {
  return {
    ...useSignal(room.undoable),
    undo: () => room.undo(),
    redo: () => room.redo(),
  };
}
