import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";

/** What is announced stays at least this long, or a screen reader never comes to it. */
const STAYS_MS = 1500;

const AnnouncerContext = createContext<(message: string) => void>(() => undefined);

/** How to say something politely to screen readers, without showing it. Be sparing. */
export function useAnnounce(): (message: string) => void {
  return useContext(AnnouncerContext);
}

/** Holds the one place from which things are announced, one after the other. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ message: "", turn: 0 });
  const waiting = useRef<string[]>([]);
  const staying = useRef<ReturnType<typeof setTimeout>>(undefined);
  const announce = useCallback((message: string) => {
    waiting.current.push(message);
    if (staying.current === undefined) sayNext();

    function sayNext() {
      const next = waiting.current.shift();
      staying.current = next === undefined ? undefined : setTimeout(sayNext, STAYS_MS);
      if (next !== undefined) setSaid(({ turn }) => ({ message: next, turn: turn + 1 }));
    }
  }, []);
  useEffect(
    () => () => {
      clearTimeout(staying.current);
      staying.current = undefined;
      waiting.current = [];
    },
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
