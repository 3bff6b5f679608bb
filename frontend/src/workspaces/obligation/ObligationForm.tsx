import { IconSend } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { formErrors } from "../../api/problem";
import { NotBsn } from "../../dialogue/NotBsn";
import { useConnection } from "../../live/connection";
import { Button } from "../../ui/Button";
import { Form } from "../../ui/Form";
import { TextArea } from "../../ui/FormField";
import type { FieldError } from "../../ui/form";
import { LinkButton } from "../../ui/Link";
import { Panel, PanelSection } from "../../ui/Panel";
import { useToast } from "../../ui/Toast";
import { useKeptText } from "../../ui/useKeptText";
import { absentSide } from "../InvitationNudge";
import { setObligation } from "../moves";
import { RuleFields } from "./RuleFields";
import { SheetFields } from "./SheetFields";
import { SumPanel } from "./SumPanel";
import {
  asksSheet,
  needsOriginal,
  ruleOf,
  type Typed,
  typedFrom,
  unreadable,
  whole,
} from "./typed";
import "./ObligationForm.css";

const NONE: FieldError[] = [];

/** Put to the other side what is owed: what it is counted from, how much, where, and why so much. */
export function ObligationForm({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { say } = useToast();
  const { contract, obligation, proposedObligation } = workspace;
  const [from] = useState(proposedObligation ?? obligation ?? undefined);
  const [typed, setTyped] = useState(() => typedFrom(from, contract, workspace.scopeRule));
  const change = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const [reason, setReason] = useKeptText(`obligation ${workspace.id}`);
  const [market, setMarket] = useKept(`market ${workspace.id}`, from?.sheet?.market);
  const [feasible, setFeasible] = useKept(`feasible ${workspace.id}`, from?.sheet?.feasible);
  const [notBsn, setNotBsn] = useState(false);
  const [own, setOwn] = useState(NONE);
  const rule = ruleOf(typed, contract);
  const putting = useMutation({
    mutationFn: () => {
      const { labourShare, ...rest } = rule;
      return setObligation(workspace.id, {
        ...rest,
        reason,
        sheet: {
          labourShare: labourShare ?? null,
          employees: whole(typed.employees),
          market: market.trim() || null,
          feasible: feasible.trim() || null,
        },
        declaredNotBsn: notBsn,
      });
    },
    onSuccess: async () => {
      setReason("");
      setMarket("");
      setFeasible("");
      say(t("workspaces.obligation.is-put"));
      await queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] });
      await navigate({ to: "/contracten/$id", params: { id: workspace.id } });
    },
  });
  function submit() {
    const wrong = unreadable(
      typed,
      {
        amount: t("weighing.amount.wrong"),
        whole: t("weighing.whole.wrong"),
        day: t("weighing.day.wrong"),
      },
      needsOriginal(typed, contract),
    );
    setOwn(wrong);
    if (wrong.length > 0) putting.reset();
    else putting.mutate();
  }
  const absent = absentSide(workspace);
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const other = workspace.ownSide === "buyer" ? "contractor" : "buyer";
  const errors = own.length > 0 ? own : formErrors(putting.error);
  const isWrong = (pointer: string) => errors.some((error) => error.pointer.startsWith(pointer));
  return (
    <Form errors={errors} onSubmit={submit}>
      <div className="samenspraak-owed">
        <Panel
          className="samenspraak-owed__rule"
          title={t(from ? "weighing.title.other" : "workspaces.obligation.put")}
        >
          <RuleFields
            typed={typed}
            change={change}
            contract={contract}
            isFaulty={["/capCents", "/thresholdCents", "/minMonths", "/tiers"].some(isWrong)}
          />
        </Panel>
        <div className="samenspraak-owed__sum">
          <SumPanel
            workspaceId={workspace.id}
            rule={rule}
            agreedCents={obligation?.amountCents ?? null}
          />
        </div>
        <Panel
          className="samenspraak-owed__why"
          title={t("weighing.why")}
          footer={
            <>
              <Button
                type="submit"
                variant="primary"
                icon={<IconSend size={20} aria-hidden="true" />}
                busy={putting.isPending}
                unavailable={absent ? t(`workspaces.absent.${absent}`) : offline}
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
            <TextArea
              label={t("workspaces.obligation.reason")}
              description={t("workspaces.obligation.reason.help")}
              pointer="/reason"
              lang="nl"
              rows={3}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <NotBsn error={putting.error} checked={notBsn} onChange={setNotBsn} />
          </PanelSection>
          <SheetFields
            typed={typed}
            change={change}
            asked={asksSheet(workspace, typed)}
            always={workspace.obligationAsks.sheetAlways}
            limitCents={workspace.obligationAsks.sheetAboveCents}
            isFaulty={["/sheet", "/months"].some(isWrong)}
            market={market}
            onMarket={setMarket}
            feasible={feasible}
            onFeasible={setFeasible}
          />
        </Panel>
      </div>
    </Form>
  );
}

/** Text that is kept while one types it, and begins with what lies there. */
function useKept(place: string, before: string | null | undefined) {
  const [kept, keep] = useKeptText(place);
  const [touched, setTouched] = useState(kept !== "");
  const set = (text: string) => {
    setTouched(true);
    keep(text);
  };
  return [touched ? kept : (before ?? ""), set] as const;
}
