import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { formErrors, Problem } from "../api/problem";
import { usePerson } from "../app/session";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { isProofOld, ProofFields, useProof } from "./Proof";

interface ProvenDialogProps<Done> {
  title: string;
  /** What the button says; the title unless said. */
  label?: string;
  tone?: "negative" | undefined;
  /** Why it is asked who one is. */
  reason: string;
  /** The act takes password and code itself, however fresh the proof is. */
  takesProof?: boolean;
  send: (proof: { password: string; code: string }) => Promise<Done>;
  onDone: (done: Done) => void;
  onClose: () => void;
  /** What follows from it. */
  children: ReactNode;
}

const NONE: FieldError[] = [];

/** A question that is answered by somebody who just proved who they are. */
export function ProvenDialog<Done>(props: ProvenDialogProps<Done>) {
  const { title, label, tone, reason, takesProof = false, send, onDone, onClose } = props;
  const form = useId();
  const person = usePerson();
  // Judged once, when the dialog opens: fields that come while one reads confuse.
  const [isOld] = useState(() => isProofOld(person));
  const proof = useProof(takesProof || isOld);
  const [lacking, setLacking] = useState(NONE);
  const sending = useMutation({
    async mutationFn() {
      if (!takesProof) await proof.give();
      return await send(proof.typed());
    },
    onSuccess: onDone,
  });
  const refusal = sending.error instanceof Problem ? sending.error.slug : undefined;
  if (refusal === "identity/proof-too-old" && !proof.isAsked) proof.insist();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <Button type="submit" form={form} variant="primary" tone={tone} busy={sending.isPending}>
          {label ?? title}
        </Button>
      }
    >
      <Form
        id={form}
        errors={lacking.length > 0 ? lacking : formErrors(sending.error)}
        onSubmit={() => {
          const lacks = proof.lacking();
          setLacking(lacks.length > 0 ? lacks : NONE);
          if (lacks.length > 0) sending.reset();
          else sending.mutate();
        }}
      >
        {props.children}
        <ProofFields proof={proof} reason={reason} withoutProvider={takesProof} />
      </Form>
    </Dialog>
  );
}
