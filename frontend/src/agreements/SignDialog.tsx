import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Fragment, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { WithDigest } from "../commitments/Digest";
import { NotBsn } from "../dialogue/NotBsn";
import { ProofFields, useProof } from "../identity/Proof";
import { unbroken } from "../text/amount";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { TextArea } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { askToSign, sign } from "./moves";
import { useVersionMove } from "./useMove";
import "./SigningPanel.css";

type Request = View<"SigningRequestView">;

interface SignDialogProps {
  workspaceId: string;
  /** The version as it was when one pressed the button. */
  version: View<"VersionView">;
  onClose: () => void;
}

/** What the server says of a request that can no longer be answered, so that another one is asked. */
const RAN_OUT = new Set([
  "agreements/signing-request-expired",
  "agreements/no-signing-request",
  "agreements/statement-changed",
]);

/** Sign: the server says in words what one is about to bind to, and one answers exactly that. */
export function SignDialog({ workspaceId, version, onClose }: SignDialogProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const form = useId();
  const { id, number, digest } = version.line;
  const { needed, given } = version;
  // How many people still have to sign after this one.
  const stillOpen = needed.buyer + needed.contractor - given.buyer - given.contractor - 1;
  // A request is answered once and lives short; another one leaves what was typed as it is.
  const [attempt, setAttempt] = useState(1);
  const asked = useQuery({
    queryKey: ["signing-requests", id, digest, attempt],
    queryFn: () => askToSign(workspaceId, id, { number, digest }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const request = asked.data;
  const [lacking, setLacking] = useState<FieldError[]>([]);
  const [reason, keepReason] = useKeptText(`sign ${id}`);
  const [notBsn, setNotBsn] = useState(false);
  const proof = useProof(request?.needsProof === true);
  // One id for each request: pressing twice, or again after a lost answer, signs once.
  const made = useRef({ requestId: "", id: "" });
  const putting = useVersionMove(
    workspaceId,
    id,
    async ({ id: requestId, asksReason }: Request) => {
      await proof.give();
      if (made.current.requestId !== requestId) made.current = { requestId, id: newId() };
      return await sign(workspaceId, id, {
        id: made.current.id,
        requestId,
        number,
        digest,
        reason: asksReason ? reason : "",
        declaredNotBsn: asksReason && notBsn,
      });
    },
    (after) => {
      keepReason("");
      say(
        t(after.line.state === "in_force" ? "agreements.sign.concluded" : "agreements.sign.done", {
          number,
        }),
      );
      onClose();
    },
  );
  const refusal = putting.error instanceof Problem ? putting.error.slug : undefined;
  // One proved it while reading, and then it became too long ago.
  if (refusal === "agreements/proof-too-old" && !proof.isAsked) proof.insist();
  const [ranOut, setRanOut] = useState(false);
  if (refusal !== undefined && RAN_OUT.has(refusal) && !ranOut) {
    setRanOut(true);
    setAttempt(attempt + 1);
    putting.reset();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("agreements.sign.send", { number })}
      actions={
        request && (
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={putting.isPending || asked.isPlaceholderData}
          >
            {t("agreements.sign.send", { number })}
          </Button>
        )
      }
    >
      {request ? (
        <Form
          id={form}
          errors={lacking.length > 0 ? lacking : formErrors(putting.error)}
          onSubmit={() => {
            setRanOut(false);
            const lacks: FieldError[] = [];
            if (request.asksReason && reason.trim() === "") {
              lacks.push({ pointer: "/reason", message: t("agreements.needed.reason") });
            }
            lacks.push(...proof.lacking());
            setLacking(lacks);
            if (lacks.length > 0) putting.reset();
            else putting.mutate(request);
          }}
        >
          {ranOut && (
            <Alert tone="warning" title={t("agreements.sign.ran-out")} role="status">
              {t("agreements.sign.ran-out.detail")}
            </Alert>
          )}
          <Said request={request} digest={digest} />
          <Alert tone="info">
            {stillOpen > 0
              ? t("agreements.sign.first", { number, next: number + 1, count: stillOpen })
              : t("agreements.sign.last", { number, next: number + 1 })}
          </Alert>
          {request.asksReason && (
            <>
              <TextArea
                label={t("agreements.sign.reason")}
                description={t("agreements.sign.reason.help")}
                pointer="/reason"
                rows={3}
                value={reason}
                onChange={(event) => keepReason(event.target.value)}
              />
              <NotBsn error={putting.error} checked={notBsn} onChange={setNotBsn} />
            </>
          )}
          <ProofFields proof={proof} reason={t("agreements.sign.proof")} />
        </Form>
      ) : asked.error ? (
        <LoadError
          title={
            asked.error instanceof Problem ? asked.error.detail : t("agreements.sign.ask-failed")
          }
          onRetry={() => void asked.refetch()}
          reference={asked.error instanceof Problem ? asked.error.reference : undefined}
        />
      ) : (
        <LoadingPanel label={t("agreements.sign.asking")} lines={4} />
      )}
    </Dialog>
  );
}

interface SaidProps {
  request: Request;
  digest: string;
}

/** The very words that are kept, and the amounts in figures and in words. */
function Said({ request, digest }: SaidProps) {
  const { t } = useTranslation();
  const { statement, role, value, changed } = request;
  const amounts = [
    [t("agreements.sign.value"), value],
    [t("agreements.sign.changed"), changed],
  ] as const;
  return (
    <>
      <dl className="samenspraak-facts">
        <dt>{t("agreements.sign.role")}</dt>
        <dd>{role}</dd>
        {amounts.map(
          ([label, amount]) =>
            amount && (
              <Fragment key={label}>
                <dt>{label}</dt>
                <dd>
                  {unbroken(amount.text)}
                  <br />
                  <span className="samenspraak-small samenspraak-muted" lang="nl">
                    {amount.words}
                  </span>
                </dd>
              </Fragment>
            ),
        )}
      </dl>
      <div className="samenspraak-stack samenspraak-stack--tight">
        <p className="samenspraak-strong">{t("agreements.sign.statement")}</p>
        <blockquote className="samenspraak-statement" lang="nl">
          <WithDigest text={statement} digest={digest} />
        </blockquote>
      </div>
    </>
  );
}
