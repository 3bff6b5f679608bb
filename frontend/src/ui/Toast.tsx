import { IconCircleCheck, IconX } from "@tabler/icons-react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./Button";
import "./Toast.css";

interface Toasts {
  /** Say that what this person did has been done: "Bericht geplaatst." Never for errors. */
  say: (message: string) => void;
}

const ToastContext = createContext<Toasts>({ say: () => undefined });

/** How to tell someone that their own act succeeded. */
export function useToast(): Toasts {
  return useContext(ToastContext);
}

interface Told {
  id: number;
  message: string;
}

/** More than three at once is no longer a message, it is a list. */
const LIMIT = 3;

/**
 * Holds the messages of success. Nobody has to read fast: they stay until one closes them or goes
 * on with something else, and then they are out of the way of what one does next.
 */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [told, setTold] = useState<Told[]>([]);
  const box = useRef<HTMLDivElement>(null);
  const any = told.length > 0;
  useEffect(() => {
    if (!any) return;
    function goesOn(event: Event) {
      const inside = event.target instanceof Node && box.current?.contains(event.target);
      const acts = !(event instanceof KeyboardEvent) || event.key === "Enter";
      if (acts && !inside) setTold([]);
    }
    // Not when the pointer goes down: the room below the page goes with the last message, and what
    // is under the pointer could move away before it comes up, so that the press would be lost.
    document.addEventListener("click", goesOn, true);
    document.addEventListener("keydown", goesOn, true);
    return () => {
      document.removeEventListener("click", goesOn, true);
      document.removeEventListener("keydown", goesOn, true);
    };
  }, [any]);
  const say = useCallback((message: string) => {
    setTold((before) => {
      const id = (before.at(-1)?.id ?? 0) + 1;
      return [...before.filter((toast) => toast.message !== message), { id, message }].slice(
        -LIMIT,
      );
    });
  }, []);
  const toasts = useMemo(() => ({ say }), [say]);
  return (
    <ToastContext value={toasts}>
      {children}
      <div ref={box} className="samenspraak-toasts" role="status">
        {told.map((toast) => (
          <div key={toast.id} className="samenspraak-toast">
            <IconCircleCheck size={22} aria-hidden="true" />
            <span>{toast.message}</span>
            <IconButton
              label={t("ui.close")}
              icon={<IconX size={18} aria-hidden="true" />}
              onClick={() => setTold((before) => before.filter(({ id }) => id !== toast.id))}
            />
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
