import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { TextArea } from "../ui/FormField";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { sendBack, withdrawVersion } from "./moves";
import { useVersionMove } from "./useMove";

interface ReasonDialogProps {
  workspaceId: string;
  version: View<"VersionView">;
  verb: "send-back" | "withdraw";
  onClose: () => void;
}

/** Send a version back, or take one's own back, with the reason. */
export function ReasonDialog({ workspaceId, version, verb, onClose }: ReasonDialogProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const form = useId();
  const { id, number, digest } = version.line;
  const [reason, keep] = useKeptText(`${verb} ${id}`);
  const [notBsn, setNotBsn] = useState(false);
  const sending = useVersionMove(
    workspaceId,
    id,
    () =>
      verb === "send-back"
        ? sendBack(workspaceId, id, { number, digest, reason, declaredNotBsn: notBsn })
        : withdrawVersion(workspaceId, id, { reason, declaredNotBsn: notBsn }),
    () => {
      keep("");
      say(t(`agreements.${verb}.done`, { number }));
      onClose();
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`agreements.${verb}.title`, { number })}
      actions={
        <Button
          type="submit"
          form={form}
          variant="primary"
          tone="negative"
          busy={sending.isPending}
        >
          {t(`agreements.${verb}.send`)}
        </Button>
      }
    >
      <Form id={form} errors={formErrors(sending.error)} onSubmit={() => sending.mutate(undefined)}>
        <p>{t(`agreements.${verb}.consequence`)}</p>
        <TextArea
          label={t(`agreements.${verb}.label`)}
          pointer="/reason"
          rows={4}
          value={reason}
          onChange={(event) => keep(event.target.value)}
        />
        <NotBsn error={sending.error} checked={notBsn} onChange={setNotBsn} />
      </Form>
    </Dialog>
  );
}
