/** To propose, to agree and to sign; what nothing waits for is the last. */
export type Level = "propose" | "agree" | "sign" | "wish";

/** Where each field stands: what begins like this, the first that fits. */
const PLACES: readonly [RegExp, Level][] = [
  [/^(title|quantity|unit|spentCents|text)$/, "propose"],
  [/^period\.(months|weeks)$/, "propose"],
  [/^period$/, "propose"],
  [/^(kind|targetGroup|purposeParts|scope|countsTowardsObligation|countsGround)$/, "agree"],
  [/^(value|counting|resultGoal|effortGoal|goal)(\.|$)/, "agree"],
  [/^period\.hours/, "agree"],
  [/^(hintsSkipped)$/, "agree"],
  [/^period\.(startsOn|endsOn)$/, "sign"],
  [/^(evidence|dates|responsible)(\.|$)/, "sign"],
  [/^(partner|standingPromises|pilot|ladder|paidOnResultCents)(\.|$)/, "wish"],
];

/** How far a field is folded away; null when it stands beside the terms, as the clock does. */
export function levelOf(name: string): Level | null {
  return PLACES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** The pointer under which a field is known to the form and to the server. */
export function pointerOf(name: string): string {
  return name === "text" ? "/text" : `/fields/${name}`;
}

/** The name of the field that a pointer leads to, or into. */
export function nameOf(pointer: string): string {
  return pointer.replace(/^\/(fields\/)?/, "").replace(/\/.*$/, "");
}
