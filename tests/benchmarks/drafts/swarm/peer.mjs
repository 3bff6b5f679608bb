// One connection to a room, of a person who writes, or only hears what others wrote.
//
// It speaks y-websocket's protocol with as little work as can be, so that what is measured is the
// server: what it hears is read just far enough to know whose edits arrived. Hocuspocus wants every
// message to begin with the name of the document, and a first one to sign in; the rest is the same.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import WebSocket from "ws";
import * as Y from "yjs";

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
// Hocuspocus answers a first step by a message of its own type.
const SYNC_REPLY = 4;
// Ours: so many frames are stored. Hocuspocus has one for each frame it took in.
const STORED = 120;
const TAKEN_IN = 8;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;
const NOTHING = new Uint8Array([0, 0]);
const OPEN_MILLISECONDS = 20_000;
// The same frame reaches every peer of a room, so it is read once.
const REMEMBERED_FRAMES = 512;
const remembered = new Map();

/** Tell whose edits are in an update: the clock each author has reached. */
export function reachedIn(update) {
  const key = update.latin1Slice();
  let reached = remembered.get(key);
  if (reached === undefined) {
    reached = [...Y.parseUpdateMeta(update).to];
    if (remembered.size >= REMEMBERED_FRAMES) {
      remembered.clear();
    }
    remembered.set(key, reached);
  }
  return reached;
}

export class Peer {
  /**
   * `onUpdate` is told every update, `onPresence` every change of who is there, `onStored` how many
   * of its frames the server says to have. With a document, a server that asks is given it.
   */
  constructor(place, { document, onUpdate, onPresence, onStored } = {}) {
    this.place = place;
    this.document = document;
    this.onUpdate = onUpdate ?? (() => {});
    this.onPresence = onPresence ?? (() => {});
    this.onStored = onStored ?? (() => {});
    this.bytesHeard = 0;
    this.takenIn = 0;
    this.closed = null;
    this.hasSynced = false;
    this.prefix = prefixOf(place);
  }

  /** Open it, and wait until the server sent what it has. */
  open() {
    this.begin();
    return within(OPEN_MILLISECONDS, this.synced, `${this.place.url} gives no answer`);
  }

  /** Open it without waiting. */
  begin() {
    this.socket = new WebSocket(this.place.url, {
      headers: this.place.headers,
      perMessageDeflate: false,
      maxPayload: 0,
    });
    this.ended = new Promise((resolve) => {
      this.socket.on("close", (code) => {
        this.closed = code;
        resolve(code);
      });
    });
    this.synced = new Promise((resolve, reject) => {
      this._resolveSynced = resolve;
      this.socket.on("error", (error) => reject(error));
      this.socket.on("close", (code) => reject(new Error(`closed with ${code} before it began`)));
    });
    this.synced.catch(() => {});
    this.socket.on("open", () => this._greet());
    this.socket.on("message", (data) => this._hear(data));
  }

  sendUpdate(update) {
    this.send(SYNC, UPDATE, update);
  }

  sendPresence(update) {
    const encoder = this._begin(AWARENESS);
    encoding.writeVarUint8Array(encoder, update);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  send(type, step, bytes) {
    const encoder = this._begin(type);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  /** Read no more, as a machine does that is asleep or on a train. */
  stall() {
    this.socket.pause();
  }

  resume() {
    this.socket.resume();
  }

  /** Be gone without a word. */
  vanish() {
    this.socket.terminate();
  }

  async close() {
    if (this.socket.readyState !== WebSocket.CLOSED) {
      this.socket.close();
      const patience = setTimeout(() => this.socket.terminate(), 2000);
      await this.ended;
      clearTimeout(patience);
    }
  }

  _begin(type) {
    const encoder = encoding.createEncoder();
    encoding.writeUint8Array(encoder, this.prefix);
    encoding.writeVarUint(encoder, type);
    return encoder;
  }

  _greet() {
    if (this.place.isNamed) {
      const encoder = this._begin(AUTH);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, "anybody");
      this.socket.send(encoding.toUint8Array(encoder));
    }
    const known = this.document ? Y.encodeStateVector(this.document) : new Uint8Array([0]);
    this.send(SYNC, STEP_1, known);
  }

  _hear(data) {
    this.bytesHeard += data.length;
    let at = this.prefix.length;
    const type = data[at++];
    if (type === SYNC || type === SYNC_REPLY) {
      const step = data[at];
      if (step > UPDATE) {
        return;
      }
      const decoder = decoding.createDecoder(data.subarray(at + 1));
      const bytes = decoding.readVarUint8Array(decoder);
      if (step === STEP_1) {
        const missing = this.document ? Y.encodeStateAsUpdate(this.document, bytes) : NOTHING;
        this.send(SYNC, STEP_2, missing);
        return;
      }
      const update = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.onUpdate(update, step === STEP_2);
      if (step === STEP_2 && !this.hasSynced) {
        this.hasSynced = true;
        this._resolveSynced();
      }
    } else if (type === AWARENESS) {
      const decoder = decoding.createDecoder(data.subarray(at));
      this.onPresence(decoding.readVarUint8Array(decoder));
    } else if (type === STORED) {
      const decoder = decoding.createDecoder(data.subarray(at));
      this.onStored(decoding.readVarUint(decoder));
    } else if (type === TAKEN_IN) {
      this.takenIn += 1;
      this.onStored(this.takenIn);
    }
  }
}

/** An author: a document of their own, and the updates their edits make. */
export class Author {
  constructor() {
    this.document = new Y.Doc();
    this.id = this.document.clientID;
    this.text = this.document.getText("text");
    this._update = null;
    this.document.on("update", (update) => {
      this._update = update;
    });
  }

  /** Edit, and return what tells others of it. */
  edit(change) {
    this.document.transact(() => change(this.text));
    return this._update;
  }

  /** Type so much after what one typed before. */
  type(words = "a") {
    return this.edit((text) => text.insert(text.length, words));
  }

  get clock() {
    return Y.getState(this.document.store, this.id);
  }
}

/** Open many, not all in the same instant. */
export async function openAll(peers, atOnce = 25) {
  for (let from = 0; from < peers.length; from += atOnce) {
    await Promise.all(peers.slice(from, from + atOnce).map((peer) => peer.open()));
  }
}

export async function closeAll(peers) {
  await Promise.all(peers.map((peer) => peer.close()));
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}

export async function within(milliseconds, promise, message) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The value below which this share of all lies. */
export function percentile(values, share) {
  const ordered = Float64Array.from(values).sort();
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? null;
}

function prefixOf(place) {
  if (!place.isNamed) {
    return new Uint8Array(0);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, place.name);
  return encoding.toUint8Array(encoder);
}
