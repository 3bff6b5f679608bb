import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextArea } from "../ui/FormField";
import { ActFields, ActForm, useAct, useEntered } from "./ActForm";
import { editMessage, hideMessage, removeMessage, showMessage } from "./moves";
import type { Message } from "./queries";
import { Refusal } from "./Refusal";

interface ActOnProps {
  message: Message;
  workspaceId: string;
  onDone: () => void;
}

/** Say it otherwise. */
export function EditForm({ message, workspaceId, onDone }: ActOnProps) {
  const { t } = useTranslation();
  const field = useEntered<HTMLTextAreaElement>();
  const [text, setText] = useState(message.text ?? "");
  const editing = useAct({
    send: (declaredNotBsn) =>
      editMessage(workspaceId, message.id, { edition: message.edition, text, declaredNotBsn }),
    outdated: ["workspaces", workspaceId, "threads"],
    onSent: onDone,
  });
  return (
    <ActForm act={editing} send={t("dialogue.edit.save")} onCancel={onDone}>
      <TextArea
        label={t("dialogue.edit.label")}
        description={t("dialogue.edit.help")}
        pointer="/text"
        lang="nl"
        rows={4}
        ref={field}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </ActForm>
  );
}

/** Take one's words back. */
export function RemoveDialog({ message, workspaceId, onDone }: ActOnProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () => removeMessage(workspaceId, message.id),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "threads"] }),
    onSuccess: onDone,
  });
  return (
    <Dialog
      open
      onClose={onDone}
      title={t("dialogue.remove.title")}
      actions={
        <Button
          variant="primary"
          tone="negative"
          busy={removing.isPending}
          onClick={() => removing.mutate()}
        >
          {t("dialogue.remove.do")}
        </Button>
      }
    >
      <p>
        {t(message.files.length > 0 ? "dialogue.remove.detail-files" : "dialogue.remove.detail")}
      </p>
      <Refusal error={removing.error} />
    </Dialog>
  );
}

/** Hide what somebody said from everybody, or show it again, with a reason. */
export function HidingDialog({
  act,
  message,
  workspaceId,
  onDone,
}: ActOnProps & { act: "hide" | "show" }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const hiding = useAct({
    send: (declaredNotBsn) =>
      act === "hide"
        ? hideMessage(workspaceId, message.id, {
            edition: message.edition,
            reason,
            declaredNotBsn,
          })
        : showMessage(workspaceId, message.id, { reason, declaredNotBsn }),
    outdated: ["workspaces", workspaceId, "threads"],
    onSent: onDone,
  });
  return (
    <Dialog
      open
      onClose={onDone}
      title={t(`dialogue.${act}.title`)}
      actions={
        <Button variant="primary" busy={hiding.isPending} onClick={hiding.submit}>
          {t(`dialogue.${act}.do`)}
        </Button>
      }
    >
      <ActFields act={hiding}>
        <p>{t(`dialogue.${act}.detail`, { name: message.author.name })}</p>
        <TextArea
          label={t("dialogue.reason")}
          description={t("dialogue.reason.help")}
          pointer="/reason"
          lang="nl"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </ActFields>
    </Dialog>
  );
}
