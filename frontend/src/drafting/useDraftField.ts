import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { Author, DraftRoom, FieldValue, Finding, Present, Someone } from "./room";
import { useSignal } from "./signal";

/** That somebody else replaced one's own value is told this long, and while one is in the field. */
const TOLD_MS = 30_000;

/** What somebody else made of one's own value, with a way back. */
export interface Replaced {
  by: Someone | undefined;
  old: FieldValue | undefined;
  now: FieldValue | undefined;
  putBack: () => void;
  dismiss: () => void;
}

export interface DraftField {
  value: FieldValue | undefined;
  set: (value: FieldValue | undefined) => void;
  /** One is in the field, or left it. */
  enter: () => void;
  leave: () => void;
  /** Who else is in it now. */
  others: readonly Present[];
  lastBy: Author | undefined;
  replaced: Replaced | null;
  /** How often one's own value was put back; what was being typed before it is dropped. */
  putBacks: number;
  findings: readonly Finding[];
  mayWrite: boolean;
}

/** One field of a draft: its value, who is in it, and what others did to it. */
export function useDraftField(room: DraftRoom, name: string): DraftField {
  const value = useFieldValue(room, name);
  const { mayWrite } = useSignal(room.status);
  const people = useSignal(room.people);
  const lastBy = useSignal(room.authors)[name];
  const found = useSignal(room.findings);
  const set = useCallback((next: FieldValue | undefined) => room.set(name, next), [room, name]);
  const [inside, setInside] = useState(false);
  const enter = useCallback(() => {
    setInside(true);
    room.present({ field: name });
  }, [room, name]);
  const leave = useCallback(() => {
    setInside(false);
    if (room.field === name) room.present({ field: null });
  }, [room, name]);

  const replaced = useReplaced(room, name, inside);
  const [putBacks, setPutBacks] = useState(0);

  return {
    value,
    set,
    enter,
    leave,
    others: people.filter(({ field }) => field === name),
    lastBy,
    replaced: replaced && {
      ...replaced,
      putBack: () => {
        setPutBacks((times) => times + 1);
        replaced.putBack();
      },
    },
    putBacks,
    findings: found.filter(({ pointer }) => isAbout(pointer, name)),
    mayWrite,
  };
}

/** What a field holds, for who needs nothing else of it. */
export function useFieldValue(room: DraftRoom, name: string): FieldValue | undefined {
  return useSyncExternalStore(room.values.subscribe, () => room.get(name));
}

/** All fields at once. */
export function useDraftFields(room: DraftRoom): Readonly<Record<string, FieldValue>> {
  return useSignal(room.values);
}

function useReplaced(room: DraftRoom, name: string, inside: boolean): Replaced | null {
  const replacement = useSignal(room.replaced)[name];
  const lastBy = useSignal(room.authors)[name];
  const at = replacement?.at;
  useEffect(() => {
    // Whoever is in the field is reading about it; it goes once they leave.
    if (at === undefined || inside) return;
    const left = Math.max(0, at + TOLD_MS - Date.now());
    const timer = setTimeout(() => room.dismissReplaced(name), left);
    return () => clearTimeout(timer);
  }, [room, name, at, inside]);
  // The own value on another page of the same person needs no notice.
  if (!replacement || lastBy?.participantId === room.participantId) return null;
  return {
    by: lastBy,
    old: replacement.old,
    now: replacement.now,
    putBack: () => room.set(name, replacement.old),
    dismiss: () => room.dismissReplaced(name),
  };
}

/** Whether a JSON pointer leads to a field of the draft, or into it. */
function isAbout(pointer: string, name: string): boolean {
  if (name === "text") return pointer === "/text";
  const field = `/fields/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return pointer === field || pointer.startsWith(`${field}/`);
}
