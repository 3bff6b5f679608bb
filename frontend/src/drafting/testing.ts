// The other end of a room in tests: a server in memory that speaks the protocol with real documents.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as awareness from "y-protocols/awareness";
import * as Y from "yjs";
import type { Shelf } from "./kept";
import { DraftRoom, type FieldValue, type Someone } from "./room";

export const YOUSSEF = {
  participantId: "youssef",
  name: "Youssef El Amrani",
  side: "contractor",
} as const satisfies Someone;

export const MARIEKE = {
  participantId: "marieke",
  name: "Marieke de Groot",
  side: "buyer",
} as const satisfies Someone;

type Message = (encoder: encoding.Encoder) => void;

function frame(kind: number, write: Message): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

/** One connection, as the server sees it. */
class Line {
  counted = 0;

  constructor(readonly socket: FakeSocket) {}

  send(data: Uint8Array) {
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.onmessage?.({ data: data.slice().buffer });
    }
  }

  notice(notice: unknown) {
    this.send(frame(121, (to) => encoding.writeVarString(to, JSON.stringify(notice))));
  }

  acknowledge(count = this.counted) {
    this.send(frame(120, (to) => encoding.writeVarUint(to, count)));
  }
}

/** A socket that leads to a server in memory. */
class FakeSocket {
  readonly OPEN = WebSocket.OPEN;
  readyState: number = WebSocket.CONNECTING;
  binaryType = "arraybuffer";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBufferLike }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  line: Line | undefined;

  constructor(readonly server: FakeServer) {
    queueMicrotask(() => {
      if (this.readyState !== WebSocket.CONNECTING) return;
      if (!server.isUp) {
        this.drop(1006);
        return;
      }
      this.readyState = WebSocket.OPEN;
      this.line = new Line(this);
      server.lines.push(this.line);
      this.onopen?.();
      server.joined(this.line);
    });
  }

  send(data: Uint8Array) {
    if (this.line && this.readyState === WebSocket.OPEN) this.server.heard(this.line, data);
  }

  drop(code: number, reason = "") {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.server.lines = this.server.lines.filter((line) => line !== this.line);
    this.onclose?.({ code, reason });
  }

  close() {
    this.drop(1005);
  }
}

/** A server with one draft. It keeps what it gets at once, and says so unless told to wait. */
export class FakeServer {
  readonly doc = new Y.Doc();
  lines: Line[] = [];
  isUp = true;
  mayWrite = true;
  /** Acknowledges only when told to. */
  waits = false;
  /** Answers its part of the handshake only when told to. */
  isSlow = false;
  /** Says no to what comes in. */
  refuses: { slug: string; detail: string } | null = null;
  /** So many bytes it takes even then. */
  longest = 0;
  /** Every sync frame with content, in order. */
  readonly received: Uint8Array[] = [];
  readonly presence: unknown[] = [];

  readonly socket: typeof WebSocket;

  constructor() {
    const server = this;
    this.socket = class extends FakeSocket {
      constructor() {
        super(server);
      }
    } as unknown as typeof WebSocket;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      for (const line of this.lines) if (line !== origin) line.send(syncFrame(2, update));
    });
  }

  get line(): Line {
    const line = this.lines.at(-1);
    if (!line) throw new Error("nobody is connected");
    return line;
  }

  fields(): Record<string, unknown> {
    return this.doc.getMap("fields").toJSON();
  }

  text(): string {
    return this.doc.getText("text").toString();
  }

  joined(line: Line) {
    if (!this.isSlow) this.ask(line);
  }

  /** Ask what the other has that is not here. */
  ask(line = this.line) {
    line.send(syncFrame(0, Y.encodeStateVector(this.doc)));
  }

  heard(line: Line, data: Uint8Array) {
    const decoder = decoding.createDecoder(data);
    const kind = decoding.readVarUint(decoder);
    if (kind === 1) {
      const states = new awareness.Awareness(new Y.Doc());
      awareness.applyAwarenessUpdate(states, decoding.readVarUint8Array(decoder), "");
      this.presence.push([...states.getStates().values()].at(-1));
      states.destroy();
    }
    if (kind !== 0) return;
    const step = decoding.readVarUint(decoder);
    const content = decoding.readVarUint8Array(decoder);
    if (step === 0) {
      line.send(syncFrame(1, Y.encodeStateAsUpdate(this.doc, content)));
      line.notice({ kind: "rights", mayWrite: this.mayWrite });
      return;
    }
    this.received.push(content);
    line.counted += 1;
    const isTooLong = content.length > this.longest;
    if (this.refuses && content.length > 2 && isTooLong)
      line.notice({ kind: "not-stored", ...this.refuses });
    else Y.applyUpdate(this.doc, content, line);
    if (!this.waits) line.acknowledge();
  }

  /** Somebody else changes a field, and the server says who. */
  write(who: Someone, name: string, value: FieldValue | undefined) {
    const map = this.doc.getMap("fields");
    if (value === undefined) map.delete(name);
    else map.set(name, value);
    const { participantId: by, ...person } = who;
    const fields = { [name]: { by, ...person, at: "2026-11-21T10:00:00Z" } };
    for (const line of this.lines) line.notice({ kind: "fields", fields });
  }

  /** Somebody else is in a field. */
  show(who: Someone, field: string | null, cursor?: { anchor: number; head: number }) {
    const text = this.doc.getText("text");
    const place = (index: number) =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index));
    const states = new awareness.Awareness(new Y.Doc());
    states.setLocalState({
      user: { ...who, mayWrite: true },
      field,
      ...(cursor && { cursor: { anchor: place(cursor.anchor), head: place(cursor.head) } }),
    });
    const update = awareness.encodeAwarenessUpdate(states, [states.clientID]);
    for (const line of this.lines) {
      line.send(frame(1, (to) => encoding.writeVarUint8Array(to, update)));
    }
    states.destroy();
  }
}

function syncFrame(step: number, content: Uint8Array): Uint8Array {
  return frame(0, (to) => {
    encoding.writeVarUint(to, step);
    encoding.writeVarUint8Array(to, content);
  });
}

/** A shelf without a browser. */
export function memoryShelf() {
  const kept = new Map<string, Awaited<ReturnType<Shelf["get"]>>>();
  const shelf: Shelf = {
    all: async () =>
      [...kept].flatMap(([key, value]) => (value ? [[JSON.parse(key), value] as never] : [])),
    get: async (key) => kept.get(JSON.stringify(key)),
    put: async (key, value) => void kept.set(JSON.stringify(key), value),
    drop: async (key) => void kept.delete(JSON.stringify(key)),
  };
  return { shelf, kept };
}

const open = new Set<DraftRoom>();

/** A room of Marieke's on a server in memory. */
export function openRoom(
  server: FakeServer,
  { personId = "person-marieke", draftId = "d1", shelf = memoryShelf().shelf } = {},
): DraftRoom {
  const room = new DraftRoom({
    draftId,
    personId,
    participantId: MARIEKE.participantId,
    address: "ws://localhost/v1/drafts",
    socket: server.socket,
    shelf,
  });
  open.add(room);
  return room;
}

/** Leave all rooms of a test. */
export function closeRooms() {
  for (const room of open) room.close();
  open.clear();
}

/** Once the first sync is done. */
export async function readyRoom(
  server: FakeServer,
  options?: Parameters<typeof openRoom>[1],
): Promise<DraftRoom> {
  const room = openRoom(server, options);
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!room.ready.get()) return;
      stop();
      resolve();
    };
    const stop = room.ready.subscribe(look);
    look();
  });
  return room;
}
