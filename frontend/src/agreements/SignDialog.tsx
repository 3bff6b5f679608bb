import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { WithDigest } from "../commitments/Digest";
import { proveAgain } from "../identity/moves";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import { useToast } from "../ui/Toast";
import { sign } from "./moves";
import { useVersionMove } from "./useMove";

interface SignDialogProps {
  workspaceId: string;
  /** The version as it was when one pressed the button. */
  version: View<"VersionView">;
  signing: View<"SigningView">;
  onClose: () => void;
}

/** Sign: what one binds oneself to is said once more, and who one is may have to be proved. */
export function SignDialog({ workspaceId, version, signing, onClose }: SignDialogProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const form = useId();
  const { id, number, digest, signedBy } = version.line;
  const [asksProof, setAsksProof] = useState(signing.needsProof);
  const [password, setPassword] = useState("");
  const putting = useVersionMove(
    workspaceId,
    id,
    async () => {
      if (asksProof) await proveAgain(password);
      return await sign(workspaceId, id, { number, digest });
    },
    (after) => {
      say(
        t(after.line.state === "in_force" ? "agreements.sign.concluded" : "agreements.sign.done", {
          number,
        }),
      );
      onClose();
    },
  );
  const { error } = putting;
  // One proved it while reading, and then it became too long ago.
  if (error instanceof Problem && error.slug === "agreements/proof-too-old" && !asksProof) {
    setAsksProof(true);
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("agreements.sign.send", { number })}
      actions={
        <Button type="submit" form={form} variant="primary" busy={putting.isPending}>
          {t("agreements.sign.send", { number })}
        </Button>
      }
    >
      <Form id={form} errors={formErrors(error)} onSubmit={() => putting.mutate(undefined)}>
        <p lang="nl">
          <WithDigest text={signing.statement} digest={digest} />
        </p>
        <Alert tone="info">
          {t(signedBy.length > 0 ? "agreements.sign.last" : "agreements.sign.first", {
            number,
            next: number + 1,
          })}
        </Alert>
        {asksProof && (
          <TextField
            label={t("identity.password")}
            description={t("agreements.sign.proof")}
            pointer="/password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Form>
    </Dialog>
  );
}
