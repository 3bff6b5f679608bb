// What was written here and the server has not acknowledged yet, and the frames that carry it.
import * as Y from "yjs";
import { NOTHING, STEP_2, SYNC, UPDATE } from "./wire";

/** An update of ours, and the frame of this connection that carried it. */
interface Unsaved {
  update: Uint8Array;
  frame: number | null;
  since: number;
}

/** What still has to reach the server, counted as the server counts it. */
export class Outbox {
  /** The server refused: more of the same would only be refused again. */
  held = false;
  /** What is held differs from what was tried last. */
  mended = false;

  #unsaved: Unsaved[] = [];
  /** Sync frames with content that this connection carried; the server counts the same ones. */
  #frames = 0;
  /** This connection told the server all we have; only from then on a frame cannot hang loose. */
  #toldAll = false;

  get isEmpty(): boolean {
    return this.#unsaved.length === 0;
  }

  /** Since when the oldest of it waits. */
  get since(): number | undefined {
    return this.#unsaved[0]?.since;
  }

  updates(): Uint8Array[] {
    return this.#unsaved.map(({ update }) => update);
  }

  /** A new connection counts from nought, and has to be told everything. */
  opened() {
    this.#frames = 0;
    this.#toldAll = false;
    this.held = false;
    this.mended = true;
    for (const one of this.#unsaved) one.frame = null;
  }

  /** Something was written here. */
  written(update: Uint8Array, isConnected: boolean) {
    const last = this.#unsaved.at(-1);
    if (last && last.frame === null && !isConnected) {
      // A long time offline is one update, not thousands.
      last.update = Y.mergeUpdates([last.update, update]);
    } else this.#unsaved.push({ update, frame: null, since: Date.now() });
    this.mended = true;
  }

  /** The server has so many frames; whether that told anything new. */
  acknowledged(count: number): boolean {
    const before = this.#unsaved.length;
    this.#unsaved = this.#unsaved.filter(({ frame }) => frame === null || frame > count);
    if (this.#unsaved.length === before) return false;
    if (this.isEmpty) this.held = false;
    return true;
  }

  /** The server stores no more of it; whether trying again makes sense by now. */
  refused(): boolean {
    this.held = true;
    for (const one of this.#unsaved) one.frame = null;
    return this.mended;
  }

  /** Count a frame that goes out, unless it is held back. */
  outgoing(data: Uint8Array<ArrayBuffer>, mayWrite: boolean): Uint8Array<ArrayBuffer> | null {
    if (data[0] !== SYNC || (data[1] !== STEP_2 && data[1] !== UPDATE)) return data;
    if (data[1] === UPDATE && this.held) return null;
    if (data[1] === STEP_2) this.#toldAll = true;
    this.#frames += 1;
    if (this.#toldAll) {
      for (const one of this.#unsaved) one.frame ??= this.#frames;
    }
    // Whatever was ever deleted stands in each answer, which from a reader counts as writing.
    return data[1] === STEP_2 && this.isEmpty && !mayWrite ? NOTHING : data;
  }
}

/** A socket that counts what it carries, so that the server's acknowledgements mean something. */
export function countingSocket(
  Socket: typeof WebSocket,
  outbox: Outbox,
  mayWrite: () => boolean,
): typeof WebSocket {
  return class CountingSocket extends Socket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      outbox.opened();
    }

    override send(data: Parameters<WebSocket["send"]>[0]) {
      const frame = outbox.outgoing(data as Uint8Array<ArrayBuffer>, mayWrite());
      if (frame) super.send(frame);
    }
  };
}
