import { IconAlertCircle, IconCheck, IconPaperclip, IconX } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../text/useFormat";
import { StatusLabel } from "../ui/Badge";
import { Button, IconButton } from "../ui/Button";
import { Hidden } from "../ui/Hidden";
import { endingOf } from "../workspaces/files";
import type { Attachment, Attachments } from "./useAttachments";

interface AttachmentListProps {
  attachments: Attachments;
  /** Who gets them, in words: it decides where the files stay for good. */
  forWhom: string;
}

/** The files that will go with the message one writes. */
export function AttachmentList({ attachments, forWhom }: AttachmentListProps) {
  const { t } = useTranslation();
  const title = useId();
  return (
    <section className="samenspraak-attachments" aria-labelledby={title}>
      <p id={title} className="samenspraak-small">
        {forWhom}
      </p>
      <ul className="samenspraak-list">
        {attachments.files.map((file) => (
          <AttachmentItem key={file.id} file={file} attachments={attachments} />
        ))}
      </ul>
      {attachments.files.some(({ isThere, name }) => isThere && endingOf(name) === "pdf") && (
        <p className="samenspraak-small samenspraak-muted">{t("dialogue.files.pdf")}</p>
      )}
    </section>
  );
}

function AttachmentItem({ file, attachments }: { file: Attachment; attachments: Attachments }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className="samenspraak-attachments__item">
      <IconPaperclip size={16} aria-hidden="true" />
      <div className="samenspraak-attachments__words">
        <p>
          <span className="samenspraak-attachments__name">{file.name}</span>{" "}
          <span className="samenspraak-muted">{format.size(file.sizeBytes)}</span>
        </p>
        <div role="status">
          <Stand file={file} />
        </div>
        {file.refusal !== null && file.mayTryAgain && (
          <div>
            <Button variant="subtle" onClick={() => attachments.again(file.id)}>
              {t("dialogue.files.again")}
              <Hidden> ({file.name})</Hidden>
            </Button>
          </div>
        )}
      </div>
      <IconButton
        label={t("dialogue.files.remove", { name: file.name })}
        icon={<IconX size={18} aria-hidden="true" />}
        onClick={() => attachments.remove(file.id)}
      />
    </li>
  );
}

function Stand({ file }: { file: Attachment }) {
  const { t } = useTranslation();
  if (file.refusal !== null) {
    return (
      <StatusLabel plain tone="negative" icon={<IconAlertCircle size={16} aria-hidden="true" />}>
        {file.refusal}
      </StatusLabel>
    );
  }
  if (file.isThere) {
    return (
      <StatusLabel plain tone="positive" icon={<IconCheck size={16} aria-hidden="true" />}>
        {t(file.isStripped ? "dialogue.files.stripped" : "dialogue.files.there")}
      </StatusLabel>
    );
  }
  return (
    <progress
      className="samenspraak-attachments__progress"
      aria-label={t("dialogue.files.sending", { name: file.name })}
      // All of it sent is not yet all of it looked into.
      {...(file.share < 1 && { value: file.share })}
    />
  );
}
