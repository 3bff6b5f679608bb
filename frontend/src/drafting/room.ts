// A draft that several people write at once: the document, the line to the server, and what both
// tell the screens. Loaded when a draft is opened, so that other pages do not carry Yjs.
import * as decoding from "lib0/decoding";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { draftsAddress, empty, indexIn, placeIn, same, withoutDeleted } from "./documents";
import { browserShelf, Keeper } from "./kept";
import { countingSocket, Outbox } from "./outbox";
import { othersIn } from "./presence";
import { keepEqual, Signal } from "./signal";
import type {
  Author,
  DraftEnd,
  DraftState,
  DraftStatus,
  FieldValue,
  Finding,
  Here,
  Present,
  RemoteCursor,
  Replacement,
  RoomOptions,
} from "./told";
import { ACKNOWLEDGED, ENDS, NO_ROOM, NOTICE, type Notice, STEP_1, SYNC, stepTwo } from "./wire";

export type * from "./told";

/** The server may lose a frame of ours inside; asking now and then heals that. */
const ASK_AGAIN_MS = 60_000;

/** The longest wait before coming back; spread, so that not everybody knocks at one moment. */
const LONGEST_WAIT_MS = 8000;

/** Presence goes out five times a second at most, which is what the server takes. */
const PRESENCE_MS = 200;

/** After a refusal one mends and pauses; then it is tried once more. */
const TRY_AGAIN_MS = 3000;

/** So long a page that is left waits for the acknowledgement of what it sent last. */
const LINGER_MS = 5000;

/** Changes made on this screen; these alone are undone. */
const HERE = Symbol("here");

/** Changes made on an earlier page, which nobody remembers how to undo. */
const BEFORE = Symbol("before");

/** Saving is told once it takes this long; shorter would only flicker. */
const SAVING_MS = 1000;

/** One draft as it is open on this page. */
export class DraftRoom {
  readonly draftId: string;
  readonly participantId: string;
  readonly yText: Y.Text;

  /** The first sync is done: what the screen shows is what there is. */
  readonly ready = new Signal(false);
  readonly status = new Signal<DraftStatus>({
    state: "loading",
    end: null,
    unsaved: false,
    mayWrite: false,
    refused: null,
    nearlyFull: false,
  });
  readonly values = new Signal<Readonly<Record<string, FieldValue>>>({});
  readonly authors = new Signal<Readonly<Record<string, Author>>>({});
  readonly findings = new Signal<readonly Finding[]>([]);
  readonly people = new Signal<readonly Present[]>([]);
  readonly cursors = new Signal<readonly RemoteCursor[]>([]);
  readonly replaced = new Signal<Readonly<Record<string, Replacement>>>({});
  /** What an earlier page wrote and the server would not have, in words. */
  readonly rescued = new Signal<readonly string[]>([]);
  readonly undoable = new Signal({ canUndo: false, canRedo: false });

  readonly #doc = new Y.Doc();
  readonly #fields: Y.Map<FieldValue>;
  readonly #provider: WebsocketProvider;
  readonly #undo: Y.UndoManager;
  readonly #keeper: Keeper;
  readonly #found: Promise<Uint8Array[]>;

  readonly #outbox = new Outbox();
  /** Moves on each time that the last of it was acknowledged. */
  readonly #allSaved = new Signal(0);
  /** What the server had when it last asked. */
  #serverState: Uint8Array | undefined;
  #rightsTold = false;
  #refused: DraftStatus["refused"] = null;
  #mayWrite = false;
  #nearlyFull = false;
  #fullUp = false;
  #end: DraftEnd | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #slow: ReturnType<typeof setTimeout> | undefined;
  #lingering: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  #here: Here = { field: null, cursor: null };
  #presenting: ReturnType<typeof setTimeout> | undefined;
  /** Fields whose value came from this person. */
  readonly #own = new Set<string>();

  constructor(options: RoomOptions) {
    this.draftId = options.draftId;
    this.participantId = options.participantId;
    this.#fields = this.#doc.getMap("fields");
    this.yText = this.#doc.getText("text");
    this.#keeper = new Keeper(
      options.shelf ?? browserShelf(),
      [options.personId, options.draftId, this.#doc.clientID],
      () => this.#outbox.updates(),
    );
    this.#found = this.#keeper.found();
    // Before the provider: an update must be on the list when its frame is counted.
    this.#doc.on("update", this.#written);
    this.#fields.observe(this.#fieldsChanged);
    this.#undo = new Y.UndoManager([this.yText, this.#fields], {
      trackedOrigins: new Set([HERE]),
    });
    for (const event of ["stack-item-added", "stack-item-popped", "stack-cleared"] as const) {
      this.#undo.on(event, this.#undoChanged);
    }
    this.#provider = new WebsocketProvider(
      options.address ?? draftsAddress(),
      options.draftId,
      this.#doc,
      {
        params: { told: "1", person: options.personId },
        // Pages of one browser would pass each other what no server has judged or stored.
        disableBc: true,
        resyncInterval: ASK_AGAIN_MS,
        maxBackoffTime: LONGEST_WAIT_MS * (0.5 + Math.random() / 2),
        WebSocketPolyfill: countingSocket(
          options.socket ?? WebSocket,
          this.#outbox,
          () => this.#mayWrite,
        ),
      },
    );
    this.#hear();
    window.addEventListener("online", this.#online);
    window.addEventListener("offline", this.#tell);
  }

  get(name: string): FieldValue | undefined {
    return this.#fields.get(name);
  }

  /** Change a field; `undefined`, "" and [] empty it. */
  set(name: string, value: FieldValue | undefined) {
    if (!this.mayWrite || same(this.get(name), empty(value) ? undefined : value)) return;
    // A field is one step of its own when it is undone.
    this.#undo.stopCapturing();
    this.change(() => {
      if (value === undefined || empty(value)) this.#fields.delete(name);
      else this.#fields.set(name, value);
    });
    this.#undo.stopCapturing();
  }

  fields(): Readonly<Record<string, FieldValue>> {
    return this.values.get();
  }

  text(): string {
    return this.yText.toString();
  }

  get mayWrite(): boolean {
    return this.status.get().mayWrite;
  }

  /** Change the text or fields as one step by this person. */
  change(write: () => void) {
    this.#doc.transact(write, HERE);
  }

  /** What is written next is a step of its own, however fast it comes. */
  step() {
    this.#undo.stopCapturing();
  }

  undo() {
    if (this.mayWrite) this.#undo.undo();
  }

  redo() {
    if (this.mayWrite) this.#undo.redo();
  }

  /** Whether a change was this person's own undoing. */
  isUndo(origin: unknown): boolean {
    return origin === this.#undo;
  }

  /** A place in the text that stays where it is while others write before it. */
  place(index: number): unknown {
    return placeIn(this.yText, index);
  }

  /** Where a place is now; null when it is not in this text. */
  index(place: unknown): number | null {
    return indexIn(this.#doc, this.yText, place);
  }

  /** Tell the others which field this person is in, and where in the text. */
  present(part: Partial<Here>) {
    this.#here = { ...this.#here, ...part };
    this.#presenting ??= setTimeout(() => {
      this.#presenting = undefined;
      const { field, cursor } = this.#here;
      const state = this.mayWrite ? { field, ...(cursor && { cursor }) } : { field: null };
      this.#provider.awareness.setLocalState(state);
    }, PRESENCE_MS);
  }

  /** Which field this person is in. */
  get field(): string | null {
    return this.#here.field;
  }

  /** The notice about a replaced value has been read. */
  dismissReplaced(name: string) {
    const { [name]: gone, ...others } = this.replaced.get();
    if (gone) this.replaced.set(others);
  }

  /** One has what one needs of what was rescued. */
  forgetRescued() {
    this.rescued.set([]);
    void this.#keeper.forget();
  }

  /** Once the server has all that was written here; fails when that will not be soon. */
  whenSaved(): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.#outbox.isEmpty) {
          stop();
          resolve();
          return;
        }
        const { state, refused } = this.status.get();
        if (state === "ended" || state === "offline" || refused !== null) {
          stop();
          reject(new Error(`not saved: ${refused?.slug ?? state}`));
        }
      };
      const stops = [this.status.subscribe(look), this.#allSaved.subscribe(look)];
      const stop = () => {
        for (const end of stops) end();
      };
      look();
    });
  }

  /** One signed in again over the page: the conversation goes on where it ended. */
  resume() {
    if (this.#end === "signed-out") this.#end = null;
    this.#online();
  }

  /** Leave; what was just written still gets a moment to arrive. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.present({ field: null, cursor: null });
    // Fields that go with the page write their last value while it is being taken down.
    setTimeout(() => {
      if (this.#outbox.isEmpty || !this.#provider.wsconnected) this.#leave();
      else this.#lingering = setTimeout(this.#leave, LINGER_MS);
    });
  }

  readonly #leave = () => {
    clearTimeout(this.#lingering);
    clearTimeout(this.#again);
    clearTimeout(this.#presenting);
    clearTimeout(this.#slow);
    window.removeEventListener("online", this.#online);
    window.removeEventListener("offline", this.#tell);
    this.#provider.destroy();
    this.#undo.destroy();
    void this.#keeper.close();
    this.#doc.destroy();
  };

  #hear() {
    const provider = this.#provider;
    const handlers = provider.messageHandlers;
    const sync = handlers[SYNC];
    if (!sync) throw new Error("y-websocket has no handler for sync");
    handlers[SYNC] = (encoder, decoder, ...rest) => {
      const ahead = decoding.clone(decoder);
      if (decoding.readVarUint(ahead) === STEP_1) {
        this.#serverState = decoding.readVarUint8Array(ahead).slice();
      }
      sync(encoder, decoder, ...rest);
    };
    handlers[ACKNOWLEDGED] = (_encoder, decoder) => {
      this.#acknowledged(decoding.readVarUint(decoder));
    };
    handlers[NOTICE] = (_encoder, decoder) => {
      this.#noticed(JSON.parse(decoding.readVarString(decoder)) as Notice);
    };
    provider.on("sync", (synced) => {
      if (!synced) return;
      this.#fullUp = false;
      this.#begin();
      this.#tell();
    });
    provider.on("connection-close", (event) => {
      this.#fullUp = event !== null && NO_ROOM.has(event.reason);
      clearTimeout(this.#again);
      // The provider has not let go of its line yet.
      queueMicrotask(this.#tell);
    });
    provider.on("closed", ({ code }) => {
      this.#end = ENDS[code] ?? "refused";
      // Sent again when the page comes back, it would end the next conversation as well.
      if (this.#end === "refused" && !this.#outbox.isEmpty) this.#keeper.refuse(this.#words());
      this.#tell();
    });
    provider.awareness.on("change", this.#peopleChanged);
  }

  /** Put back what an earlier page could not send, once it is known what there is. */
  #begin() {
    if (this.ready.get() || !this.#rightsTold || !this.#provider.synced) return;
    void this.#found.then((updates) => {
      if (this.#closed || this.ready.get()) return;
      // Who may only read keeps it for later: it would be shown as if everybody saw it.
      if (this.#mayWrite) {
        for (const update of updates) Y.applyUpdate(this.#doc, update, BEFORE);
        if (this.#outbox.isEmpty) void this.#keeper.clear();
      }
      this.rescued.set(this.#keeper.refused());
      this.ready.set(true);
      this.#tell();
    });
  }

  /** What this person wrote on this page, or may have, for who wants to copy it. */
  #words(): string {
    const fields = [...this.#own].flatMap((name) => {
      const value = this.get(name);
      return value === undefined ? [] : [`${name}: ${value}`];
    });
    return [this.text(), ...fields].join("\n");
  }

  readonly #written = (update: Uint8Array, origin: unknown) => {
    if (origin === this.#provider) return;
    this.#outbox.written(update, this.#provider.wsconnected);
    this.#keeper.changed();
    if (this.#outbox.held) this.#tryAgain();
    this.#slow ??= setTimeout(this.#lookForSlow, SAVING_MS);
  };

  readonly #lookForSlow = () => {
    const { since } = this.#outbox;
    const due = since === undefined ? 0 : since + SAVING_MS - Date.now();
    this.#slow =
      since === undefined ? undefined : setTimeout(this.#lookForSlow, due > 0 ? due : SAVING_MS);
    this.#tell();
  };

  #acknowledged(count: number) {
    if (!this.#outbox.acknowledged(count)) return;
    this.#keeper.changed();
    if (this.#outbox.isEmpty) {
      this.#allSaved.set(this.#allSaved.get() + 1);
      this.#refused = null;
      if (this.ready.get()) void this.#keeper.clear();
      if (this.#closed) this.#leave();
    }
    this.#tell();
  }

  #noticed(notice: Notice) {
    switch (notice.kind) {
      case "fields": {
        const authors = { ...this.authors.get() };
        for (const [name, { by, ...who }] of Object.entries(notice.fields)) {
          authors[name] = { participantId: by, ...who };
          if (by !== this.participantId) continue;
          // Changed here, or on another page of the same person.
          this.#own.add(name);
          this.dismissReplaced(name);
        }
        this.authors.set(authors);
        break;
      }
      case "personal-data":
        this.findings.set(notice.findings);
        break;
      case "not-stored":
        this.#refused = { slug: notice.slug, detail: notice.detail };
        if (this.#outbox.refused()) this.#tryAgain();
        break;
      case "nearly-full":
        this.#nearlyFull = true;
        break;
      case "rights":
        this.#mayWrite = notice.mayWrite;
        this.#rightsTold = true;
        if (notice.mayWrite && this.#outbox.held) this.#tryAgain();
        this.#begin();
        break;
    }
    this.#tell();
  }

  /** Send the difference once more: what was refused may fit by now. */
  #tryAgain() {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      const { ws, wsconnected } = this.#provider;
      if (!this.#outbox.held || !this.#mayWrite || !wsconnected || !ws || !this.#serverState)
        return;
      this.#outbox.mended = false;
      ws.send(stepTwo(withoutDeleted(this.#doc, this.#serverState)));
    }, TRY_AGAIN_MS);
  }

  readonly #online = () => {
    // No need to sit out the wait.
    if (this.#end === null && !this.#closed) this.#provider.connect();
    this.#tell();
  };

  readonly #tell = () => {
    const status: DraftStatus = {
      state: this.#state(),
      end: this.#end,
      unsaved: this.#isSlow(),
      // Who is asked to sign in leaves the field they were in, which writes down what it held.
      mayWrite: this.#mayWrite && this.ready.get() && [null, "signed-out"].includes(this.#end),
      refused: this.#refused,
      nearlyFull: this.#nearlyFull,
    };
    keepEqual(this.status, status);
  };

  #state(): DraftState {
    if (this.#end !== null) return "ended";
    if (navigator.onLine === false) return "offline";
    if (this.#fullUp) return "full";
    if (!this.ready.get()) {
      return this.#provider.wsUnsuccessfulReconnects > 0 ? "reconnecting" : "loading";
    }
    if (!this.#provider.synced) return "reconnecting";
    return this.#isSlow() ? "saving" : "saved";
  }

  #isSlow(): boolean {
    const { since } = this.#outbox;
    return since !== undefined && Date.now() - since >= SAVING_MS;
  }

  readonly #fieldsChanged = (event: Y.YMapEvent<FieldValue>, transaction: Y.Transaction) => {
    const here = transaction.origin !== this.#provider;
    const replaced = { ...this.replaced.get() };
    for (const [name, { oldValue }] of event.changes.keys) {
      const now = this.#fields.get(name);
      if (here) {
        this.#own.add(name);
        delete replaced[name];
      } else if (this.#own.has(name) || this.#here.field === name || replaced[name]) {
        this.#own.delete(name);
        const old = replaced[name] ? replaced[name].old : (oldValue as FieldValue | undefined);
        if (same(old, now)) delete replaced[name];
        else replaced[name] = { old, now, at: Date.now() };
      }
    }
    this.replaced.set(replaced);
    this.values.set(this.#fields.toJSON() as Record<string, FieldValue>);
  };

  readonly #undoChanged = () => {
    const [canUndo, canRedo] = [this.#undo.canUndo(), this.#undo.canRedo()];
    keepEqual(this.undoable, { canUndo, canRedo });
  };

  readonly #peopleChanged = () => {
    const { awareness } = this.#provider;
    const { people, cursors } = othersIn(awareness.getStates(), {
      client: this.#doc.clientID,
      participantId: this.participantId,
    });
    keepEqual(this.people, people);
    keepEqual(this.cursors, cursors);
  };
}
