// Who is there: how soon somebody who vanished is gone, and what people cost who only sit there.

import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { closeAll, openAll, Peer, within } from "./peer.mjs";

const PATIENCE_MILLISECONDS = 45_000;
let sitting = [];

/** Vanish without a word, so often; the time until another person is told. */
export async function presence({ place, times }) {
  const took = [];
  const watcher = present(place);
  await watcher.peer.open();
  for (let each = 0; each < times; each += 1) {
    const other = present(place);
    const isThere = changed(watcher.awareness, "added", other.id);
    await other.peer.open();
    other.tell();
    await within(PATIENCE_MILLISECONDS, isThere, "nobody was told of somebody who came");
    const isGone = changed(watcher.awareness, "removed", other.id);
    const begun = performance.now();
    other.peer.vanish();
    await within(PATIENCE_MILLISECONDS, isGone, "nobody was told of somebody who left");
    took.push(performance.now() - begun);
    other.awareness.destroy();
  }
  watcher.awareness.destroy();
  await watcher.peer.close();
  took.sort((one, other) => one - other);
  return { p50: took[Math.floor(took.length / 2)], worst: took.at(-1) };
}

/** Let so many sit down in each room, and tell that they are there. */
export async function sit({ places, each }) {
  const here = places.flatMap((place) => Array.from({ length: each }, () => present(place)));
  const begun = performance.now();
  await openAll(here.map((one) => one.peer));
  const seconds = (performance.now() - begun) / 1000;
  for (const one of here) {
    one.tell();
    // Nobody watches, so nothing needs to be kept or renewed.
    one.peer.onPresence = () => {};
    one.awareness.destroy();
  }
  sitting.push(...here.map((one) => one.peer));
  return { perSecond: here.length / seconds };
}

/** Let everybody go who sat down. */
export async function rise() {
  const closed = sitting.filter((peer) => peer.closed !== null).length;
  await closeAll(sitting);
  sitting = [];
  return { closedMeanwhile: closed };
}

function present(place) {
  const document = new Y.Doc();
  const awareness = new Awareness(document);
  const peer = new Peer(place, {
    onPresence: (update) => applyAwarenessUpdate(awareness, update, peer),
  });
  awareness.setLocalState({ user: { name: "Iemand" }, field: "text" });
  const tell = () => peer.sendPresence(encodeAwarenessUpdate(awareness, [document.clientID]));
  return { id: document.clientID, awareness, peer, tell };
}

function changed(awareness, how, id) {
  return new Promise((resolve) => {
    const look = (changes) => {
      if (changes[how].includes(id)) {
        awareness.off("change", look);
        resolve();
      }
    };
    awareness.on("change", look);
  });
}
