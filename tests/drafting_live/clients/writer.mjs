// Somebody who writes in a draft with y-websocket as it is published. Nothing of the provider is
// changed: it is told to open its sockets with a session's headers, and not to talk to the other
// writers of this process behind the server's back.
import * as decoding from "lib0/decoding";
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { aPlace, aWord, below, dice, oneOf, someText, weighed, whole } from "./dice.mjs";
import { told } from "./judging.mjs";

const SYNC = 0;
const STEP_2 = 1;
const UPDATE = 2;
// What our server says to those who ask for it with `told=1`.
const ACKNOWLEDGED = 120;
const NOTICE = 121;

const HABITS = { insert: 40, remove: 22, replace: 8, set: 14, empty: 5, undo: 4, redo: 2, paste: 1 };
const DAYS = ["2027-02-01", "2027-12-31", "1 februari", ""];
const LETTERS = ["A", "B", "C", "D"];
const VALUES = {
  title: (draw) => someText(draw, 6),
  kind: (draw) => oneOf(draw, ["effort", "result", aWord(draw)]),
  quantity: (draw) => oneOf(draw, ["2.5", "4", "vier", ""]),
  countsTowardsObligation: (draw) => draw() < 0.5,
  "value.amountCents": (draw) => oneOf(draw, [0, 1_250_000, 486_000_000_00, "twaalf"]),
  "value.calculation": (draw) => someText(draw, 30),
  "period.startsOn": (draw) => oneOf(draw, DAYS),
  "resultGoal.text": (draw) => someText(draw, 20),
  purposeParts: (draw) => LETTERS.filter(() => draw() < 0.5),
};

export const MISUSES = {
  "another part": ({ doc }) => doc.getText("elders").insert(0, "x"),
  "an unknown field": ({ fields }) => fields.set("onbekend", "x"),
  "a map in a field": ({ fields }) => fields.set("title", new Y.Map([["a", 1]])),
  "a text in a field": ({ fields }) => fields.set("title", new Y.Text("x")),
  "an object in a field": ({ fields }) => fields.set("title", { a: [1] }),
  "bytes in a field": ({ fields }) => fields.set("title", new Uint8Array([1, 2])),
  "a list of lists in a field": ({ fields }) => fields.set("purposeParts", [["A"]]),
  "no number in a field": ({ fields }) => fields.set("title", Number.NaN),
  "a document in a field": ({ fields }) => fields.set("title", new Y.Doc()),
  "a format in the text": ({ text }) => text.insert(0, "x", { bold: true }),
  "a picture in the text": ({ text }) => text.insertEmbed(0, { image: "x" }),
  "a type in the text": ({ text }) => text.insertEmbed(0, new Y.Map()),
  "an attribute of the text": ({ text }) => text.setAttribute("title", "x"),
  "in the middle of a character": ({ text }) => text.insert(text.toString().indexOf("😀") + 1, "x"),
  "half a character less": ({ text }) => text.delete(text.toString().indexOf("😀"), 1),
};

export class Writer {
  constructor({ name, address, draft, headers, wants_told = false }) {
    this.name = name;
    this.doc = new Y.Doc();
    this.text = this.doc.getText("text");
    this.fields = this.doc.getMap("fields");
    this.undo = new Y.UndoManager([this.text, this.fields], {
      trackedOrigins: new Set([this]),
      captureTimeout: 0,
    });
    // What came over the line, and what was sent and acknowledged, as Yjs encodes it.
    this.seen = [];
    this.kept = [];
    this.closed = [];
    this.notices = [];
    this.odd = [];
    // Every marker this writer put in or took out of the text, by its own hand.
    this.put = {};
    this.taken = {};
    this._sent = [];
    this._acknowledged = 0;
    this._before = "";
    this._markers = 0;
    this.text.observe((event) => this._note(event));
    this.provider = new WebsocketProvider(address, draft, this.doc, {
      connect: false,
      // Writers of one process would hear each other without any server.
      disableBc: true,
      params: wants_told ? { told: "1" } : {},
      WebSocketPolyfill: this._sockets(headers),
    });
    this.provider.on("connection-close", (event) => this.closed.push(event?.code ?? null));
    if (wants_told) {
      this.provider.messageHandlers[ACKNOWLEDGED] = (_, decoder) =>
        this._hearAcknowledged(decoding.readVarUint(decoder));
      this.provider.messageHandlers[NOTICE] = (_, decoder) =>
        this.notices.push(JSON.parse(decoding.readVarString(decoder)));
    }
  }

  connect() {
    this.provider.connect();
  }

  disconnect() {
    this.provider.disconnect();
  }

  leave() {
    this.provider.destroy();
    this.doc.destroy();
  }

  /** Tell how it is going, and what the document holds. */
  report() {
    return {
      ...told(this.doc),
      client: this.doc.clientID,
      synced: this.provider.synced,
      connected: this.provider.wsconnected,
      ended: !this.provider.shouldConnect,
      closed: this.closed,
      notices: this.notices,
      present: [...this.provider.awareness.getStates()].map(([client, state]) => ({
        client,
        ...state,
      })),
      unacknowledged: this._sent.length - this._acknowledged,
      odd: this.odd,
    };
  }

  /** Write so many times, or until told to stop, with a little time between. */
  async write({ seed, times = Number.POSITIVE_INFINITY, pause = 0 }) {
    const draw = dice(seed);
    this.is_stopped = false;
    for (let time = 0; time < times && !this.is_stopped; time++) {
      this._once(draw);
      await new Promise((done) => setTimeout(done, draw() * pause));
    }
  }

  /** Do one given thing to the text, wherever it is. */
  change({ at, remove = 0, insert = "" }) {
    this.doc.transact(() => {
      if (remove) this.text.delete(at, remove);
      if (insert) this.text.insert(at, insert);
    }, this);
  }

  set({ field, value = null }) {
    this.doc.transact(() => {
      if (value === null) this.fields.delete(field);
      else this.fields.set(field, value);
    }, this);
  }

  /** Write what Yjs can write but no draft holds; there is a 😀 in the text. */
  misuse({ how }) {
    MISUSES[how](this);
  }

  /** Write once under somebody else's client id; Yjs by itself never would. */
  pretend({ client }) {
    const own = this.doc.clientID;
    this.doc.clientID = client;
    this.text.insert(0, "Namens een ander. ");
    this.doc.clientID = own;
  }

  _once(draw) {
    const habit = weighed(draw, HABITS);
    if (habit === "undo") return this.undo.undo();
    if (habit === "redo") return this.undo.redo();
    this.doc.transact(() => this[`_${habit}`](draw), this);
  }

  _insert(draw) {
    const at = aPlace(draw, this.text.toString());
    this.text.insert(at, this._marker() + someText(draw, 4));
  }

  _remove(draw) {
    const text = this.text.toString();
    const from = aPlace(draw, text);
    const until = whole(text, Math.min(text.length, from + 1 + below(draw, 12)));
    if (until > from) this.text.delete(from, until - from);
  }

  _replace(draw) {
    this._remove(draw);
    this._insert(draw);
  }

  _paste(draw) {
    this.text.insert(aPlace(draw, this.text.toString()), this._marker() + someText(draw, 300));
  }

  _set(draw) {
    const field = oneOf(draw, Object.keys(VALUES));
    this.fields.set(field, VALUES[field](draw));
  }

  _empty(draw) {
    this.fields.delete(oneOf(draw, Object.keys(VALUES)));
  }

  /** Return a character nobody put in before: this client's and a number, in planes of no letters. */
  _marker() {
    const writer = this.name.codePointAt(0) % 64;
    return String.fromCodePoint(0xf0000 + writer * 1000 + (this._markers++ % 1000));
  }

  /** Note which markers this writer itself put in and took out, undoing included. */
  _note(event) {
    const before = this._before;
    this._before = this.text.toString();
    if (!event.transaction.local) return;
    let at = 0;
    for (const step of event.changes.delta) {
      if (step.retain) at += step.retain;
      else if (step.delete) {
        count(this.taken, before.slice(at, at + step.delete));
        at += step.delete;
      } else count(this.put, step.insert);
    }
  }

  _hearAcknowledged(number) {
    if (number < this._acknowledged || number > this._sent.length)
      this.odd.push(`${number} acknowledged of ${this._sent.length} sent`);
    this.kept.push(...this._sent.slice(this._acknowledged, number));
    this._acknowledged = number;
  }

  _sockets(headers) {
    const writer = this;
    return class extends WebSocket {
      constructor(address, protocols) {
        super(address, protocols, { headers });
        writer._sent = [];
        writer._acknowledged = 0;
        // As it came, and not as it fell out here: of two who set one field at once, Yjs takes one
        // value out again wherever both meet, so also for a writer whose own value is lost.
        this.on("message", (data) => {
          const update = updateIn(new Uint8Array(data));
          if (update) writer.seen.push(update);
        });
      }

      send(data) {
        const bytes = new Uint8Array(data);
        const update = updateIn(bytes);
        if (update) writer._sent.push(update);
        super.send(data);
      }
    };
  }
}

/** Return a copy of what a frame tells of the document, if it does. */
const updateIn = (frame) => {
  if (frame[0] !== SYNC || (frame[1] !== STEP_2 && frame[1] !== UPDATE)) return undefined;
  return decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(2))).slice();
};

const count = (counts, text) => {
  for (const one of String(text)) {
    if (one.codePointAt(0) >= 0xf0000) counts[one] = (counts[one] ?? 0) + 1;
  }
};
