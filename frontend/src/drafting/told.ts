// What a room is opened with, and what it tells the screens about a draft.
import type { Side } from "../ui/Side";
import type { Shelf } from "./kept";

/** What a field holds; a missing one is empty. */
export type FieldValue = string | number | boolean | string[];

export interface Someone {
  participantId: string;
  name: string;
  side: Side;
}

/** Somebody else who has this draft open, and the field they are in: its name, or "text". */
export interface Present extends Someone {
  field: string | null;
  mayWrite: boolean;
}

/** Who changed a field last. */
export interface Author extends Someone {
  at: string;
}

/** A place that looks like personal data. */
export interface Finding {
  pointer: string;
  slug: string;
  position: number;
  detail: string;
}

/** Where somebody else is in the text, as places in the shared history of it. */
export interface RemoteCursor extends Someone {
  anchor: unknown;
  head: unknown;
}

/** A value of one's own that somebody else replaced. */
export interface Replacement {
  old: FieldValue | undefined;
  now: FieldValue | undefined;
  at: number;
}

export type DraftState =
  | "loading"
  | "saved"
  | "saving"
  | "reconnecting"
  | "offline"
  | "full"
  | "ended";

/** Why a line will not come back by itself. */
export type DraftEnd = "signed-out" | "not-allowed" | "gone" | "refused" | "lineage";

export interface DraftStatus {
  state: DraftState;
  end: DraftEnd | null;
  /** Something written here is not acknowledged yet, though it had time to be. */
  unsaved: boolean;
  mayWrite: boolean;
  /** The server stores nothing more from here until this is mended; in its own words. */
  refused: { slug: string; detail: string } | null;
  nearlyFull: boolean;
}

/** What this person tells the others: the field they are in, and where in the text. */
export interface Here {
  field: string | null;
  cursor: { anchor: unknown; head: unknown } | null;
}

/** What a room is opened with. */
export interface RoomOptions {
  draftId: string;
  personId: string;
  participantId: string;
  /** Where the line leads; the server that the page came from unless said. */
  address?: string;
  /** What the line is made of; tests have one without a network. */
  socket?: typeof WebSocket;
  shelf?: Shelf;
}
