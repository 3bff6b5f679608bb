import { useEffect } from "react";
import type { DraftRoom } from "./room";

/** How long nobody writes before the server is asked what it makes of the draft. */
const STILL_MS = 800;

/** Ask again what the server makes of a draft, a moment after it was changed and all is stored. */
export function useStored(room: DraftRoom, ask: () => void) {
  useEffect(() => {
    let changed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      if (!changed || room.status.get().unsaved) return;
      timer = setTimeout(() => {
        changed = false;
        ask();
      }, STILL_MS);
    };
    const written = () => {
      changed = true;
      wait();
    };
    const stop = [room.values.subscribe(written), room.status.subscribe(wait)];
    room.yText.observe(written);
    return () => {
      clearTimeout(timer);
      for (const each of stop) each();
      room.yText.unobserve(written);
    };
  }, [room, ask]);
}
