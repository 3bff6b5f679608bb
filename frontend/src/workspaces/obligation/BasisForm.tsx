import { IconSend } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { formErrors } from "../../api/problem";
import { NotBsn } from "../../dialogue/NotBsn";
import { useConnection } from "../../live/connection";
import { useFormat } from "../../text/useFormat";
import { Button } from "../../ui/Button";
import { Form } from "../../ui/Form";
import { Select, TextArea } from "../../ui/FormField";
import type { FieldError } from "../../ui/form";
import { LinkButton } from "../../ui/Link";
import { Panel, PanelSection } from "../../ui/Panel";
import { useToast } from "../../ui/Toast";
import { useKeptText } from "../../ui/useKeptText";
import { changeBasis } from "../moves";
import { OriginalFields } from "./OriginalFields";
import { SumPanel } from "./SumPanel";
import { TypedNumber } from "./TypedNumber";
import { decimal, needsOriginal, ruleOf, type Typed, typedFrom, unreadable } from "./typed";
import "./ObligationForm.css";

const CAUSES = ["extension", "turnover", "price_change", "labour_sum", "other"] as const;
type Cause = (typeof CAUSES)[number];

interface BasisFormProps {
  workspace: View<"WorkspaceView">;
  agreed: View<"ObligationView">;
}

const NONE: FieldError[] = [];

/** Count what is agreed anew from another basis: the rule and its reason stay as they are. */
export function BasisForm({ workspace, agreed }: BasisFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { say } = useToast();
  const { contract } = workspace;
  const [cause, setCause] = useState<Cause>("extension");
  const [typed, setTyped] = useState<Typed>(() => ({
    ...typedFrom(agreed, contract, workspace.scopeRule),
    amount: "",
    originalAmount: "",
    originalOn: "",
    originalReason: "",
  }));
  const change = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const [reason, setReason] = useKeptText(`basis ${workspace.id}`);
  const [notBsn, setNotBsn] = useState(false);
  const [own, setOwn] = useState(NONE);
  const rule = ruleOf(typed, contract);
  const { basis, months } = rule;
  const foreign = needsOriginal(typed, contract);
  const putting = useMutation({
    mutationFn: (basisCents: number) =>
      changeBasis(workspace.id, {
        number: agreed.number,
        digest: agreed.digest,
        cause,
        basisCents,
        reason,
        months: months ?? null,
        labourShare: typed.ways === "labour" ? decimal(typed.labourShare) : null,
        original: basis.original ?? null,
        declaredNotBsn: notBsn,
      }),
    onSuccess: async () => {
      setReason("");
      say(t("workspaces.obligation.is-put"));
      await queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] });
      await navigate({ to: "/contracten/$id", params: { id: workspace.id } });
    },
    // After a conflict another wording is agreed, or lies with a side: the page shows that one.
    onError: () => queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] }),
  });
  function submit() {
    const say = {
      amount: t("weighing.amount.wrong"),
      whole: t("weighing.whole.wrong"),
      day: t("weighing.day.wrong"),
    };
    const wrong = unreadable(typed, say, foreign).map(({ pointer, message }) => ({
      pointer: pointer
        .replace("/basis/original", "/original")
        .replace("/basis/cents", "/basisCents"),
      message,
    }));
    if (basis.cents === null) wrong.push({ pointer: "/basisCents", message: say.amount });
    setOwn(wrong);
    if (wrong.length > 0) putting.reset();
    else putting.mutate(basis.cents ?? 0);
  }
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const other = workspace.ownSide === "buyer" ? "contractor" : "buyer";
  const before = agreed.rule?.basis.cents;
  return (
    <Form errors={own.length > 0 ? own : formErrors(putting.error)} onSubmit={submit}>
      <div className="samenspraak-owed">
        <Panel
          className="samenspraak-owed__rule"
          title={t("weighing.basis-moves")}
          footer={
            <>
              <Button
                type="submit"
                variant="primary"
                icon={<IconSend size={20} aria-hidden="true" />}
                busy={putting.isPending}
                unavailable={offline}
              >
                {t("workspaces.wording.put", { side: t(`ui.side.${other}`).toLocaleLowerCase() })}
              </Button>
              <LinkButton variant="subtle" to="/contracten/$id" params={{ id: workspace.id }}>
                {t("ui.cancel")}
              </LinkButton>
            </>
          }
        >
          <PanelSection className="samenspraak-stack">
            <p className="samenspraak-muted samenspraak-measure">
              {t("weighing.basis-moves.lead")}
            </p>
            <div className="samenspraak-fields">
              <Select
                label={t("weighing.cause")}
                pointer="/cause"
                value={cause}
                onChange={(event) => setCause(event.target.value as Cause)}
                options={CAUSES.map((each) => ({
                  value: each,
                  label: t(`weighing.cause.${each}`),
                }))}
              />
              <TypedNumber
                typed={typed}
                change={change}
                name="amount"
                label={t(`weighing.new.${typed.kind as "budget"}`)}
                description={
                  before == null
                    ? undefined
                    : t("weighing.new.now", { amount: format.money(before) })
                }
                pointer="/basisCents"
              />
              <TypedNumber
                typed={typed}
                change={change}
                name="months"
                label={t("weighing.months")}
                description={t("weighing.months.help")}
                pointer="/months"
                whole
                optional
              />
              {typed.ways === "labour" && (
                <TypedNumber
                  typed={typed}
                  change={change}
                  name="labourShare"
                  label={t("weighing.labour-share")}
                  description={t("weighing.labour-share.help")}
                  pointer="/labourShare"
                />
              )}
            </div>
            {foreign && (
              <OriginalFields
                typed={typed}
                change={change}
                currency={contract.currency ?? ""}
                at="/original"
              />
            )}
            <TextArea
              label={t("weighing.cause.reason")}
              description={t("weighing.cause.reason.help")}
              pointer="/reason"
              lang="nl"
              rows={3}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <NotBsn error={putting.error} checked={notBsn} onChange={setNotBsn} />
          </PanelSection>
        </Panel>
        <div className="samenspraak-owed__sum">
          <SumPanel
            workspaceId={workspace.id}
            rule={rule}
            agreedCents={agreed.amountCents}
            agreedWithinCents={agreed.withinCents}
          />
        </div>
      </div>
    </Form>
  );
}
