import type { View } from "../api/client";
import type { FieldError } from "../ui/form";

/** The four questions, in the order of the law. */
export const QUESTIONS = ["othersAdmitted", "otherWinner", "balanceShifts", "scopeWidens"] as const;

export type Question = (typeof QUESTIONS)[number];

/** What a buyer filled in so far. */
export interface Answering {
  answers: Partial<Record<Question, boolean>>;
  ground: string;
}

export const NOTHING_ANSWERED: Answering = { answers: {}, ground: "" };

/** The answers as they are sent, or what is still missing of them. */
export function answered(
  { answers, ground }: Answering,
  at: string,
  messages: { choose: string; ground: string },
): { bidAnswers: View<"BidAnswers"> } | { errors: FieldError[] } {
  const open = QUESTIONS.filter((each) => answers[each] === undefined);
  const errors = open.map((each) => ({ pointer: `${at}/${each}`, message: messages.choose }));
  if (ground.trim() === "") errors.push({ pointer: `${at}/ground`, message: messages.ground });
  if (errors.length > 0) return { errors };
  const [othersAdmitted, otherWinner, balanceShifts, scopeWidens] = QUESTIONS.map(
    (each) => answers[each] === true,
  ) as [boolean, boolean, boolean, boolean];
  return { bidAnswers: { othersAdmitted, otherWinner, balanceShifts, scopeWidens, ground } };
}
