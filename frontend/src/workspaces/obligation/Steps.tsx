import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { MoneyText } from "../../ui/Amounts";
import "./Steps.css";

interface StepsProps {
  steps: readonly Pick<View<"StepView">, "text" | "sum" | "amountCents">[];
  /** In the language of a document that is signed, which is not that of the screens. */
  lang?: string;
}

/** A sum step by step, as one would write it on paper: what it is, how it was made, what it is. */
export function Steps({ steps, lang }: StepsProps) {
  const { t } = useTranslation();
  return (
    <table className="samenspraak-steps" lang={lang}>
      <caption className="samenspraak-hidden">{t("owed.sum")}</caption>
      <thead className="samenspraak-hidden">
        <tr>
          <th scope="col">{t("owed.step")}</th>
          <th scope="col">{t("owed.step.amount")}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={`${step.text} ${step.sum}`}>
            <th scope="row">
              {step.text}
              {step.sum !== null && <span className="samenspraak-steps__sum">{step.sum}</span>}
            </th>
            <td>{step.amountCents !== null && <MoneyText cents={step.amountCents} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
