import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { personQuery, usePerson } from "../app/session";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { useToast } from "../ui/Toast";
import { endAdministrator, endMember, makeAdministrator } from "./moves";
import { isProofOld, ProofFields, useProof } from "./Proof";

export type MemberMove = "end" | "make-administrator" | "end-administrator";

const SEND = {
  end: endMember,
  "make-administrator": makeAdministrator,
  "end-administrator": endAdministrator,
} as const;

interface MemberDialogProps {
  move: MemberMove;
  member: View<"MemberView">;
  organisationId: string;
  organisation: string;
  isOneself: boolean;
  onClose: () => void;
}

const NONE: FieldError[] = [];

/** Says what follows before somebody's part or rights change, and asks who one is. */
export function MemberDialog(props: MemberDialogProps) {
  const { move, member, organisationId, organisation, isOneself, onClose } = props;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const form = useId();
  const person = usePerson();
  // Asked once, when the dialog opens: fields that come and go while one reads confuse.
  const [isOld] = useState(() => isProofOld(person));
  const proof = useProof(isOld);
  const [lacking, setLacking] = useState(NONE);
  const name = member.name || t("ui.name-erased");
  const sending = useMutation({
    async mutationFn() {
      await proof.give();
      await SEND[move](organisationId, member.personId);
    },
    onSuccess: () => {
      say(t(`members.${move}.done`, { name }));
      onClose();
      // Who may sign, who takes part and what one may do oneself follow from it.
      void queries.invalidateQueries({ queryKey: ["organisations", organisationId] });
      void queries.invalidateQueries({ queryKey: ["workspaces"] });
      if (isOneself) void queries.invalidateQueries({ queryKey: personQuery.queryKey });
    },
  });
  const refusal = sending.error instanceof Problem ? sending.error.slug : undefined;
  if (refusal === "identity/proof-too-old" && !proof.isAsked) proof.insist();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`members.${move}.title`, { name })}
      actions={
        <Button
          type="submit"
          form={form}
          variant="primary"
          tone={move === "make-administrator" ? undefined : "negative"}
          busy={sending.isPending}
        >
          {t(`members.${move}`)}
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
        {move === "end" ? (
          <Ending name={name} organisation={organisation} isOneself={isOneself} />
        ) : (
          <p>{t(`members.${move}.consequence`, { name, organisation })}</p>
        )}
        <ProofFields proof={proof} reason={t("members.proof")} />
      </Form>
    </Dialog>
  );
}

interface EndingProps {
  name: string;
  organisation: string;
  isOneself: boolean;
}

const FOLLOWS = ["screens", "invitations", "mandates", "kept", "account"] as const;

/** All that happens when somebody's part ends; nobody should find out afterwards. */
function Ending({ name, organisation, isOneself }: EndingProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        {isOneself
          ? t("members.end.oneself", { organisation })
          : t("members.end.consequence", { name, organisation })}
      </p>
      <ul>
        {FOLLOWS.map((each) => (
          <li key={each}>{t(`members.end.${each}`)}</li>
        ))}
      </ul>
    </>
  );
}
