import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import type { DraftRoom } from "./room";
import { Signal } from "./signal";

interface Around {
  room: DraftRoom;
  /** What the fields on the screen are called, by name; to say where somebody is. */
  labels: Signal<Readonly<Record<string, string>>>;
}

const RoomContext = createContext<Around | null>(null);

/** Ties the fields within it to one draft. */
export function DraftRoomProvider({ room, children }: { room: DraftRoom; children: ReactNode }) {
  const around = useMemo(() => ({ room, labels: new Signal({}) }), [room]);
  return <RoomContext value={around}>{children}</RoomContext>;
}

function useAround(): Around {
  const around = useContext(RoomContext);
  if (!around) throw new Error("there is no DraftRoomProvider around this");
  return around;
}

/** The draft that the screen around this is about. */
export function useRoom(): DraftRoom {
  return useAround().room;
}

/** What the fields are called that are on the screen now. */
export function useLabels(): Around["labels"] {
  return useAround().labels;
}

/** Say what a field is called, as long as it is on the screen. */
export function useLabel(name: string, label: string) {
  const { labels } = useAround();
  useEffect(() => {
    labels.set({ ...labels.get(), [name]: label });
    return () => {
      const { [name]: _, ...others } = labels.get();
      labels.set(others);
    };
  }, [labels, name, label]);
}
