// What a server still knows: for who comes later, after a restart, and after it was killed.

import * as Y from "yjs";
import { Author, closeAll, Peer, pause, reachedIn } from "./peer.mjs";

// So many edits may be on their way at once.
const WINDOW = 200;
const PATIENCE_MILLISECONDS = 120_000;
const JOIN_MILLISECONDS = 30_000;
const LETTERS = "abcdefghijklmnopqrstuvwxyz ";
const manuscripts = new Map();
let typed = null;
let writing = [];

/** Send so many edits, one a frame, as fast as they arrive at a reader. Both stay in the room. */
export async function write({ place, edits }) {
  const manuscript = manuscriptOf(edits);
  const { updates, clocks, id } = manuscript;
  let sent = 0;
  let arrived = 0;
  let finish;
  const finished = new Promise((resolve, reject) => {
    finish = resolve;
    setTimeout(() => {
      reject(new Error(`${arrived} of ${edits} edits arrived`));
    }, PATIENCE_MILLISECONDS).unref();
  });
  const writer = new Peer(place, {});
  const send = () => {
    for (; sent < updates.length && sent - arrived < WINDOW; sent += 1) {
      writer.sendUpdate(updates[sent]);
    }
  };
  const reader = new Peer(place, {
    onUpdate: (update) => {
      for (const [author, clock] of reachedIn(update)) {
        if (author === id) {
          for (; arrived < updates.length && clocks[arrived] <= clock; arrived += 1);
          send();
          if (arrived === updates.length) {
            finish();
          }
        }
      }
    },
  });
  await writer.open();
  await reader.open();
  const begun = performance.now();
  send();
  await Promise.race([
    finished,
    writer.ended.then((code) => Promise.reject(new Error(`the writer was closed with ${code}`))),
    reader.ended.then((code) => Promise.reject(new Error(`the reader was closed with ${code}`))),
  ]);
  const seconds = (performance.now() - begun) / 1000;
  writing.push(writer, reader);
  return { seconds };
}

/** Let those go who wrote. */
export async function leave() {
  await closeAll(writing);
  writing = [];
  return {};
}

/** Come in with nothing, and tell how long it took to have it all. */
export async function join({ place, edits }) {
  const { id, clocks, text } = manuscriptOf(edits);
  const document = new Y.Doc();
  const begun = performance.now();
  let took = null;
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  const peer = new Peer(place, {
    document,
    onUpdate: (update) => {
      Y.applyUpdate(document, update);
      if (took === null && Y.getState(document.store, id) === clocks.at(-1)) {
        took = performance.now() - begun;
        finish();
      }
    },
  });
  peer.begin();
  await Promise.race([finished, pause(JOIN_MILLISECONDS)]);
  const isComplete = document.getText("text").toString() === text;
  await peer.close();
  return { milliseconds: took, isComplete, bytes: peer.bytesHeard };
}

/** Type until the server is gone. It keeps what another saw and what was acknowledged. */
export async function type({ place, perSecond }) {
  const author = new Author();
  typed = { id: author.id, sent: 0, observed: 0, acknowledged: null };
  const writer = new Peer(place, {
    document: author.document,
    onStored: (count) => {
      // The answer to the server's first step is the first frame it counts.
      typed.acknowledged = Math.max(typed.acknowledged ?? 0, count - 1);
    },
  });
  const reader = new Peer(place, {
    onUpdate: (update) => {
      for (const [id, clock] of reachedIn(update)) {
        if (id === author.id) {
          typed.observed = clock;
        }
      }
    },
  });
  await reader.open();
  await writer.open();
  const begun = performance.now();
  while (writer.closed === null) {
    await pause(begun + (typed.sent * 1000) / perSecond - performance.now());
    if (writer.socket.readyState === writer.socket.OPEN) {
      writer.sendUpdate(author.type());
      typed.sent += 1;
    }
  }
  await reader.ended;
  return typed;
}

/** Look what is left of what was typed. */
export async function look({ place }) {
  const document = new Y.Doc();
  const peer = new Peer(place, {
    document,
    onUpdate: (update) => Y.applyUpdate(document, update),
  });
  await peer.open();
  // A server may answer before it has loaded, and send the rest a little later.
  await pause(1000);
  await peer.close();
  const stored = Y.getState(document.store, typed.id);
  return {
    ...typed,
    stored,
    observedLost: Math.max(0, typed.observed - stored),
    acknowledgedLost: Math.max(0, (typed.acknowledged ?? 0) - stored),
  };
}

/** Somebody typing, correcting, and going on elsewhere: always the same, for every server. */
function manuscriptOf(edits) {
  const kept = manuscripts.get(edits);
  if (kept) {
    return kept;
  }
  const author = new Author();
  const dice = new Dice(edits);
  const updates = [];
  const clocks = [];
  let cursor = 0;
  for (let each = 0; each < edits; each += 1) {
    const update = author.edit((text) => {
      if (dice.below(20) === 0) {
        cursor = dice.below(text.length + 1);
      }
      const isLast = each === edits - 1;
      if (!isLast && cursor > 0 && dice.below(5) === 0) {
        cursor -= 1;
        text.delete(cursor, 1);
      } else {
        text.insert(cursor, LETTERS[dice.below(LETTERS.length)]);
        cursor += 1;
      }
    });
    updates.push(update);
    clocks.push(author.clock);
  }
  const manuscript = { id: author.id, updates, clocks, text: author.text.toString() };
  manuscripts.set(edits, manuscript);
  return manuscript;
}

/** The same throws every time. */
class Dice {
  constructor(seed) {
    this.state = seed | 1;
  }

  below(limit) {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }
}
