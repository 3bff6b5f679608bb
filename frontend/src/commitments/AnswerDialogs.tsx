import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { TextArea } from "../ui/FormField";
import { LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { accept, acceptPackage, answerQuestion, decline, question, withdraw } from "./moves";
import { commitmentQuery } from "./queries";
import { newestRound, roundOf } from "./roundsOf";
import { StaleDialog } from "./StaleDialog";
import { acceptingWords } from "./sentences";
import { contentText, placeText, type Revision } from "./terms";
import { isStale, useCommitmentMove } from "./useMoves";
import { useWords } from "./useWords";

interface DialogProps {
  workspaceId: string;
  commitment: View<"CommitmentView">;
  /** The round that is answered, as it was when the dialog opened. */
  round: Revision;
  onClose: () => void;
}

/** Say yes to exactly this text, which is said once more. */
export function AcceptDialog({ workspaceId, commitment, round, onClose }: DialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { say } = useToast();
  const [newer, setNewer] = useState<Revision>();
  const accepting = useCommitmentMove(
    workspaceId,
    commitment.id,
    () =>
      accept(workspaceId, commitment.id, {
        revision: round.number,
        digest: round.digest,
        declaredNotBsn: false,
      }),
    {
      onDone: () => {
        say(t("bargaining.accept.done", { number: round.number }));
        onClose();
      },
      onStale: (now) => setNewer(newestRound(now)),
    },
  );
  if (newer) {
    return (
      <StaleDialog seen={round} now={newer} hasText={false} onLook={onClose} onKeep={onClose} />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("bargaining.accept.title", { number: round.number })}
      actions={
        <Button
          variant="primary"
          busy={accepting.isPending}
          onClick={() => accepting.mutate(undefined)}
        >
          {t("bargaining.accept.send")}
        </Button>
      }
    >
      <div className="samenspraak-stack samenspraak-stack--tight">
        <Refused error={accepting.error} />
        <p className="samenspraak-accept">{acceptingWords(round.terms, words)}</p>
        <p>{[round.terms.title, placeText(round.terms, words)].filter(Boolean).join(", ")}.</p>
        <p className="samenspraak-muted">{t("bargaining.accept.consequence")}</p>
      </div>
    </Dialog>
  );
}

/** Say yes to every text of a package at once; each is said once more. */
export function AcceptPackageDialog({ workspaceId, commitment, onClose }: DialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { say } = useToast();
  // What the dialog shows is what is answered, also when somebody changes it meanwhile.
  const [named] = useState(commitment.package);
  const [packageId] = useState(commitment.negotiation?.packageId);
  const parts = useQueries({
    queries: named.map((name) => commitmentQuery(workspaceId, name.commitmentId)),
  });
  const texts = named.map((name, index) => {
    const part = parts[index]?.data;
    const round = part && roundOf(part, name.revision);
    return part && round?.digest === name.digest ? { part, round } : undefined;
  });
  const accepting = useCommitmentMove(
    workspaceId,
    commitment.id,
    () => acceptPackage(workspaceId, packageId ?? "", { revisions: named, declaredNotBsn: false }),
    {
      onDone: () => {
        say(t("bargaining.package.done", { count: named.length }));
        onClose();
      },
    },
  );
  const isReady = texts.every((text) => text !== undefined);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("bargaining.package.ask", { count: named.length })}
      actions={
        isReady && (
          <Button
            variant="primary"
            busy={accepting.isPending}
            onClick={() => accepting.mutate(undefined)}
          >
            {t("bargaining.accept.send")}
          </Button>
        )
      }
    >
      <div className="samenspraak-stack samenspraak-stack--tight">
        <Refused error={accepting.error} always />
        <p>{t("bargaining.package.accepting")}</p>
        {isReady ? (
          <ul className="samenspraak-list samenspraak-stack samenspraak-stack--tight">
            {texts.map(
              (text) =>
                text && (
                  <li key={text.part.id}>
                    <span className="samenspraak-strong">
                      {text.part.number}. {text.round.terms.title}
                    </span>
                    <br />
                    {contentText(text.round.terms, words)}
                  </li>
                ),
            )}
          </ul>
        ) : (
          <LoadingPanel label={t("bargaining.loading")} />
        )}
        <p className="samenspraak-muted">{t("bargaining.accept.consequence")}</p>
      </div>
    </Dialog>
  );
}

/** The moves that take words: what they are called, and what they ask for. */
const WRITTEN = {
  question: { member: "text", needed: true },
  answer: { member: "text", needed: true },
  decline: { member: "reason", needed: true },
  withdraw: { member: "reason", needed: false },
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

/** Why the server said no; the newest state has been fetched by then. */
function Refused({ error, always = false }: { error: unknown; always?: boolean }) {
  if (!(error instanceof Problem) || (isStale(error) && !always)) return null;
  return (
    <Alert tone="error" title={error.title} role="status">
      <p>{error.detail}</p>
      {error.errors.length > 0 && (
        <ul>
          {error.errors.map(({ pointer, detail }) => (
            <li key={`${pointer} ${detail}`}>{detail}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
