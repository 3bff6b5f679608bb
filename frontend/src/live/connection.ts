import { useSyncExternalStore } from "react";

/** How the page is connected: not following anything, or how that goes. */
export type Connection = "idle" | "connecting" | "connected" | "reconnecting" | "offline";

/** How an open draft goes, if one is open. "unsaved" means that something will not be saved. */
export type DraftConnection = "none" | "saved" | "saving" | "reconnecting" | "unsaved";

let followed: Exclude<Connection, "offline"> = "idle";
let draft: DraftConnection = "none";
const watchers = new Set<() => void>();

function tellAll() {
  for (const tell of watchers) tell();
}

/** Say how following a workspace goes. */
export function setConnection(state: typeof followed) {
  if (state === followed) return;
  followed = state;
  tellAll();
}

/** Say how the open draft goes. */
export function setDraftConnection(state: DraftConnection) {
  if (state === draft) return;
  draft = state;
  tellAll();
}

function subscribe(watcher: () => void): () => void {
  if (watchers.size === 0) {
    window.addEventListener("online", tellAll);
    window.addEventListener("offline", tellAll);
  }
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      window.removeEventListener("online", tellAll);
      window.removeEventListener("offline", tellAll);
    }
  };
}

/** How the page is connected now: as well as the worst of its lines. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => {
    if (navigator.onLine === false) return "offline";
    return draft === "reconnecting" ? "reconnecting" : followed;
  });
}

/** How the open draft goes, for the lamp and for what is said about being offline. */
export function useDraftConnection(): DraftConnection {
  return useSyncExternalStore(subscribe, () => draft);
}
