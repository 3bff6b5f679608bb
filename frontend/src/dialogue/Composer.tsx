import { IconEye, IconLock, IconNotes, IconPaperclip, IconX } from "@tabler/icons-react";
import { lazy, type RefObject, Suspense, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors, type Problem } from "../api/problem";
import { Button, IconButton } from "../ui/Button";
import { classes } from "../ui/classes";
import { Form } from "../ui/Form";
import { Select, TextArea } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { useKeptText } from "../ui/useKeptText";
import { ACCEPTED } from "../workspaces/files";
import { NotBsn } from "./NotBsn";
import type { Audience, Message, Subject } from "./queries";
import type { Attachments } from "./useAttachments";
import { useDrop } from "./useDrop";
import type { Draft } from "./useOutbox";

interface ComposerProps {
  workspaceId: string;
  audience: Audience;
  /** Who reads along on one's own side. */
  ownSideName: string;
  commitments: readonly View<"CommitmentLineView">[];
  /** What one looks at; a new message is about that unless one chooses otherwise. */
  subject: Subject | undefined;
  /** The thread one looks at, or the message one replies to. */
  threadId: string | undefined;
  replyTo: Message | undefined;
  onCancelReply: () => void;
  /** Somebody is about to write. */
  onBegin: () => void;
  /** They outlive this form, which goes away while a talk is written down. */
  attachments: Attachments;
  send: (draft: Draft) => Promise<Problem | undefined>;
  onRecordTalk: (() => void) | undefined;
  fieldRef: RefObject<HTMLTextAreaElement | null>;
}

// Comes with the first file: the page itself is weighed.
const AttachmentList = lazy(() =>
  import("./AttachmentList").then(({ AttachmentList }) => ({ default: AttachmentList })),
);

const NONE: FieldError[] = [];

/** Where one writes a message. What is typed stays until the server has it. */
export function Composer(props: ComposerProps) {
  const { workspaceId, audience, commitments, subject, replyTo, onRecordTalk } = props;
  const { attachments } = props;
  const { t } = useTranslation();
  const own = audience === "own_side";
  const [text, keep] = useKeptText(`message ${workspaceId} ${audience}`);
  const [chosen, setChosen] = useState<string>();
  const now = useRef(text);
  now.current = text;
  const [problem, setProblem] = useState<Problem>();
  const [errors, setErrors] = useState(NONE);
  const [notBsn, setNotBsn] = useState(false);
  const hint = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const drop = useDrop(attachments.add);
  const { files } = attachments;
  const threadId = replyTo?.threadId ?? props.threadId;
  const about = chosen ?? (subject?.kind === "commitment" ? subject.id : "");

  // What was thrown away before the other side saw it is nothing to begin about.
  const topics = commitments.filter(
    ({ id, standing }) => standing.closedAs !== "discarded" || id === about,
  );

  async function submit() {
    const missing = stillMissing(text, attachments);
    if (missing !== undefined) {
      setProblem(undefined);
      setErrors([{ pointer: missing.pointer, message: t(missing.message) }]);
      return;
    }
    const written = text;
    keep("");
    attachments.clear();
    setProblem(undefined);
    setErrors(NONE);
    props.onCancelReply();
    const refused = await props.send({
      text: written,
      threadId,
      subject: about === "" ? undefined : { kind: "commitment", id: about },
      files: files.map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes })),
      declaredNotBsn: notBsn,
    });
    if (refused) {
      // It goes back to where it was written, before what was typed meanwhile.
      keep([written, now.current].filter(Boolean).join("\n\n"));
      attachments.restore(files);
      setProblem(refused);
      setErrors(formErrors(refused));
    } else {
      setNotBsn(false);
      setChosen(undefined);
    }
  }

  return (
    <Form
      errors={errors}
      onSubmit={submit}
      className={classes(
        "samenspraak-composer samenspraak-stack samenspraak-stack--tight",
        drop.isOver && "samenspraak-composer--over",
      )}
      {...drop.place}
    >
      {replyTo && (
        <div className="samenspraak-composer__reply">
          <p>
            <span className="samenspraak-strong">
              {t("dialogue.replying", { name: replyTo.author.name })}
            </span>{" "}
            <span className="samenspraak-message__quote" lang="nl">
              {replyTo.text}
            </span>
          </p>
          <IconButton
            label={t("dialogue.reply.cancel")}
            icon={<IconX size={18} aria-hidden="true" />}
            onClick={props.onCancelReply}
          />
        </div>
      )}
      <TextArea
        ref={props.fieldRef}
        label={t(own ? "dialogue.composer.own-label" : "dialogue.composer.label")}
        pointer="/text"
        lang="nl"
        rows={3}
        value={text}
        onFocus={props.onBegin}
        onChange={(event) => keep(event.target.value)}
        onPaste={(event) => {
          const pasted = [...event.clipboardData.files];
          // Office programs put a picture of the text beside the text.
          if (pasted.length === 0 || event.clipboardData.types.includes("text/plain")) return;
          event.preventDefault();
          attachments.add(pasted);
        }}
      />
      {files.length > 0 && (
        <Suspense fallback={null}>
          <AttachmentList
            attachments={attachments}
            forWhom={
              own
                ? t("dialogue.files.for-own", { name: props.ownSideName })
                : t("dialogue.files.for-all")
            }
          />
        </Suspense>
      )}
      {drop.isOver && (
        <p className="samenspraak-composer__drop" aria-hidden="true">
          {own ? (
            <IconLock size={20} aria-hidden="true" />
          ) : (
            <IconPaperclip size={20} aria-hidden="true" />
          )}
          {own
            ? t("dialogue.files.drop-own", { name: props.ownSideName })
            : t("dialogue.files.drop")}
        </p>
      )}
      <NotBsn error={problem} checked={notBsn} onChange={setNotBsn} />
      <div className="samenspraak-composer__foot">
        <p className="samenspraak-composer__audience">
          {own ? (
            <IconLock size={18} aria-hidden="true" />
          ) : (
            <IconEye size={18} aria-hidden="true" />
          )}
          {own
            ? t("dialogue.composer.own-audience", { name: props.ownSideName })
            : t("dialogue.composer.audience")}
        </p>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept={ACCEPTED}
          aria-label={t("dialogue.files.choose")}
          onChange={(event) => {
            attachments.add(event.target.files ?? []);
            // The same file can be chosen once more after it was taken away.
            event.target.value = "";
          }}
        />
        <Button
          variant="subtle"
          icon={<IconPaperclip size={20} aria-hidden="true" />}
          className="samenspraak-composer__talk"
          aria-describedby={hint}
          onClick={() => chooser.current?.click()}
        >
          {t(own ? "dialogue.files.add-own" : "dialogue.files.add")}
        </Button>
        <span id={hint} className="samenspraak-hidden">
          {t("dialogue.files.hint")}
        </span>
        {onRecordTalk && (
          <Button
            variant="subtle"
            icon={<IconNotes size={20} aria-hidden="true" />}
            className="samenspraak-composer__talk"
            onClick={onRecordTalk}
          >
            {t("dialogue.talk.record")}
          </Button>
        )}
        <div className="samenspraak-composer__acts">
          {threadId === undefined && topics.length > 0 && (
            <Select
              inline
              label={t("dialogue.composer.about")}
              value={about}
              onChange={(event) => setChosen(event.target.value)}
              options={[
                { value: "", label: t("dialogue.about-workspace") },
                ...topics.map(({ id, number, title }) => ({
                  value: id,
                  label: `${number}. ${title || t("boxes.untitled.commitment")}`,
                })),
              ]}
            />
          )}
          <Button
            type="submit"
            variant={own ? "secondary" : "primary"}
            unavailable={attachments.isSending ? t("dialogue.files.wait") : undefined}
          >
            {t(own ? "dialogue.composer.own-post" : "dialogue.composer.post")}
          </Button>
        </div>
      </div>
    </Form>
  );
}

/** What keeps a message from going: nothing said, or files that are not there. */
function stillMissing(text: string, { files, isSending }: Attachments) {
  if (isSending) return { pointer: "/files", message: "dialogue.files.wait" } as const;
  if (files.some(({ refusal }) => refusal !== null)) {
    return { pointer: "/files", message: "dialogue.files.refused" } as const;
  }
  if (text.trim() === "" && files.length === 0) {
    return { pointer: "/text", message: "dialogue.composer.empty" } as const;
  }
  return undefined;
}
