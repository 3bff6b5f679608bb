// What goes over the line of a draft, besides the protocol of y-websocket.
import * as encoding from "lib0/encoding";
import type { Side } from "../ui/Side";
import type { DraftEnd, Finding } from "./told";

/** What the server says. */
export type Notice =
  | {
      kind: "fields";
      fields: Record<string, { by: string; name: string; side: Side; at: string }>;
    }
  | { kind: "personal-data"; findings: Finding[] }
  | { kind: "not-stored"; slug: string; detail: string }
  | { kind: "nearly-full" }
  | { kind: "rights"; mayWrite: boolean };

/** What we and the server say besides the protocol of y-websocket. */
export const ACKNOWLEDGED = 120;
export const NOTICE = 121;

export const SYNC = 0;
export const STEP_1 = 0;
export const STEP_2 = 1;
export const UPDATE = 2;

/** The answer of who has nothing that the server has not. */
export const NOTHING = Uint8Array.of(SYNC, STEP_2, 2, 0, 0);

/** Why the server ends a line for good, by the code it closes with. */
export const ENDS: Readonly<Record<number, DraftEnd>> = {
  4400: "refused",
  4401: "signed-out",
  4403: "not-allowed",
  4404: "gone",
  4410: "lineage",
};
/** Why there is no room for now: in the draft, or for one more page of this person. */
export const NO_ROOM = new Set(["full", "sockets"]);

/** The frame that carries what the other end lacks. */
export function stepTwo(update: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC);
  encoding.writeVarUint(encoder, STEP_2);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}
