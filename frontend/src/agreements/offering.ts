import type { View } from "../api/client";
import { QUESTIONS, type Question } from "../commitments/bidAnswers";
import type { FieldError } from "../ui/form";

type Amending = View<"AmendingView">;
type Bound = View<"BoundView">;

/** What was filled in of why a version is made, and on which ground. */
export interface Grounds {
  ground: View<"Ground"> | "";
  groundText: string;
  answers: Partial<Record<Question, boolean>>;
}

/** The last day of something that ends early, and why. */
export interface Leaving {
  endsOn: string;
  reason: string;
}

/** Everything that is typed into the form of a version. */
export interface Filled extends Grounds {
  cause: View<"Cause"> | "";
  reason: string;
  /** What is not ticked. */
  left: readonly string[];
  leaving: Readonly<Record<string, Leaving>>;
}

export const NO_GROUNDS: Grounds = { ground: "", groundText: "", answers: {} };

const NOTHING: Filled = { ...NO_GROUNDS, cause: "", reason: "", left: [], leaving: {} };

/** What was being typed before a session or a page was lost, or else nothing. */
export function filledBefore(kept: string): Filled {
  if (kept === "") return NOTHING;
  try {
    return { ...NOTHING, ...(JSON.parse(kept) as Partial<Filled>) };
  } catch {
    // What cannot be read was not kept by this form.
    return NOTHING;
  }
}

/** What binds now and is not in the version that one puts together, so that it ends. */
export function endingOf(amending: Amending, included: readonly string[]): Bound[] {
  return amending.bound.filter(({ commitmentId }) => !included.includes(commitmentId));
}

/** What the law asks of a version, with why in words: a ground, and answers to four questions. */
export interface Asked {
  ground: readonly string[] | null;
  answers: readonly string[] | null;
}

/**
 * What is asked of exactly this version.
 *
 * The server says so for a version with everything in it; leaving out what was bid asks both, and
 * `leftOut` says that of one commitment.
 */
export function askedOf(
  amending: Amending,
  ending: readonly Bound[],
  ground: string,
  leftOut: (bound: Bound) => string,
): Asked {
  const left = ending.filter(({ isFromBid }) => isFromBid).map(leftOut);
  const whysOf = (whys: readonly View<"WhyView">[]) => [
    ...whys.map(({ detail }) => detail),
    ...left,
  ];
  const forGround = whysOf(amending.asksGround);
  const forAnswers = whysOf(amending.asksAnswers);
  const asksGround = amending.inForce !== null && forGround.length > 0;
  const isToProve = asksGround && ground === "not_substantial";
  return {
    ground: asksGround ? forGround : null,
    answers: forAnswers.length > 0 || isToProve ? forAnswers : null,
  };
}

/** What the form says of something that is still empty. */
export interface Needed {
  cause: string;
  ground: string;
  groundText: string;
  answer: string;
  day: string;
  reason: string;
}

/** The part of a request that says why and on which ground. What is not asked is not sent. */
export function groundsSaid(
  { ground, groundText, answers }: Grounds,
  asked: Asked,
): Pick<View<"OfferVersion">, "ground" | "groundText" | "answers"> {
  const yes = (each: Question) => answers[each] === true;
  return {
    ground: asked.ground === null || ground === "" ? null : ground,
    groundText: asked.ground === null ? "" : groundText,
    answers:
      asked.answers === null
        ? null
        : {
            othersAdmitted: yes("othersAdmitted"),
            otherWinner: yes("otherWinner"),
            balanceShifts: yes("balanceShifts"),
            scopeWidens: yes("scopeWidens"),
          },
  };
}

/** What is still missing of the ground and the answers. */
export function groundFaults(grounds: Grounds, asked: Asked, needed: Needed): FieldError[] {
  const faults: FieldError[] = [];
  if (asked.ground !== null && grounds.ground === "") {
    faults.push({ pointer: "/ground", message: needed.ground });
  }
  if (asked.ground !== null && grounds.groundText.trim() === "") {
    faults.push({ pointer: "/groundText", message: needed.groundText });
  }
  for (const question of asked.answers === null ? [] : QUESTIONS) {
    if (grounds.answers[question] !== undefined) continue;
    faults.push({ pointer: `/answers/${question}`, message: needed.answer });
  }
  return faults;
}

/** What is still missing of a version, all of it at once and in the order of the form. */
export function faultsOf(
  filled: Filled,
  ending: readonly Bound[],
  asked: Asked,
  asksCause: boolean,
  needed: Needed,
): FieldError[] {
  const faults: FieldError[] = [];
  for (const [at, { commitmentId }] of ending.entries()) {
    const { endsOn = "", reason = "" } = filled.leaving[commitmentId] ?? {};
    if (endsOn === "") faults.push({ pointer: `/endings/${at}/endsOn`, message: needed.day });
    if (reason.trim() === "") {
      faults.push({ pointer: `/endings/${at}/reason`, message: needed.reason });
    }
  }
  if (asksCause && filled.cause === "") faults.push({ pointer: "/cause", message: needed.cause });
  return [...faults, ...groundFaults(filled, asked, needed)];
}

/** What ends early, as it is sent: in the order in which it stands in the form. */
export function endingsSaid(filled: Filled, ending: readonly Bound[]) {
  return ending.map(({ commitmentId }) => {
    const { endsOn = "", reason = "" } = filled.leaving[commitmentId] ?? {};
    return { commitmentId, endsOn, reason };
  });
}
