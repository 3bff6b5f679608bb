import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../../api/problem";
import { personQuery } from "../../app/session";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Form } from "../../ui/Form";
import type { FieldError } from "../../ui/form";
import { useToast } from "../../ui/Toast";
import { makeRecoveryCodes, removeSecondFactor } from "../moves";
import { ProofFields, useProof } from "../Proof";

interface NewCodesDialogProps {
  onClose: () => void;
  onMade: (codes: readonly string[]) => void;
}

/** Other codes for when the app is not at hand; the old ones work no longer. */
export function NewCodesDialog({ onClose, onMade }: NewCodesDialogProps) {
  const { t } = useTranslation();
  return (
    <ProvenDialog
      title={t("account.codes.new")}
      send={makeRecoveryCodes}
      onDone={({ recoveryCodes }) => {
        onClose();
        onMade(recoveryCodes);
      }}
      onClose={onClose}
    >
      <p>{t("account.codes.new.consequence")}</p>
    </ProvenDialog>
  );
}

/** Sign in without a code from now on. */
export function RemovalDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  return (
    <ProvenDialog
      title={t("account.factor.remove")}
      tone="negative"
      send={removeSecondFactor}
      onDone={(person) => {
        queries.setQueryData(personQuery.queryKey, person);
        say(t("account.factor.removed"));
        onClose();
      }}
      onClose={onClose}
    >
      <p>{t("account.factor.remove.consequence")}</p>
    </ProvenDialog>
  );
}

interface ProvenDialogProps<Done> {
  title: string;
  tone?: "negative";
  /** The act takes the proof itself. */
  send: (proof: { password: string; code: string }) => Promise<Done>;
  onDone: (done: Done) => void;
  onClose: () => void;
  children: ReactNode;
}

const NONE: FieldError[] = [];

function ProvenDialog<Done>({
  title,
  tone,
  send,
  onDone,
  onClose,
  children,
}: ProvenDialogProps<Done>) {
  const { t } = useTranslation();
  const form = useId();
  const proof = useProof(true);
  const [lacking, setLacking] = useState(NONE);
  const sending = useMutation({ mutationFn: () => send(proof.typed()), onSuccess: onDone });
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <Button type="submit" form={form} variant="primary" tone={tone} busy={sending.isPending}>
          {title}
        </Button>
      }
    >
      <Form
        id={form}
        errors={lacking.length > 0 ? lacking : formErrors(sending.error)}
        onSubmit={() => {
          const lacks = proof.lacking();
          setLacking(lacks);
          if (lacks.length > 0) sending.reset();
          else sending.mutate();
        }}
      >
        {children}
        <ProofFields proof={proof} reason={t("account.proof")} withoutProvider />
      </Form>
    </Dialog>
  );
}
