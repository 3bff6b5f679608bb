import { useSyncExternalStore } from "react";

/** How the page is connected: not following anything, or how that goes. */
export type Connection = "idle" | "connecting" | "connected" | "reconnecting" | "offline";

let followed: Exclude<Connection, "offline"> = "idle";
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

/** How the page is connected now. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => (navigator.onLine === false ? "offline" : followed));
}
