import { expect, test } from "vitest";
import { type Answering, answered, NOTHING_ANSWERED, QUESTIONS } from "./bidAnswers";

const SAY = { choose: "Kies ja of nee.", ground: "Schrijf waarom." };

test("each question that is open is asked for, and so is the ground", () => {
  expect(answered(NOTHING_ANSWERED, "/bidAnswers", SAY)).toEqual({
    errors: [
      ...QUESTIONS.map((each) => ({ pointer: `/bidAnswers/${each}`, message: "Kies ja of nee." })),
      { pointer: "/bidAnswers/ground", message: "Schrijf waarom." },
    ],
  });
});

test("a no is an answer as well", () => {
  const full: Answering = {
    answers: {
      othersAdmitted: false,
      otherWinner: false,
      balanceShifts: true,
      scopeWidens: false,
    },
    ground: "De opleider heeft minder leerlingen.",
  };
  expect(answered(full, "/bidAnswers", SAY)).toEqual({
    bidAnswers: { ...full.answers, ground: full.ground },
  });
});
