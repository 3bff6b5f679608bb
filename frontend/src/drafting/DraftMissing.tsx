import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";

interface DraftMissingProps {
  back: ReactNode;
  /** It was there, and somebody put it away. */
  isGone: boolean;
  error: unknown;
  onRetry: () => void;
}

/** The place of a draft that is on its way, is gone, or cannot be had now. */
export function DraftMissing({ back, isGone, error, onRetry }: DraftMissingProps) {
  const { t } = useTranslation();
  useEffect(() => {
    // What a draft is written with comes beside what the server says of it, and not after.
    void import("./room");
    void import("./Editor");
  }, []);
  const isUnknown = error instanceof Problem && error.status === 404;
  return (
    <div className="samenspraak-stack">
      <p className="samenspraak-small">{back}</p>
      {isGone ? (
        // One may be writing when somebody puts it away.
        <div role="status">
          <EmptyState title={t("drafting.gone")} />
        </div>
      ) : isUnknown ? (
        <EmptyState title={t("drafting.not-found")} />
      ) : error ? (
        <LoadError
          title={t("drafting.load-failed")}
          onRetry={onRetry}
          reference={error instanceof Problem ? error.reference : undefined}
        />
      ) : (
        <LoadingPanel label={t("drafting.loading")} lines={6} />
      )}
    </div>
  );
}
