import type { View } from "../api/client";
import { closedWord } from "./Standing";
import {
  contentText,
  headlines,
  type Revision,
  type SigningSide,
  type Terms,
  type Words,
} from "./terms";

type Commitment = View<"CommitmentView">;
type Side = View<"Side">;

/** A round by its number. */
export function roundOf(commitment: Commitment, number: number | null): Revision | undefined {
  return commitment.revisions.find((round) => round.number === number);
}

/** The round that is on the table, or was last. */
export function newestRound(commitment: Commitment): Revision {
  const newest =
    roundOf(commitment, commitment.negotiation?.revision ?? null) ?? commitment.revisions.at(-1);
  if (!newest) throw new Error("a commitment that is no concept has at least one round");
  return newest;
}

/** The round a commitment is known by: what is on the table, else what is agreed, else the last. */
export function shownRound(commitment: Commitment): Revision {
  const { status, agreedRevision } = commitment.standing;
  if (status === "agreed" || status === "in_force") {
    return roundOf(commitment, agreedRevision) ?? newestRound(commitment);
  }
  return newestRound(commitment);
}

/** The rounds of this bargaining, oldest first; earlier ones led to what was agreed before. */
export function roundsNow(commitment: Commitment): Revision[] {
  return commitment.revisions.filter(
    ({ number }) => number >= (commitment.negotiation?.firstRevision ?? 1),
  );
}

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
    return [t("commitments.says.agreed", { what: contentText(shown.terms, words) })];
  }
  if (standing.status === "in_force") {
    return [t("commitments.says.in-force", { what: contentText(shown.terms, words) })];
  }
  if (standing.status === "closed") {
    const date = standing.closedAt ? format.date(standing.closedAt) : "";
    const by = signing(negotiation?.proposedBy ?? shown.bySide);
    const how =
      standing.closedAs === "declined"
        ? t("commitments.says.declined", { side: t(`ui.side.${across(by)}`), date })
        : standing.closedAs === "withdrawn"
          ? t("commitments.says.withdrawn", { side: t(`ui.side.${by}`), date })
          : t("commitments.says.closed", { how: closedWord(standing.closedAs, t), date });
    return [how, t("commitments.says.was", { what: contentText(shown.terms, words) })];
  }
  const by = signing(shown.bySide);
  const other = roundsNow(commitment)
    .filter((round) => round.number < shown.number && round.bySide !== by)
    .at(-1);
  const agreed = other ? undefined : roundOf(commitment, standing.agreedRevision);
  const [now = "", then = ""] = headlines(shown.terms, (other ?? agreed)?.terms, words);
  const sentences = [says("now", by, own, now, words)];
  // The same numbers twice would hide that a condition or another field is what differs.
  if (other && now === then) sentences.push(t("commitments.says.same"));
  else if (other) sentences.push(says("then", signing(other.bySide), own, then, words));
  else if (agreed) sentences.push(t("commitments.says.agreed-before", { what: then }));
  return sentences;
}

/** What a yes binds to: "U gaat akkoord met 5 plekken, 18 maanden, € 75.000." */
export function acceptingWords(terms: Terms, words: Words): string {
  return words.t("commitments.accept.content", { what: contentText(terms, words) });
}

function says(
  tense: "now" | "then",
  by: SigningSide,
  own: Side,
  what: string,
  { t }: Words,
): string {
  return t(`commitments.says.${tense}.${by}.${by === own ? "you" : "they"}`, { what });
}

function across(side: SigningSide): SigningSide {
  return side === "buyer" ? "contractor" : "buyer";
}

/** A coordinator never puts a round. */
function signing(side: Side): SigningSide {
  return side === "buyer" ? "buyer" : "contractor";
}
