import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { FormField, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { useToast } from "../ui/Toast";
import { storeFile } from "../workspaces/files";
import { addSignedCopy } from "./moves";
import { useVersionMove } from "./useMove";
import "./PaperPanel.css";

interface CopyDialogProps {
  workspaceId: string;
  versionId: string;
  onClose: () => void;
}

const NONE: FieldError[] = [];

/** Put a PDF with stronger signatures beside a version; both sides see it. */
export function CopyDialog({ workspaceId, versionId, onClose }: CopyDialogProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const form = useId();
  const id = useRef(newId());
  const [file, setFile] = useState<File>();
  const [stored, setStored] = useState<{ file: File; id: string }>();
  const [remark, setRemark] = useState("");
  const [notBsn, setNotBsn] = useState(false);
  const [own, setOwn] = useState(NONE);
  const adding = useVersionMove(
    workspaceId,
    versionId,
    async (chosen: File) => {
      // What came in stays, so another attempt sends only what was mended.
      let fileId = stored?.file === chosen ? stored.id : undefined;
      if (fileId === undefined) {
        fileId = (await storeFile(workspaceId, chosen)).id;
        setStored({ file: chosen, id: fileId });
      }
      return await addSignedCopy(workspaceId, versionId, {
        id: id.current,
        fileId,
        remark,
        declaredNotBsn: notBsn,
      });
    },
    () => {
      say(t("agreements.copies.done"));
      onClose();
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("agreements.copies.open")}
      actions={
        <Button type="submit" form={form} variant="primary" busy={adding.isPending}>
          {t("agreements.copies.send")}
        </Button>
      }
    >
      <Form
        id={form}
        errors={own.length > 0 ? own : formErrors(adding.error)}
        onSubmit={() => {
          setOwn(
            file ? NONE : [{ pointer: "/fileId", message: t("agreements.copies.file.needed") }],
          );
          if (file) adding.mutate(file);
          else adding.reset();
        }}
      >
        <p>{t("agreements.copies.lead")}</p>
        <FormField
          label={t("agreements.copies.file")}
          description={t("agreements.copies.file.help")}
          pointer="/fileId"
        >
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".pdf"
              className="samenspraak-file"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          )}
        </FormField>
        <TextField
          label={t("agreements.copies.remark")}
          description={t("agreements.copies.remark.help")}
          pointer="/remark"
          optional
          value={remark}
          onChange={(event) => setRemark(event.target.value)}
        />
        <NotBsn error={adding.error} checked={notBsn} onChange={setNotBsn} />
      </Form>
    </Dialog>
  );
}
