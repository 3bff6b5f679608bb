import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { useFormat } from "../../text/useFormat";
import { DateText } from "../../ui/Amounts";
import { SideLabel } from "../../ui/Side";
import { Reactions } from "./Reactions";
import { Steps } from "./Steps";
import "./Account.css";

type Obligation = View<"ObligationView">;

interface AccountProps {
  workspace: View<"WorkspaceView">;
  obligation: Obligation;
}

/** What an obligation comes from: the sum, the reason, what it was weighed against, what both say. */
export function Account({ workspace, obligation }: AccountProps) {
  const { t } = useTranslation();
  const { steps, change, sheet, reason, sameReasonElsewhere } = obligation;
  return (
    <div className="samenspraak-stack">
      {steps.length > 1 && <Steps steps={steps} />}
      {change && (
        <div className="samenspraak-account__said">
          <p className="samenspraak-strong">{t(`owed.cause.${change.cause}`)}</p>
          <p lang="nl">{change.reason}</p>
        </div>
      )}
      <div className="samenspraak-account__said">
        <p className="samenspraak-cluster samenspraak-cluster--tight samenspraak-small">
          <SideLabel side={obligation.bySide}>
            {t("owed.reason-of", {
              side: t(`ui.side.${obligation.bySide}`).toLocaleLowerCase(),
            })}
          </SideLabel>
          <span className="samenspraak-muted">
            <DateText at={obligation.setAt} as="shortDate" />
          </span>
        </p>
        <p lang="nl" className="samenspraak-measure samenspraak-obligation__reason">
          {reason}
        </p>
        {sameReasonElsewhere > 0 && (
          <p className="samenspraak-small samenspraak-account__same">
            {t("owed.same-elsewhere", { count: sameReasonElsewhere })}
          </p>
        )}
      </div>
      {sheet && <SheetFacts sheet={sheet} months={obligation.rule?.months ?? null} />}
      <Reactions workspace={workspace} obligation={obligation} />
    </div>
  );
}

function SheetFacts({ sheet, months }: { sheet: View<"Sheet">; months: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { labourShare, employees, market, feasible } = sheet;
  return (
    <section className="samenspraak-account__sheet">
      <h3>{t("owed.sheet")}</h3>
      <dl className="samenspraak-facts">
        {labourShare != null && (
          <>
            <dt>{t("owed.sheet.labour-share")}</dt>
            <dd>{format.percent(labourShare)}</dd>
          </>
        )}
        {months !== null && (
          <>
            <dt>{t("owed.sheet.months")}</dt>
            <dd>{t("owed.sheet.months.count", { count: months })}</dd>
          </>
        )}
        {employees != null && (
          <>
            <dt>{t("owed.sheet.employees")}</dt>
            <dd>{t("owed.sheet.employees.count", { count: employees })}</dd>
          </>
        )}
        {market != null && (
          <>
            <dt>{t("owed.sheet.market")}</dt>
            <dd lang="nl">{market}</dd>
          </>
        )}
        {feasible != null && (
          <>
            <dt>{t("owed.sheet.feasible")}</dt>
            <dd lang="nl">{feasible}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
