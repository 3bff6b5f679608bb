import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Alert } from "./Alert";
import { Button } from "./Button";
import "./States.css";

interface EmptyStateProps {
  /** One sentence about what is not there yet, or a question. */
  title: ReactNode;
  children?: ReactNode;
  /** The first thing one can do about it. */
  action?: ReactNode;
}

/** Nothing here yet, and what one can do. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="samenspraak-empty">
      <p className="samenspraak-empty__title">{title}</p>
      {children !== undefined && <div className="samenspraak-muted">{children}</div>}
      {action !== undefined && <div className="samenspraak-empty__action">{action}</div>}
    </div>
  );
}

/** After this long people wonder whether something broke, so we say that it takes longer. */
const LONG_MS = 5000;

interface LoadingPanelProps {
  /** What is loading: "Gesprek laden…" */
  label: string;
  /** How many grey lines: about as many as will come. */
  lines?: number;
}

/** The place of something that is on its way. */
export function LoadingPanel({ label, lines = 3 }: LoadingPanelProps) {
  const { t } = useTranslation();
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="samenspraak-loading" aria-busy="true">
      <p className="samenspraak-muted" role="status">
        {label}
        {long && ` ${t("ui.loading.long")}`}
      </p>
      <div aria-hidden="true">
        {Array.from({ length: lines }, (_, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: The lines are all the same.
          <div key={line} className="samenspraak-loading__line" />
        ))}
      </div>
    </div>
  );
}

interface LoadErrorProps {
  /** What cannot be shown: "Het gesprek kan niet worden geladen." */
  title: string;
  onRetry: () => void;
  /** The number by which we find this in our logs. */
  reference?: string | undefined;
}

/** Something could not be fetched. Only its own panel says so; the rest of the page goes on. */
export function LoadError({ title, onRetry, reference }: LoadErrorProps) {
  const { t } = useTranslation();
  return (
    <Alert
      tone="error"
      title={title}
      role="status"
      actions={<Button onClick={onRetry}>{t("ui.retry")}</Button>}
    >
      {t("ui.load-error.kept")}
      {reference !== undefined && (
        <span className="samenspraak-small"> {t("ui.load-error.reference", { reference })}</span>
      )}
    </Alert>
  );
}
