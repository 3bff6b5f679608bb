import type { View } from "../api/client";
import { roundOf, roundsNow, shownRound } from "./roundsOf";
import { closedWord } from "./Standing";
import { contentText, headlines, type SigningSide, type Terms, type Words } from "./terms";

type Commitment = View<"CommitmentView">;
type Side = View<"Side">;

/**
 * What is going on, in one or two sentences from where the reader sits.
 *
 * "Opdrachtnemer biedt 2 plekken, 18 maanden. U vroeg 4 plekken, 12 maanden."
 */
export function openingWords(commitment: Commitment, own: Side, words: Words): string[] {
  const { t, format } = words;
  const { standing, negotiation } = commitment;
  const shown = shownRound(commitment);
  if (standing.status === "agreed") {
    return [t("bargaining.says.agreed", { what: contentText(shown.terms, words) })];
  }
  if (standing.status === "in_force") {
    return [t("bargaining.says.in-force", { what: contentText(shown.terms, words) })];
  }
  if (standing.status === "closed") {
    const date = standing.closedAt ? format.date(standing.closedAt) : "";
    const by = signing(negotiation?.proposedBy ?? shown.bySide);
    const how =
      standing.closedAs === "declined"
        ? t("bargaining.says.declined", { side: t(`ui.side.${across(by)}`), date })
        : standing.closedAs === "withdrawn"
          ? t("bargaining.says.withdrawn", { side: t(`ui.side.${by}`), date })
          : standing.endedOn
            ? t("bargaining.says.ended", { date: format.date(standing.endedOn) })
            : t("bargaining.says.closed", { how: closedWord(standing.closedAs, t), date });
    return [how, t("bargaining.says.was", { what: contentText(shown.terms, words) })];
  }
  const by = signing(shown.bySide);
  const other = roundsNow(commitment)
    .filter((round) => round.number < shown.number && round.bySide !== by)
    .at(-1);
  const agreed = other ? undefined : roundOf(commitment, standing.agreedRevision);
  const [now = "", then = ""] = headlines(shown.terms, (other ?? agreed)?.terms, words);
  const sentences = [says("now", by, own, now, words)];
  // The same numbers twice would hide that a condition or another field is what differs.
  if (other && now === then) sentences.push(t("bargaining.says.same"));
  else if (other) sentences.push(says("then", signing(other.bySide), own, then, words));
  else if (agreed) sentences.push(t("bargaining.says.agreed-before", { what: then }));
  return sentences;
}

/** What a yes binds to: "U gaat akkoord met 5 plekken, 18 maanden, € 75.000." */
export function acceptingWords(terms: Terms, words: Words): string {
  return words.t("bargaining.accept.content", { what: contentText(terms, words) });
}

function says(
  tense: "now" | "then",
  by: SigningSide,
  own: Side,
  what: string,
  { t }: Words,
): string {
  return t(`bargaining.says.${tense}.${by}.${by === own ? "you" : "they"}`, { what });
}

function across(side: SigningSide): SigningSide {
  return side === "buyer" ? "contractor" : "buyer";
}

/** A coordinator never puts a round. */
function signing(side: Side): SigningSide {
  return side === "buyer" ? "buyer" : "contractor";
}
