// What one wrote and the server has not acknowledged is kept in this browser, so that a crash, a
// closed page or a lost session takes nothing away.
import { createStore, del, entries, get, set } from "idb-keyval";
import { mergeUpdates } from "yjs";

/** One update per open page, so that two pages of one person do not write over each other. */
type Key = [personId: string, draftId: string, page: number];

interface Kept {
  update: Uint8Array;
  at: number;
  /** What it says, once the server ended the conversation over it: it is not sent again. */
  refused?: string;
}

/** Where things are kept; tests have one without a browser. */
export interface Shelf {
  all: () => Promise<[Key, Kept][]>;
  get: (key: Key) => Promise<Kept | undefined>;
  put: (key: Key, kept: Kept) => Promise<void>;
  drop: (key: Key) => Promise<void>;
}

/** The shelf of this browser. */
export function browserShelf(): Shelf {
  const store = createStore("samenspraak-drafting", "unacknowledged");
  return {
    all: () => entries<Key, Kept>(store),
    get: (key) => get<Kept>(key, store),
    put: (key, kept) => set(key, kept, store),
    drop: (key) => del(key, store),
  };
}

/** Typing comes in bursts; writing each key down would cost more than it saves. */
const PAUSE_MS = 300;

/** What nobody came back for within so long is not put into a draft that moved on since. */
const LONGEST_MS = 30 * 24 * 60 * 60 * 1000;

/** Keeps what is not acknowledged yet, for one page of one draft. */
export class Keeper {
  readonly #shelf: Shelf;
  readonly #key: Key;
  readonly #unsaved: () => Uint8Array[];
  #found: [Key, Kept][] = [];
  #refused: [Key, Kept][] = [];
  #refusal: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(shelf: Shelf, key: Key, unsaved: () => Uint8Array[]) {
    this.#shelf = shelf;
    this.#key = key;
    this.#unsaved = unsaved;
    document.addEventListener("visibilitychange", this.#now);
    window.addEventListener("pagehide", this.#now);
  }

  /** What earlier pages of this person left for this draft. */
  async found(): Promise<Uint8Array[]> {
    const [personId, draftId] = this.#key;
    const old = Date.now() - LONGEST_MS;
    try {
      for (const [key, kept] of await this.#shelf.all()) {
        // On a shared computer the next person may sit on the other side of the table.
        if (key[0] !== personId || kept.at < old) await this.#shelf.drop(key);
        else if (key[1] !== draftId) continue;
        else if (kept.refused === undefined) this.#found.push([key, kept]);
        else this.#refused.push([key, kept]);
      }
    } catch {
      // A browser that keeps nothing, as in some private windows: then only the server does.
    }
    return this.#found.map(([, { update }]) => update);
  }

  /** What earlier pages left that the server would not have, in words. */
  refused(): string[] {
    return this.#refused.flatMap(([, { refused }]) => refused ?? []);
  }

  /** The server ended the conversation over what is not acknowledged; keep what it says. */
  refuse(words: string) {
    this.#refusal = words;
    // It is part of what is kept for this page now.
    void this.clear();
    this.#now();
  }

  /** One has what one needs of it. */
  async forget() {
    const refused = this.#refused;
    this.#refused = [];
    try {
      for (const [key] of refused) await this.#shelf.drop(key);
    } catch {
      // It is shown once more another time.
    }
  }

  /** Something was written, or acknowledged. */
  changed() {
    this.#timer ??= setTimeout(this.#now, PAUSE_MS);
  }

  /** All that was found is with the server now. */
  async clear() {
    const found = this.#found;
    this.#found = [];
    try {
      for (const [key, { at }] of found) {
        // Another page of this person may be open and have kept more since.
        if ((await this.#shelf.get(key))?.at === at) await this.#shelf.drop(key);
      }
    } catch {
      // Kept for another while; applying it again changes nothing.
    }
  }

  /** Write down what is left, and stop listening. */
  close(): Promise<void> {
    document.removeEventListener("visibilitychange", this.#now);
    window.removeEventListener("pagehide", this.#now);
    this.#now();
    return this.#writing;
  }

  readonly #now = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(async () => {
      const unsaved = this.#unsaved();
      try {
        if (unsaved.length === 0) await this.#shelf.drop(this.#key);
        else {
          const kept: Kept = { update: mergeUpdates(unsaved), at: Date.now() };
          if (this.#refusal !== undefined) kept.refused = this.#refusal;
          await this.#shelf.put(this.#key, kept);
        }
      } catch {
        // As above: nothing is kept here, and the room says "saving" until the server has it.
      }
    });
  };
}
