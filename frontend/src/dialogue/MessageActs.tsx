import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../api/problem";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { TextArea } from "../ui/FormField";
import { editMessage, hideMessage, removeMessage, showMessage } from "./moves";
import { NotBsn } from "./NotBsn";
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
  const queries = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const [text, setText] = useState(message.text ?? "");
  const [notBsn, setNotBsn] = useState(false);
  const editing = useMutation({
    mutationFn: () =>
      editMessage(workspaceId, message.id, {
        edition: message.edition,
        text,
        declaredNotBsn: notBsn,
      }),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "threads"] }),
    onSuccess: onDone,
  });
  return (
    <Form errors={formErrors(editing.error)} onSubmit={() => editing.mutate()}>
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
      <NotBsn error={editing.error} checked={notBsn} onChange={setNotBsn} />
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button type="submit" variant="primary" busy={editing.isPending}>
          {t("dialogue.edit.save")}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t("ui.cancel")}
        </Button>
      </div>
    </Form>
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
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [notBsn, setNotBsn] = useState(false);
  const hiding = useMutation({
    mutationFn: () =>
      act === "hide"
        ? hideMessage(workspaceId, message.id, {
            edition: message.edition,
            reason,
            declaredNotBsn: notBsn,
          })
        : showMessage(workspaceId, message.id, { reason, declaredNotBsn: notBsn }),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "threads"] }),
    onSuccess: onDone,
  });
  return (
    <Dialog
      open
      onClose={onDone}
      title={t(`dialogue.${act}.title`)}
      actions={
        <Button variant="primary" busy={hiding.isPending} onClick={() => hiding.mutate()}>
          {t(`dialogue.${act}.do`)}
        </Button>
      }
    >
      <Form errors={formErrors(hiding.error)} onSubmit={() => hiding.mutate()}>
        <p>{t(`dialogue.${act}.detail`, { name: message.author.name })}</p>
        <TextArea
          label={t("dialogue.reason")}
          description={t("dialogue.reason.help")}
          pointer="/reason"
          lang="nl"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <NotBsn error={hiding.error} checked={notBsn} onChange={setNotBsn} />
      </Form>
    </Dialog>
  );
}
