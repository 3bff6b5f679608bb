import { IconCircleCheck, IconX } from "@tabler/icons-react";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
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

/** Holds the messages of success. They stay until closed, so nobody has to read fast. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [told, setTold] = useState<Told[]>([]);
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
      <div className="samenspraak-toasts" role="status">
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
