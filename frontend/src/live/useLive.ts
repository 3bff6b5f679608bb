import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { listen } from "../api/client";
import { endSession, usePerson, useTimesResumed } from "../app/session";
import { setConnection } from "./connection";
import { invalidate } from "./invalidate";
import { type Entry, followJournal } from "./socket";

/**
 * How far each workspace has been read in this tab.
 *
 * The first position comes with the workspace itself, which every page reads before anything else;
 * so what is read later can only be newer, and nothing falls between.
 */
const positions = new Map<string, string>();
listen("position", (workspaceId, position) => {
  if (!positions.has(workspaceId)) positions.set(workspaceId, position);
});

/**
 * Follow a workspace as long as the calling screen is there.
 *
 * `onEntries` hears what happened, own acts included, after queries were marked out of date.
 */
export function useLive(workspaceId: string, onEntries?: (entries: Entry[]) => void) {
  const client = useQueryClient();
  const resumed = useTimesResumed();
  const personId = usePerson()?.id;
  const heard = useEffectEvent((entries: Entry[]) => onEntries?.(entries));
  // biome-ignore lint/correctness/useExhaustiveDependencies: A line ends for good with its session.
  useEffect(() => {
    if (personId === undefined) return;
    let stop = follow(personId);

    function follow(personId: string): () => void {
      return followJournal({
        workspaceId,
        personId,
        after: positions.get(workspaceId),
        onState: setConnection,
        onEntries(entries, position) {
          positions.set(workspaceId, position);
          invalidate(client, workspaceId, entries);
          heard(entries);
        },
        onEnd(end) {
          setConnection("idle");
          if (end === "signed-out") endSession();
          else {
            // Another lineage, or no longer allowed: what we hold may be wrong, so ask anew.
            positions.delete(workspaceId);
            void client.invalidateQueries({ queryKey: ["workspaces", workspaceId] }).then(() => {
              if (end === "lineage") stop = follow(personId);
            });
          }
        },
      });
    }

    return () => {
      stop();
      setConnection("idle");
    };
  }, [workspaceId, personId, client, resumed]);
}
