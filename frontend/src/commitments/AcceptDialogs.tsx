import { useQueries } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import type { DialogProps } from "./AnswerDialogs";
import { BidQuestions } from "./BidQuestions";
import { type Answering, answered, NOTHING_ANSWERED } from "./bidAnswers";
import { accept, acceptPackage } from "./moves";
import { commitmentQuery } from "./queries";
import { newestRound, roundOf } from "./roundsOf";
import { StaleDialog } from "./StaleDialog";
import { acceptingWords } from "./sentences";
import { contentText, placeText, type Revision } from "./terms";
import { isStale, useCommitmentMove } from "./useMoves";
import { useWords } from "./useWords";

interface AcceptProps extends DialogProps {
  ownSide: View<"Side">;
}

/** Say yes to exactly this text, which is said once more; less than was bid asks a buyer why. */
export function AcceptDialog({ workspaceId, commitment, round, ownSide, onClose }: AcceptProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { say } = useToast();
  const form = useId();
  const [newer, setNewer] = useState<Revision>();
  const [answering, setAnswering] = useState(NOTHING_ANSWERED);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [notBsn, setNotBsn] = useState(false);
  const asksBid = ownSide === "buyer" && commitment.lessThanBid.length > 0;
  const accepting = useCommitmentMove(
    workspaceId,
    commitment.id,
    (bidAnswers: View<"BidAnswers"> | null) =>
      accept(workspaceId, commitment.id, {
        revision: round.number,
        digest: round.digest,
        bidAnswers,
        declaredNotBsn: notBsn,
      }),
    {
      onDone: () => {
        say(t("bargaining.accept.done", { number: round.number }));
        onClose();
      },
      onStale: (now) => setNewer(newestRound(now)),
    },
  );
  function send() {
    if (!asksBid) return accepting.mutate(null);
    const found = answered(answering, "/bidAnswers", {
      choose: t("bids.choose"),
      ground: t("bids.ground.needed"),
    });
    if ("errors" in found) return setErrors(found.errors);
    setErrors([]);
    accepting.mutate(found.bidAnswers);
  }
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
        <Button type="submit" form={form} variant="primary" busy={accepting.isPending}>
          {t("bargaining.accept.send")}
        </Button>
      }
    >
      <Form
        id={form}
        errors={errors.length > 0 ? errors : asksBid ? formErrors(accepting.error) : []}
        onSubmit={send}
        className="samenspraak-stack samenspraak-stack--tight"
      >
        {!asksBid && <Refused error={accepting.error} />}
        <p className="samenspraak-accept">{acceptingWords(round.terms, words)}</p>
        <p>{[round.terms.title, placeText(round.terms, words)].filter(Boolean).join(", ")}.</p>
        {asksBid && (
          <BidQuestions
            less={commitment.lessThanBid}
            answering={answering}
            onChange={setAnswering}
          />
        )}
        <NotBsn error={accepting.error} checked={notBsn} onChange={setNotBsn} />
        <p className="samenspraak-muted">{t("bargaining.accept.consequence")}</p>
      </Form>
    </Dialog>
  );
}

type PackageAnswers = View<"AcceptPackage">["bidAnswers"];

/** Say yes to every text of a package at once; each is said once more. */
export function AcceptPackageDialog({ workspaceId, commitment, ownSide, onClose }: AcceptProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { say } = useToast();
  const form = useId();
  // What the dialog shows is what is answered, also when somebody changes it meanwhile.
  const [named] = useState(commitment.package);
  const [packageId] = useState(commitment.negotiation?.packageId);
  const [answering, setAnswering] = useState<ReadonlyMap<string, Answering>>(new Map());
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [notBsn, setNotBsn] = useState(false);
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
    (bidAnswers: PackageAnswers) =>
      acceptPackage(workspaceId, packageId ?? "", {
        revisions: named,
        bidAnswers: bidAnswers ?? [],
        declaredNotBsn: notBsn,
      }),
    {
      onDone: () => {
        say(t("bargaining.package.done", { count: named.length }));
        onClose();
      },
    },
  );
  const isReady = texts.every((text) => text !== undefined);
  const less = texts.flatMap((text) =>
    text && ownSide === "buyer" && text.part.lessThanBid.length > 0 ? [text.part] : [],
  );
  const answersOf = (id: string) => answering.get(id) ?? NOTHING_ANSWERED;
  function send() {
    const messages = { choose: t("bids.choose"), ground: t("bids.ground.needed") };
    const found = less.map(({ id }, at) => ({
      id,
      ...answered(answersOf(id), `/bidAnswers/${at}`, messages),
    }));
    const wrong = found.flatMap((each) => ("errors" in each ? each.errors : []));
    setErrors(wrong);
    if (wrong.length > 0) return;
    accepting.mutate(
      found.flatMap((each) =>
        "bidAnswers" in each ? [{ commitmentId: each.id, ...each.bidAnswers }] : [],
      ),
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("bargaining.package.ask", { count: named.length })}
      actions={
        isReady && (
          <Button type="submit" form={form} variant="primary" busy={accepting.isPending}>
            {t("bargaining.accept.send")}
          </Button>
        )
      }
    >
      <Form
        id={form}
        errors={errors}
        onSubmit={send}
        className="samenspraak-stack samenspraak-stack--tight"
      >
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
        {less.map((part, at) => (
          <fieldset key={part.id} className="samenspraak-stack samenspraak-stack--tight">
            <legend className="samenspraak-strong">
              {part.number}. {part.title}
            </legend>
            <BidQuestions
              less={part.lessThanBid}
              pointer={`/bidAnswers/${at}`}
              answering={answersOf(part.id)}
              onChange={(next) => setAnswering(new Map(answering).set(part.id, next))}
            />
          </fieldset>
        ))}
        <NotBsn error={accepting.error} checked={notBsn} onChange={setNotBsn} />
        <p className="samenspraak-muted">{t("bargaining.accept.consequence")}</p>
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
