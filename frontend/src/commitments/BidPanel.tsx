import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Disclosure } from "../ui/Disclosure";
import { Panel, PanelSection } from "../ui/Panel";
import { QUESTIONS } from "./bidAnswers";
import { bidText, lessText } from "./bidTexts";
import { shownRound } from "./roundsOf";
import { contentText } from "./terms";
import { useWords } from "./useWords";
import "./Content.css";

type Departure = View<"BidDepartureView">;

/** What the winning bid said beside what is said now; where it is less, on which ground. */
export function BidPanel({ commitment }: { commitment: View<"CommitmentView"> }) {
  const { t } = useTranslation();
  const words = useWords();
  const { bid, lessThanBid, bidDepartures } = commitment;
  if (!bid) return null;
  return (
    <Panel title={t("bargaining.bid")}>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        <dl className="samenspraak-content">
          <div>
            <dt>{t("bargaining.bid.was")}</dt>
            <dd>{bidText(bid, words)}</dd>
          </div>
          <div>
            <dt>{t("bargaining.bid.now")}</dt>
            <dd>{contentText(shownRound(commitment).terms, words)}</dd>
          </div>
        </dl>
        {lessThanBid.length === 0 ? (
          <p className="samenspraak-small samenspraak-muted">{t("bargaining.bid.same-or-more")}</p>
        ) : (
          <StatusLabel
            tone="warning"
            plain
            icon={<IconAlertTriangle size={16} aria-hidden="true" />}
          >
            {t("bids.less.what", { what: lessText(lessThanBid, t) })}
          </StatusLabel>
        )}
      </PanelSection>
      {bidDepartures.map((departure) => (
        <DepartureSection key={departure.digest} departure={departure} />
      ))}
    </Panel>
  );
}

/** What a buyer answered when it let something become less; for ever to be seen. */
function DepartureSection({ departure }: { departure: Departure }) {
  const { t } = useTranslation();
  return (
    <PanelSection className="samenspraak-stack samenspraak-stack--tight">
      <p className="samenspraak-strong">
        {t("bargaining.bid.departure", { number: departure.revision })}
      </p>
      <p>{departure.ground}</p>
      <p className="samenspraak-small samenspraak-muted">
        {departure.byName && `${departure.byName}, `}
        <DateText at={departure.at} />
      </p>
      <Disclosure summary={t("bargaining.bid.answers")}>
        <dl className="samenspraak-content">
          {QUESTIONS.map((question) => (
            <div key={question}>
              <dt>{t(`bids.question.${question}`)}</dt>
              <dd>{t(departure[question] ? "bids.yes" : "bids.no")}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </PanelSection>
  );
}
