import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { RadioGroup } from "../../ui/Choices";
import { Disclosure } from "../../ui/Disclosure";
import { Select, TextArea, TextField } from "../../ui/FormField";
import { PanelSection } from "../../ui/Panel";
import { OriginalFields } from "./OriginalFields";
import { TierFields } from "./TierFields";
import { TypedNumber } from "./TypedNumber";
import { BASIS_KINDS, hasAmount, isCounted, needsOriginal, scopeRuleOf, type Typed } from "./typed";

interface RuleFieldsProps {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  contract: View<"ContractView">;
  /** Something in what is folded away has to be mended. */
  isFaulty: boolean;
}

/** What the obligation is counted from, how much of that, and where it is done. */
export function RuleFields({ typed, change, contract, isFaulty }: RuleFieldsProps) {
  const { t } = useTranslation();
  const { kind } = typed;
  return (
    <>
      <PanelSection className="samenspraak-stack">
        <div className="samenspraak-fields">
          <Select
            label={t("weighing.basis")}
            pointer="/basis/kind"
            value={kind}
            onChange={(event) => change({ kind: event.target.value as Typed["kind"] })}
            options={BASIS_KINDS.map((each) => ({
              value: each,
              label: t(`weighing.basis.${each}`),
            }))}
          />
          {hasAmount(kind) && (
            <TypedNumber
              typed={typed}
              change={change}
              name="amount"
              label={t(kind === "fixed" ? "weighing.fixed" : "weighing.amount")}
              pointer="/basis/cents"
            />
          )}
          {isCounted(kind) && typed.ways === "one" && (
            <TypedNumber
              typed={typed}
              change={change}
              name="percent"
              label={t("workspaces.obligation.percent")}
              pointer="/percent"
            />
          )}
        </div>
        {needsOriginal(typed, contract) && (
          <OriginalFields typed={typed} change={change} currency={contract.currency ?? ""} />
        )}
        {!hasAmount(kind) && (
          <TextArea
            label={t(`weighing.words.${kind === "custom" ? "custom" : "one_activity"}`)}
            description={t("weighing.words.help")}
            pointer="/basis/text"
            lang="nl"
            rows={2}
            value={typed.text}
            onChange={(event) => change({ text: event.target.value })}
          />
        )}
        {kind === "fixed" && (
          <TextField
            label={t("weighing.fixed.from")}
            pointer="/basis/text"
            lang="nl"
            optional
            value={typed.text}
            onChange={(event) => change({ text: event.target.value })}
          />
        )}
        {isCounted(kind) && typed.ways !== "one" && <TierFields typed={typed} change={change} />}
      </PanelSection>
      {isCounted(kind) && <LimitFields typed={typed} change={change} isFaulty={isFaulty} />}
      <PanelSection>
        <ScopeFields typed={typed} change={change} />
      </PanelSection>
    </>
  );
}

type PartProps = Pick<RuleFieldsProps, "typed" | "change">;

/** What a rule can have besides; most have none of it. */
function LimitFields({ typed, change, isFaulty }: PartProps & { isFaulty: boolean }) {
  const { t } = useTranslation();
  const { ways, cap, threshold, minMonths } = typed;
  const used = ways !== "one" || cap !== "" || threshold !== "" || minMonths !== "";
  return (
    <Disclosure section summary={t("weighing.limits")} open={used || isFaulty || undefined}>
      <div className="samenspraak-stack">
        <RadioGroup
          legend={t("weighing.ways")}
          value={ways}
          onChange={(next) => change({ ways: next })}
          options={(["one", "labour", "brackets"] as const).map((value) => ({
            value,
            label: t(`weighing.ways.${value}`),
            description: value === "one" ? undefined : t(`weighing.ways.${value}.help`),
          }))}
        />
        <div className="samenspraak-fields">
          <TypedNumber
            typed={typed}
            change={change}
            name="cap"
            label={t("weighing.cap")}
            description={t("weighing.cap.help")}
            pointer="/capCents"
            optional
          />
          <TypedNumber
            typed={typed}
            change={change}
            name="threshold"
            label={t("weighing.threshold")}
            description={t("weighing.threshold.help")}
            pointer="/thresholdCents"
            optional
          />
          <TypedNumber
            typed={typed}
            change={change}
            name="minMonths"
            label={t("weighing.min-months")}
            description={t("weighing.min-months.help")}
            pointer="/minMonths"
            whole
            optional
          />
        </div>
      </div>
    </Disclosure>
  );
}

/** Where it is done: within the contract, a part of it at least, or also outside. */
function ScopeFields({ typed, change }: PartProps) {
  const { t } = useTranslation();
  const rules = hasAmount(typed.kind)
    ? (["strict", "mixed", "open"] as const)
    : (["strict", "open"] as const);
  const value = scopeRuleOf(typed);
  return (
    <div className="samenspraak-stack">
      <RadioGroup
        legend={t("weighing.scope")}
        pointer="/scopeRule"
        value={value}
        onChange={(scopeRule) => change({ scopeRule })}
        options={rules.map((rule) => ({
          value: rule,
          label: t(`weighing.scope.${rule}`),
        }))}
      />
      {value === "mixed" && (
        <div className="samenspraak-owed__within">
          <TypedNumber
            typed={typed}
            change={change}
            name="within"
            label={t("weighing.within")}
            description={t("weighing.within.help")}
            pointer="/withinPercent"
          />
        </div>
      )}
    </div>
  );
}
