import { useTranslation } from "react-i18next";
import { useFormat } from "../../text/useFormat";
import { Disclosure } from "../../ui/Disclosure";
import { TextArea } from "../../ui/FormField";
import { PanelSection } from "../../ui/Panel";
import { TypedNumber } from "./TypedNumber";
import type { Typed } from "./typed";

interface SheetFieldsProps {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  /** The sheet is needed; otherwise it is there for who wants it. */
  asked: boolean;
  /** Because an earlier wording had one. */
  always: boolean;
  limitCents: number | null;
  isFaulty: boolean;
  market: string;
  onMarket: (text: string) => void;
  feasible: string;
  onFeasible: (text: string) => void;
}

/** What an obligation is weighed against: labour, term, the firm, the market, what can be done. */
export function SheetFields(props: SheetFieldsProps) {
  const { asked, always, limitCents, isFaulty, typed } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const filled = [typed.labourShare, typed.employees, typed.months, props.market, props.feasible];
  if (!asked) {
    return (
      <Disclosure
        section
        summary={t("weighing.sheet.optional")}
        open={isFaulty || filled.some((text) => text !== "") || undefined}
      >
        <Fields {...props} />
      </Disclosure>
    );
  }
  return (
    <PanelSection className="samenspraak-stack">
      <div>
        <h3>{t("owed.sheet")}</h3>
        <p className="samenspraak-muted">
          {always || limitCents === null
            ? t("weighing.sheet.always")
            : t("weighing.sheet.above", { amount: format.money(limitCents) })}
        </p>
      </div>
      <Fields {...props} />
    </PanelSection>
  );
}

function Fields(props: SheetFieldsProps) {
  const { asked, typed, change, market, onMarket, feasible, onFeasible } = props;
  const { t } = useTranslation();
  return (
    <div className="samenspraak-stack">
      <div className="samenspraak-fields">
        <TypedNumber
          typed={typed}
          change={change}
          name="labourShare"
          label={t("weighing.labour-share")}
          description={t("weighing.labour-share.help")}
          pointer="/sheet/labourShare"
          optional={!asked}
        />
        <TypedNumber
          typed={typed}
          change={change}
          name="months"
          label={t("weighing.months")}
          description={t("weighing.months.help")}
          pointer="/months"
          whole
          optional={!asked}
        />
        <TypedNumber
          typed={typed}
          change={change}
          name="employees"
          label={t("weighing.employees")}
          description={t("weighing.employees.help")}
          pointer="/sheet/employees"
          whole
          optional={!asked}
        />
      </div>
      <TextArea
        label={t("weighing.market")}
        description={t("weighing.market.help")}
        pointer="/sheet/market"
        lang="nl"
        rows={2}
        optional={!asked}
        value={market}
        onChange={(event) => onMarket(event.target.value)}
      />
      <TextArea
        label={t("weighing.feasible")}
        description={t("weighing.feasible.help")}
        pointer="/sheet/feasible"
        lang="nl"
        rows={2}
        optional={!asked}
        value={feasible}
        onChange={(event) => onFeasible(event.target.value)}
      />
    </div>
  );
}
