import { type ReactNode, useEffect, useId } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";

interface DraftMissingProps {
  back: ReactNode;
  /** It was there, and somebody put it away. */
  isGone: boolean;
  /** What one had on the screen when it went. */
  written?: string | undefined;
  error: unknown;
  onRetry: () => void;
}

/** The place of a draft that is on its way, is gone, or cannot be had now. */
export function DraftMissing(props: DraftMissingProps) {
  const { back, isGone, written = "", error, onRetry } = props;
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
        <>
          <div role="status">
            <EmptyState title={t("drafting.gone")} />
          </div>
          {written.trim() !== "" && <Written text={written} />}
        </>
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

/** What one was writing, to copy from: nobody meant to take that away. */
function Written({ text }: { text: string }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="samenspraak-stack samenspraak-stack--tight samenspraak-measure">
      <label className="utrecht-form-label" htmlFor={id}>
        {t("drafting.gone.written")}
      </label>
      <p className="samenspraak-muted" id={`${id}-detail`}>
        {t("drafting.gone.written.detail")}
      </p>
      <textarea
        id={id}
        aria-describedby={`${id}-detail`}
        className="utrecht-textarea"
        readOnly
        rows={6}
        value={text}
      />
    </div>
  );
}
