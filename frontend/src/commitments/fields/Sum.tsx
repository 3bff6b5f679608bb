import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { useFormat } from "../../text/useFormat";
import { Disclosure } from "../../ui/Disclosure";
import type { Edition } from "../measures";
import { useWords } from "../useWords";
import { equivalentTexts, missingTexts } from "../valuations";
import "./Sum.css";

type Valuation = View<"ValuationView">;

interface SumProps {
  valuation: Valuation | null;
  edition?: Edition | undefined;
}

/** What it counts for before anybody is asked: line by line, with what it does to the whole. */
export function Sum({ valuation, edition }: SumProps) {
  const { t } = useTranslation();
  if (!valuation) return null;
  const { lines, hints, rules, faults } = valuation;
  return (
    <section className="samenspraak-sum" aria-label={t("composing.sum")}>
      <div className="samenspraak-sum__head">
        <h3>{t("composing.sum")}</h3>
        {edition && <span className="samenspraak-muted">{edition.catalogue}</span>}
      </div>
      {lines.length > 0 && (
        <ul className="samenspraak-list samenspraak-sum__lines">
          {lines.map((line) => (
            <SumLine key={`${line.measure} ${line.text}`} line={line} />
          ))}
        </ul>
      )}
      <Outcome valuation={valuation} />
      {[...faults.map(({ detail }) => detail), ...hints.map(({ detail }) => detail)].map(
        (detail) => (
          <p key={detail} className="samenspraak-sum__hint">
            {detail}
          </p>
        ),
      )}
      <Alternatives valuation={valuation} />
      <Effect valuation={valuation} />
      {rules.length > 0 && (
        <Disclosure summary={t("composing.rules", { count: rules.length })}>
          <ul className="samenspraak-sum__rules" lang="nl">
            {rules.map(({ place, measure, text }) => (
              <li key={`${place} ${measure} ${text}`}>{text}</li>
            ))}
          </ul>
          <p className="samenspraak-muted">{t("composing.rules.not-computed")}</p>
        </Disclosure>
      )}
    </section>
  );
}

function SumLine({ line }: { line: Valuation["lines"][number] }) {
  const format = useFormat();
  return (
    <li>
      <span>
        {line.measureName && <span className="samenspraak-sum__name">{line.measureName}</span>}
        <span>{line.text}</span>
      </span>
      <span className="samenspraak-sum__amount">{format.money(line.amountCents)}</span>
    </li>
  );
}

/** The amount, or why there is none: "in overleg" is never nought. */
function Outcome({ valuation }: { valuation: Valuation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { amountCents, agreedCents, spentCents, missing, isAgreed, isToBeDiscussed } = valuation;
  return (
    <dl className="samenspraak-sum__outcome">
      <div>
        <dt>{t(isAgreed ? "composing.sum.agreed" : "composing.sum.worth")}</dt>
        <dd>
          {amountCents !== null
            ? format.money(amountCents)
            : isToBeDiscussed
              ? t("commitments.value.to-be-discussed")
              : missing.length > 0
                ? t("composing.sum.needs", { names: missingTexts(missing, t).join(", ") })
                : t("composing.sum.cannot")}
        </dd>
      </div>
      {agreedCents !== null && agreedCents !== amountCents && (
        <div>
          <dt>{t("composing.sum.agreed-otherwise")}</dt>
          <dd>{format.money(agreedCents)}</dd>
        </div>
      )}
      {spentCents !== null && (
        <div className="samenspraak-sum__apart">
          <dt>{t("composing.sum.spent")}</dt>
          <dd>{format.money(spentCents)}</dd>
        </div>
      )}
    </dl>
  );
}

function Alternatives({ valuation }: { valuation: Valuation }) {
  const { t } = useTranslation();
  const words = useWords();
  const said = equivalentTexts(valuation.equivalents, words);
  if (said.length === 0) return null;
  return (
    <p className="samenspraak-sum__same">{t("composing.sum.same-as", { what: said.join(", ") })}</p>
  );
}

/** What would be agreed in all, if both said yes to this. */
function Effect({ valuation }: { valuation: Valuation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { withThisCents, obligationCents, missingCents, missingWithinCents } = valuation.effect;
  if (valuation.amountCents === null && valuation.agreedCents === null) return null;
  return (
    <p className="samenspraak-muted">
      {obligationCents === null
        ? t("composing.effect", { amount: format.money(withThisCents) })
        : t("composing.effect.of", {
            amount: format.money(withThisCents),
            obligation: format.money(obligationCents),
          })}
      {missingCents !== null && missingCents > 0 && (
        <> {t("composing.effect.missing", { amount: format.money(missingCents) })}</>
      )}
      {missingWithinCents !== null && missingWithinCents > 0 && (
        <> {t("composing.effect.missing-within", { amount: format.money(missingWithinCents) })}</>
      )}
    </p>
  );
}
