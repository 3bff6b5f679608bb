import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { Problem } from "../../api/problem";
import { useFormat } from "../../text/useFormat";
import { MoneyText } from "../../ui/Amounts";
import { Panel, PanelSection } from "../../ui/Panel";
import { sumQuery } from "../queries";
import { moreOrLess } from "./difference";
import { Steps } from "./Steps";
import { canTry, hasAmount } from "./typed";

/** So long nobody typed: then the sum is asked for. */
const QUIET_MS = 300;

interface SumPanelProps {
  workspaceId: string;
  rule: View<"TrySum">;
  /** What is agreed now, to compare with. */
  agreedCents: number | null;
  /** The same of what has to be done within the contract. */
  agreedWithinCents?: number | null;
}

/** What it would come to, step by step, while one types. Nothing is kept and nobody else sees it. */
export function SumPanel({ workspaceId, rule, agreedCents, agreedWithinCents }: SumPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = useQuiet(rule);
  const enough = canTry(asked);
  const { data, error } = useQuery({
    ...sumQuery(workspaceId, asked),
    enabled: enough,
    placeholderData: keepPreviousData,
  });
  const faults = error instanceof Problem ? error.errors : [];
  const sum = canTry(rule) && !error ? data : undefined;
  return (
    <Panel title={t("owed.sum")}>
      <PanelSection className="samenspraak-stack">
        {!hasAmount(rule.basis.kind) ? (
          <p className="samenspraak-muted">{t("weighing.sum.no-amount")}</p>
        ) : sum ? (
          <>
            <Steps steps={sum.steps} />
            {sum.amountCents !== null && (
              <p className="samenspraak-owed__total">
                <span>{t("weighing.sum.owed")}</span>
                <output className="samenspraak-owed__amount">
                  <MoneyText cents={sum.amountCents} />
                </output>
              </p>
            )}
            {sum.amountCents !== null && agreedCents !== null && (
              <p>{moreOrLess(sum.amountCents - agreedCents, t, format)}</p>
            )}
            {sum.withinCents !== null && agreedWithinCents != null && (
              <p className="samenspraak-muted">
                {moreOrLess(sum.withinCents - agreedWithinCents, t, format, "within")}
              </p>
            )}
          </>
        ) : faults.length > 0 ? (
          faults.map(({ pointer, detail }) => (
            <p key={pointer} className="samenspraak-muted">
              {detail}
            </p>
          ))
        ) : (
          <p className="samenspraak-muted">{t("weighing.sum.none")}</p>
        )}
      </PanelSection>
    </Panel>
  );
}

/** What a value has been for a moment, so that not every key is a question. */
function useQuiet(rule: View<"TrySum">): View<"TrySum"> {
  const said = JSON.stringify(rule);
  const [quiet, setQuiet] = useState(said);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(said), QUIET_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return said === quiet ? rule : (JSON.parse(quiet) as View<"TrySum">);
}
