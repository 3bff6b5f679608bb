import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { useConnection } from "../live/connection";
import { cents } from "../text/amount";
import { useFormat } from "../text/useFormat";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextArea, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { absentSide } from "./InvitationNudge";
import { setObligation } from "./moves";

interface ObligationFormProps {
  workspace: View<"WorkspaceView">;
  from: View<"ObligationView"> | undefined;
  onDone: () => void;
}

const NONE: FieldError[] = [];

/** Put to the other side what is owed: an amount, what it is counted from, and why so much. */
export function ObligationForm({ workspace, from, onDone }: ObligationFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const { say } = useToast();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const value = workspace.contract.valueCents;
  const [percent, setPercent] = useState(from?.percent?.replace(".", ",") ?? "");
  const [amount, setAmount] = useState(
    from?.amountCents == null ? "" : plainAmount(from.amountCents),
  );
  const [basis, setBasis] = useState(
    from?.basis ??
      (value === null
        ? ""
        : t("workspaces.obligation.basis.from-value", { amount: format.money(value) })),
  );
  const [reason, setReason] = useKeptText(`obligation ${workspace.id}`);
  const [own, setOwn] = useState(NONE);
  const putting = useMutation({
    mutationFn: (amountCents: number) =>
      setObligation(workspace.id, {
        amountCents,
        basis,
        reason,
        tiers: [],
        declaredNotBsn: false,
        percent:
          percent.trim() === "" ? null : percent.trim().replace(",", ".").replace(/\s*%$/, ""),
      }),
    onSuccess: () => {
      setReason("");
      say(t("workspaces.obligation.is-put"));
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] }),
  });
  function submit() {
    const amountCents = cents(amount);
    if (amountCents === null || Number.isNaN(amountCents)) {
      putting.reset();
      setOwn([{ pointer: "/amountCents", message: t("workspaces.obligation.amount.wrong") }]);
      return;
    }
    setOwn(NONE);
    putting.mutate(amountCents);
  }
  const computed = percentOf(percent, value);
  const absent = absentSide(workspace);
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const other = workspace.ownSide === "buyer" ? "contractor" : "buyer";
  return (
    <Form errors={own.length > 0 ? own : formErrors(putting.error)} onSubmit={submit}>
      <h3>{t("workspaces.obligation.put")}</h3>
      <div className="samenspraak-fields">
        <TextField
          ref={first}
          label={t("workspaces.obligation.percent")}
          description={t("workspaces.obligation.percent.help")}
          pointer="/percent"
          inputMode="decimal"
          optional
          value={percent}
          onChange={(event) => {
            const typed = event.target.value;
            setPercent(typed);
            const next = percentOf(typed, value);
            if (next !== undefined) setAmount(plainAmount(next));
          }}
        />
        <TextField
          label={t("workspaces.obligation.amount")}
          description={
            computed === undefined
              ? t("workspaces.obligation.amount.help")
              : t("workspaces.obligation.sum", {
                  percent: format.percent(percent.replace(",", ".")),
                  value: format.money(value ?? 0),
                  amount: format.money(computed),
                })
          }
          pointer="/amountCents"
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
      </div>
      <TextField
        label={t("workspaces.obligation.basis")}
        description={t("workspaces.obligation.basis.help")}
        pointer="/basis"
        lang="nl"
        value={basis}
        onChange={(event) => setBasis(event.target.value)}
      />
      <TextArea
        label={t("workspaces.obligation.reason")}
        description={t("workspaces.obligation.reason.help")}
        pointer="/reason"
        lang="nl"
        rows={3}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button
          type="submit"
          variant="primary"
          busy={putting.isPending}
          unavailable={absent ? t(`workspaces.absent.${absent}`) : offline}
        >
          {t("workspaces.wording.put", { side: t(`ui.side.${other}`).toLocaleLowerCase() })}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t("ui.cancel")}
        </Button>
      </div>
    </Form>
  );
}

/** A percentage of an amount in whole cents, rounded half up once; undefined for no percentage. */
export function percentOf(typed: string, valueCents: number | null): number | undefined {
  const found = /^\s*(\d{1,3})(?:[.,](\d{1,4}))?\s*%?\s*$/.exec(typed);
  if (!found || valueCents === null) return undefined;
  const [, whole = "0", part = ""] = found;
  // In ten-thousandths of a percent, so that nothing is lost on the way.
  const share = BigInt(whole) * 10_000n + BigInt(part.padEnd(4, "0"));
  const scaled = BigInt(valueCents) * share;
  return Number((scaled + 500_000n) / 1_000_000n);
}

/** An amount as people type it: `194400` or `194400,50`. */
function plainAmount(valueCents: number): string {
  const euros = Math.trunc(valueCents / 100);
  const part = valueCents % 100;
  return part === 0 ? String(euros) : `${euros},${String(part).padStart(2, "0")}`;
}
