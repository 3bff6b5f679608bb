import { useTranslation } from "react-i18next";
import { useFormat } from "../text/useFormat";
import type { Side } from "./Side";
import "./BidLine.css";

export interface Bid {
  round: number;
  side: "buyer" | "contractor";
  /** A decimal string, as the API gives it. */
  value: string;
}

interface BidLineProps {
  label: string;
  /** Every bid of both sides, oldest first. The last one of a side is where it stands now. */
  bids: readonly Bid[];
  /** A number with its unit, for the difference: `(value) => "1 plek"`. */
  amount: (value: number) => string;
}

interface Mark extends Bid {
  at: number;
  current: boolean;
}

/**
 * Every bid of both sides on one number line.
 *
 * Filled is where a side stands now, open is an earlier round, and the dotted part is what is left
 * to bridge. Places are percentages and the words are HTML, so nothing shrinks on a phone; the same
 * numbers stand in the table of rounds.
 */
export function BidLine({ label, bids, amount }: BidLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const marks = placed(bids);
  const buyer = marks.find((mark) => mark.current && mark.side === "buyer");
  const contractor = marks.find((mark) => mark.current && mark.side === "contractor");
  const difference =
    buyer && contractor ? Math.abs(Number(buyer.value) - Number(contractor.value)) : undefined;
  const gap =
    difference === undefined
      ? undefined
      : difference === 0
        ? t("ui.bid-line.equal")
        : t("ui.bid-line.difference", { amount: amount(difference) });
  const sentence = [
    `${label}.`,
    ...[buyer, contractor].flatMap((mark) =>
      mark
        ? [
            t("ui.bid-line.stands", {
              side: t(`ui.side.${mark.side}`),
              amount: amount(Number(mark.value)),
              round: mark.round,
            }),
          ]
        : [],
    ),
    gap === undefined ? "" : `${gap}.`,
  ].join(" ");
  const earlier = marks.filter((mark) => !mark.current);
  const equal = difference === 0;

  return (
    <div className="samenspraak-bid-line">
      <div className="samenspraak-bid-line__words">
        <p className="samenspraak-strong">{label}</p>
        {gap !== undefined && <p className="samenspraak-muted">{gap}</p>}
      </div>
      <div className="samenspraak-bid-line__drawing" role="img" aria-label={sentence}>
        <svg className="samenspraak-bid-line__line" aria-hidden="true">
          <line className="samenspraak-bid-line__axis" x1="0" x2="100%" y1="50%" y2="50%" />
          {buyer && contractor && !equal && (
            <line
              className="samenspraak-bid-line__gap"
              x1={`${buyer.at}%`}
              x2={`${contractor.at}%`}
              y1="50%"
              y2="50%"
            />
          )}
        </svg>
        {earlier.map((mark) => {
          // Rounds at one place share one line of words, under the first of them.
          const here = earlier.filter((other) => other.at === mark.at);
          return (
            <BidMark key={`${mark.side} ${mark.round}`} mark={mark}>
              {here[0] === mark
                ? t("ui.bid-line.round", {
                    round: here.map(({ round }) => round).join(", "),
                    value: format.number(mark.value),
                  })
                : ""}
            </BidMark>
          );
        })}
        {[buyer, contractor].map(
          (mark) =>
            mark && (
              <BidMark key={mark.side} mark={mark} apart={equal}>
                {equal && mark.side === "contractor" ? "" : format.number(mark.value)}
              </BidMark>
            ),
        )}
      </div>
    </div>
  );
}

interface BidMarkProps {
  mark: Mark;
  /** Both stand at one number, so their marks stand side by side. */
  apart?: boolean;
  children: string;
}

function BidMark({ mark, apart = false, children }: BidMarkProps) {
  const look = [
    "samenspraak-bid",
    `samenspraak-bid--${mark.side}`,
    mark.current ? "samenspraak-bid--current" : "samenspraak-bid--earlier",
    apart ? "samenspraak-bid--apart" : "",
  ].join(" ");
  return (
    <span className={look} style={{ insetInlineStart: `${mark.at}%` }}>
      <span className="samenspraak-bid__mark" />
      <span className="samenspraak-bid__words">{children}</span>
    </span>
  );
}

/** Room at both ends, so that words under the outermost marks stay inside the drawing. */
const ROOM = 12;

function placed(bids: readonly Bid[]): Mark[] {
  const values = bids.map((bid) => Number(bid.value));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const last = new Map<Side, Bid>();
  for (const bid of bids) last.set(bid.side, bid);
  return bids.map((bid) => ({
    ...bid,
    current: last.get(bid.side) === bid,
    at: high === low ? 50 : ROOM + ((Number(bid.value) - low) / (high - low)) * (100 - 2 * ROOM),
  }));
}

/** What the shapes of a bid line mean; once above a group of them. */
export function BidLineKey() {
  const { t } = useTranslation();
  return <span className="samenspraak-muted">{t("ui.bid-line.key")}</span>;
}
