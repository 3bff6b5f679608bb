import { lazy, type ReactNode, Suspense, useEffect, useEffectEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Checkbox, SwitchChoices } from "../ui/Choices";
import { classes } from "../ui/classes";
import { FieldErrorText } from "../ui/FormField";
import { useField } from "../ui/form";
import { ServerHtml } from "../ui/ServerHtml";
import { LoadError, LoadingPanel } from "../ui/States";
import { released } from "../ui/useHeld";
import { useRoom } from "./DraftRoomProvider";
import { FieldSurroundings } from "./FieldSurroundings";
import { PlainText } from "./PlainText";
import { useSignal } from "./signal";
import { useSwitch } from "./useSwitch";

// CodeMirror weighs as much as all the rest of a page.
const Editor = lazy(async () => {
  const editor = await import("./Editor");
  // It is higher than what stands in its place.
  await released();
  return editor;
});

/** A room gets this long to have everything, or the preview shows what it has. */
const SAVED_WITHIN_MS = 3000;

interface DraftTextProps {
  label: string;
  description?: ReactNode;
  error?: string | undefined;
  pointer?: string;
  labelHidden?: boolean;
  /** The least number of lines one sees. */
  rows?: number;
  /** The language of what people write: that of the contract. */
  lang?: string;
  /** Words and nothing else: readers get them as they are, so there is nothing to mark them with. */
  unmarked?: boolean;
  /** HTML of the text, rendered by the server. Without it there is no preview. */
  loadPreview?: () => Promise<string>;
}

/** The text of a draft, which several people write at once. */
export function DraftText(props: DraftTextProps) {
  const { label, description, pointer, labelHidden = false, rows = 8, lang = "nl" } = props;
  const { loadPreview, unmarked = false } = props;
  const { t } = useTranslation();
  const { id, error } = useField(pointer, label, { error: props.error });
  const [view, setView] = useState<View>("write");
  const [plain, setPlain] = useSwitch("plain-text", false);
  const labelId = `${id}-label`;

  return (
    <FieldSurroundings name="text" label={label}>
      {({ field, tag, describedBy }) => {
        const described = classes(
          description !== undefined && `${id}-description`,
          error && `${id}-error`,
          describedBy,
        );
        return (
          <div
            className={classes(
              "utrecht-form-field samenspraak-field",
              error && "utrecht-form-field--invalid",
            )}
          >
            <div className="samenspraak-field__head">
              <span
                className={classes("utrecht-form-label", labelHidden && "samenspraak-hidden")}
                id={labelId}
              >
                {label}
              </span>
              {tag}
              {loadPreview && (
                <SwitchChoices
                  small
                  label={t("drafting.text.view", { label })}
                  options={[
                    { value: "write", label: t("drafting.text.write") },
                    { value: "preview", label: t("drafting.text.preview") },
                  ]}
                  value={view}
                  onChange={setView}
                />
              )}
            </div>
            <Rescued />
            {description !== undefined && (
              <div className="utrecht-form-field-description" id={`${id}-description`}>
                {description}
              </div>
            )}
            {error && <FieldErrorText id={`${id}-error`}>{error}</FieldErrorText>}
            {view === "preview" && loadPreview ? (
              <Preview load={loadPreview} lang={lang} />
            ) : plain ? (
              <PlainText
                id={id}
                rows={rows}
                lang={lang}
                readOnly={!field.mayWrite}
                aria-labelledby={labelId}
                aria-describedby={described || undefined}
                aria-invalid={error ? true : undefined}
              />
            ) : (
              <Suspense fallback={<LoadingPanel label={t("drafting.text.loading")} lines={rows} />}>
                <Editor
                  id={id}
                  rows={rows}
                  lang={lang}
                  readOnly={!field.mayWrite}
                  labelledBy={labelId}
                  describedBy={described}
                  invalid={error !== undefined}
                  unmarked={unmarked}
                />
              </Suspense>
            )}
            {view === "write" && field.mayWrite && (
              <Checkbox
                label={t("drafting.text.plain")}
                description={t("drafting.text.plain.help")}
                checked={plain}
                onChange={(event) => setPlain(event.target.checked)}
              />
            )}
          </div>
        );
      }}
    </FieldSurroundings>
  );
}

/** What one wrote here before and the server would not have: to copy from, or to put away. */
function Rescued() {
  const { t } = useTranslation();
  const room = useRoom();
  const rescued = useSignal(room.rescued);
  const id = useId();
  if (rescued.length === 0) return null;
  return (
    <Alert
      tone="warning"
      title={<span id={id}>{t("drafting.rescued")}</span>}
      actions={<Button onClick={() => room.forgetRescued()}>{t("drafting.rescued.forget")}</Button>}
    >
      {t("drafting.rescued.detail")}
      <textarea
        className="utrecht-textarea"
        aria-labelledby={id}
        readOnly
        rows={4}
        value={rescued.join("\n\n")}
      />
    </Alert>
  );
}

type View = "write" | "preview";

type Shown =
  | { kind: "loading" }
  | { kind: "failed" }
  | { kind: "html"; html: string; older: boolean };

/** The text as the others will read it, rendered by the server as everywhere else. */
function Preview({ load, lang }: { load: () => Promise<string>; lang: string }) {
  const { t } = useTranslation();
  const room = useRoom();
  const [shown, setShown] = useState<Shown>({ kind: "loading" });
  const [tries, setTries] = useState(0);
  const fetchHtml = useEffectEvent(load);
  // biome-ignore lint/correctness/useExhaustiveDependencies: A new try is the reason to do it again.
  useEffect(() => {
    let left = false;
    setShown({ kind: "loading" });
    void (async () => {
      const saved = await soon(room.whenSaved());
      try {
        const html = await fetchHtml();
        if (!left) setShown({ kind: "html", html, older: !saved });
      } catch {
        if (!left) setShown({ kind: "failed" });
      }
    })();
    return () => {
      left = true;
    };
  }, [room, tries]);

  if (shown.kind === "loading") return <LoadingPanel label={t("drafting.preview.loading")} />;
  if (shown.kind === "failed") {
    return <LoadError title={t("drafting.preview.failed")} onRetry={() => setTries(tries + 1)} />;
  }
  return (
    <div className="samenspraak-preview">
      {shown.older && <p className="samenspraak-muted">{t("drafting.preview.older")}</p>}
      {shown.html === "" ? (
        <p className="samenspraak-muted">{t("drafting.preview.empty")}</p>
      ) : (
        <ServerHtml html={shown.html} lang={lang} />
      )}
    </div>
  );
}

/** Whether it came about in time. */
async function soon(saved: Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), SAVED_WITHIN_MS);
  });
  try {
    return await Promise.race([saved.then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
