import { type ReactNode, useId, useState } from "react";
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
import { answerQuestion, decline, pause, question, withdraw } from "./moves";
import { newestRound } from "./roundsOf";
import { StaleDialog } from "./StaleDialog";
import type { Revision } from "./terms";
import { isStale, useCommitmentMove } from "./useMoves";

export interface DialogProps {
  workspaceId: string;
  commitment: View<"CommitmentView">;
  /** The round that is answered, as it was when the dialog opened. */
  round: Revision;
  onClose: () => void;
}

/** The moves that take words: what they are called, and what they ask for. */
const WRITTEN = {
  question: { member: "text", needed: true },
  answer: { member: "text", needed: true },
  decline: { member: "reason", needed: true },
  withdraw: { member: "reason", needed: false },
  pause: { member: "reason", needed: true },
} as const;

export type WrittenVerb = keyof typeof WRITTEN;

interface WrittenDialogProps extends DialogProps {
  verb: WrittenVerb;
  children?: ReactNode;
}

/** Ask, answer, decline or withdraw, with words of one's own. */
export function WrittenDialog(props: WrittenDialogProps) {
  const { workspaceId, commitment, round, onClose, verb, children } = props;
  const { t } = useTranslation();
  const { say } = useToast();
  const form = useId();
  const [text, keep] = useKeptText(`${verb} ${commitment.id}`);
  const [notBsn, setNotBsn] = useState(false);
  const [named, setNamed] = useState(round);
  const [newer, setNewer] = useState<Revision>();
  const { member, needed } = WRITTEN[verb];
  const sending = useCommitmentMove(
    workspaceId,
    commitment.id,
    () => {
      const about = { revision: named.number, digest: named.digest, declaredNotBsn: notBsn };
      switch (verb) {
        case "question":
          return question(workspaceId, commitment.id, { ...about, text });
        case "answer":
          return answerQuestion(workspaceId, commitment.id, { ...about, text });
        case "decline":
          return decline(workspaceId, commitment.id, { ...about, reason: text });
        case "pause":
          return pause(workspaceId, commitment.id, { ...about, reason: text });
        default:
          return withdraw(workspaceId, commitment.id, { ...about, reason: text });
      }
    },
    {
      onDone: () => {
        keep("");
        say(t(`bargaining.${verb}.done`));
        onClose();
      },
      onStale: (now) => setNewer(newestRound(now)),
    },
  );
  if (newer) {
    return (
      <StaleDialog
        seen={named}
        now={newer}
        hasText={text !== ""}
        onLook={onClose}
        onKeep={() => {
          if (text === "") return onClose();
          setNamed(newer);
          setNewer(undefined);
        }}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`bargaining.${verb}.title`)}
      actions={
        <Button
          type="submit"
          form={form}
          variant="primary"
          tone={verb === "decline" || verb === "withdraw" ? "negative" : undefined}
          busy={sending.isPending}
        >
          {t(`bargaining.${verb}.send`)}
        </Button>
      }
    >
      <Form
        id={form}
        errors={isStale(sending.error) ? [] : formErrors(sending.error)}
        onSubmit={() => sending.mutate(undefined)}
      >
        {children}
        <TextArea
          label={t(`bargaining.${verb}.label`)}
          description={t(`bargaining.${verb}.help`)}
          pointer={`/${member}`}
          optional={!needed}
          rows={4}
          value={text}
          onChange={(event) => keep(event.target.value)}
        />
        <NotBsn error={sending.error} checked={notBsn} onChange={setNotBsn} />
      </Form>
    </Dialog>
  );
}
