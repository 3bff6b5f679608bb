import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import type { DraftRoom } from "./room";

/** How long nobody writes before the server is asked what it makes of the draft. */
const STILL_MS = 800;

/** Ask again what the server makes of a draft, a moment after it was changed and all is stored. */
export function useStored(room: DraftRoom, queryKey: QueryKey) {
  const queries = useQueryClient();
  const ask = useEffectEvent(() => void queries.invalidateQueries({ queryKey }));
  useEffect(() => {
    let changed = false;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      if (!changed) return;
      timer = setTimeout(() => void room.whenSaved().then(stored, notYet), STILL_MS);
    };
    const stored = () => {
      if (!changed || left) return;
      changed = false;
      ask();
    };
    // Offline, or refused: the status tells when that is over, and then it is tried again.
    const notYet = () => undefined;
    const written = () => {
      changed = true;
      wait();
    };
    const stop = [room.values.subscribe(written), room.status.subscribe(wait)];
    room.yText.observe(written);
    return () => {
      left = true;
      clearTimeout(timer);
      for (const each of stop) each();
      room.yText.unobserve(written);
    };
  }, [room]);
}
