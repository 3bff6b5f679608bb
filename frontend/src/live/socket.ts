/** One thing that happened, as the journal tells it. */
export interface Entry {
  id: string;
  journal: "shared" | "side" | "circle" | "organisation" | "region";
  number: number;
  kind: string;
  at: string;
  actor: string | null;
  body: Record<string, unknown>;
}

type Frame = { position: string; entries: Entry[] } | { heartbeat: string };

export type LiveState = "connecting" | "connected" | "reconnecting";

/** Why a socket will not come back by itself. */
export type LiveEnd = "signed-out" | "not-allowed" | "lineage";

interface LiveOptions {
  workspaceId: string;
  /** Whose page this is: the line is not opened for anybody else who signed in in this browser. */
  personId: string;
  /** Start with what comes after this position. */
  after: string | undefined;
  onEntries: (entries: Entry[], position: string) => void;
  onState: (state: LiveState) => void;
  onEnd: (end: LiveEnd) => void;
  /** Makes the socket; tests pass one without a network. */
  connect?: (address: string) => WebSocket;
  /** Between 0 and 1; spreads the return of many people after a restart. */
  random?: () => number;
}

/** The first wait before coming back, doubled each time up to the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/** The server beats more often than this; after so long without a word the line is dead. */
const SILENCE_MS = 60_000;

const SIGN_IN = 4401;
const OTHER_LINEAGE = 4410;

/**
 * Follow a workspace's journals until told to stop; returns how to stop.
 *
 * The server sends entries after the position we name, so a line that broke misses nothing.
 */
export function followJournal(options: LiveOptions): () => void {
  const { workspaceId, personId, onEntries, onState, onEnd } = options;
  const connect = options.connect ?? ((address) => new WebSocket(address));
  const random = options.random ?? Math.random;
  let position = options.after;
  let tries = 0;
  let stopped = false;
  let socket: WebSocket | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function open() {
    const current = connect(liveAddress(workspaceId, personId, position));
    socket = current;
    current.onopen = () => {
      tries = 0;
      onState("connected");
      listenForLife(current);
    };
    current.onmessage = (event) => {
      listenForLife(current);
      const frame = JSON.parse(String(event.data)) as Frame;
      if ("heartbeat" in frame) {
        position = frame.heartbeat;
        return;
      }
      position = frame.position;
      onEntries(frame.entries, frame.position);
    };
    current.onclose = (event) => {
      clearTimeout(silence);
      if (stopped || socket !== current) return;
      const end = endOf(event.code);
      if (end === undefined) comeBack();
      else {
        stopped = true;
        onEnd(end);
      }
    };
  }

  function comeBack() {
    onState("reconnecting");
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
    tries += 1;
    // Between half and all of it, so that not everybody knocks at one moment.
    waiting = setTimeout(open, longest * (0.5 + random() / 2));
  }

  function listenForLife(current: WebSocket) {
    clearTimeout(silence);
    silence = setTimeout(() => current.close(), SILENCE_MS);
  }

  /** The network is back: no need to sit out the wait. */
  function hurry() {
    if (stopped || waiting === undefined || socket?.readyState !== WebSocket.CLOSED) return;
    clearTimeout(waiting);
    waiting = undefined;
    open();
  }

  onState("connecting");
  open();
  window.addEventListener("online", hurry);

  return () => {
    stopped = true;
    window.removeEventListener("online", hurry);
    clearTimeout(waiting);
    clearTimeout(silence);
    socket?.close();
  };
}

/** Codes from 4400 to 4499 are final; all others mean: come back. */
function endOf(code: number): LiveEnd | undefined {
  if (code === SIGN_IN) return "signed-out";
  if (code === OTHER_LINEAGE) return "lineage";
  return code >= 4400 && code <= 4499 ? "not-allowed" : undefined;
}

function liveAddress(workspaceId: string, personId: string, after: string | undefined): string {
  const address = new URL(`/v1/workspaces/${workspaceId}/live`, window.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.searchParams.set("person", personId);
  if (after !== undefined) address.searchParams.set("after", after);
  return address.href;
}
