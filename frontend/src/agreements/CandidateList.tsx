import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { bidText, lessText } from "../commitments/bidTexts";
import { useWords } from "../commitments/useWords";
import { useFormat } from "../text/useFormat";
import { StatusLabel } from "../ui/Badge";
import { Checkbox } from "../ui/Choices";
import { TextArea, TextField } from "../ui/FormField";
import { endingOf, type Leaving } from "./offering";

interface CandidateListProps {
  readiness: View<"ReadinessView">;
  left: readonly string[];
  leaving: Readonly<Record<string, Leaving>>;
  onTick: (commitmentId: string, isIn: boolean) => void;
  onLeaving: (commitmentId: string, leaving: Leaving) => void;
}

/** Every commitment that can go in, what was bid beside it, and when it ends if it does not. */
export function CandidateList({ readiness, left, leaving, onTick, onLeaving }: CandidateListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { candidates, amending } = readiness;
  const included = candidates
    .map(({ commitmentId }) => commitmentId)
    .filter((id) => !left.includes(id));
  const ending = endingOf(amending, included);
  const leavingOf = (commitmentId: string) => {
    const at = ending.findIndex((each) => each.commitmentId === commitmentId);
    const bound = ending[at];
    return (
      bound && (
        <LeavingFields
          at={at}
          bound={bound}
          value={leaving[commitmentId] ?? { endsOn: "", reason: "" }}
          onChange={(next) => onLeaving(commitmentId, next)}
        />
      )
    );
  };
  // What binds and cannot go in again, such as what the parties are changing, ends by itself.
  const gone = ending.filter(
    (bound) => !candidates.some(({ commitmentId }) => commitmentId === bound.commitmentId),
  );
  return (
    <fieldset className="samenspraak-stack samenspraak-stack--tight">
      <legend className="samenspraak-offer__legend">{t("agreements.offer.commitments")}</legend>
      {candidates.length === 0 && (
        <p className="samenspraak-muted">{t("agreements.offer.no-commitments")}</p>
      )}
      {candidates.map((candidate) => (
        <div key={candidate.commitmentId}>
          <Checkbox
            pointer={`/commitments/${candidate.commitmentId}`}
            checked={!left.includes(candidate.commitmentId)}
            onChange={(event) => onTick(candidate.commitmentId, event.target.checked)}
            label={`${candidate.number}. ${candidate.title}`}
            description={
              <>
                {candidate.valueCents === null
                  ? t("commitments.value.to-be-discussed")
                  : format.money(candidate.valueCents)}
                {" · "}
                {candidate.isInForce
                  ? t("agreements.offer.in-force")
                  : t(candidate.isNew ? "agreements.offer.is-new" : "agreements.offer.is-changed")}
                <OfferedBid
                  bid={amending.bids.find((bid) => bid.commitmentId === candidate.commitmentId)}
                />
              </>
            }
          />
          {leavingOf(candidate.commitmentId)}
        </div>
      ))}
      {gone.map((bound) => (
        <div key={bound.commitmentId}>
          <p className="samenspraak-strong">
            {bound.number}. {bound.title}
          </p>
          {leavingOf(bound.commitmentId)}
        </div>
      ))}
    </fieldset>
  );
}

/** What the winning bid said, and plainly in what this is less. */
function OfferedBid({ bid }: { bid: View<"OfferedBidView"> | undefined }) {
  const { t } = useTranslation();
  const words = useWords();
  if (!bid) return null;
  return (
    <>
      <br />
      {t("agreements.offer.bid", { bid: bidText(bid.bid, words) })}
      {bid.less.length > 0 && (
        <>
          <br />
          <StatusLabel
            plain
            tone={bid.isAnswered ? "neutral" : "warning"}
            icon={<IconAlertTriangle size={16} aria-hidden="true" />}
          >
            {t(bid.isAnswered ? "agreements.offer.less.answered" : "agreements.offer.less", {
              what: lessText(bid.less, t),
            })}
          </StatusLabel>
        </>
      )}
    </>
  );
}

interface LeavingFieldsProps {
  /** Its place in what is sent, so that what is wrong with it finds its field. */
  at: number;
  bound: View<"BoundView">;
  value: Leaving;
  onChange: (value: Leaving) => void;
}

/** The last day of something that binds now, and why it does not go on. */
function LeavingFields({ at, bound, value, onChange }: LeavingFieldsProps) {
  const { t } = useTranslation();
  const { number } = bound;
  return (
    <div className="samenspraak-offer__leaving samenspraak-stack samenspraak-stack--tight">
      <p className="samenspraak-small">{t("agreements.leaving", { number })}</p>
      <TextField
        label={t("agreements.leaving.day", { number })}
        pointer={`/endings/${at}/endsOn`}
        type="date"
        min={bound.earliestEndOn}
        max={bound.latestEndOn}
        value={value.endsOn}
        onChange={(event) => onChange({ ...value, endsOn: event.target.value })}
      />
      <TextArea
        label={t("agreements.leaving.reason", { number })}
        pointer={`/endings/${at}/reason`}
        rows={2}
        value={value.reason}
        onChange={(event) => onChange({ ...value, reason: event.target.value })}
      />
    </div>
  );
}
