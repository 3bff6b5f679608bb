import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const AnnouncerContext = createContext<(message: string) => void>(() => undefined);

/** How to say something politely to screen readers, without showing it. Be sparing. */
export function useAnnounce(): (message: string) => void {
  return useContext(AnnouncerContext);
}

/** Holds the one place from which things are announced. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ message: "", turn: 0 });
  const announce = useCallback(
    (message: string) => setSaid(({ turn }) => ({ message, turn: turn + 1 })),
    [],
  );
  return (
    <AnnouncerContext value={announce}>
      {children}
      <div className="samenspraak-hidden" role="status">
        {/* A new element each time: the same words twice are two announcements. */}
        <span key={said.turn}>{said.message}</span>
      </div>
    </AnnouncerContext>
  );
}
