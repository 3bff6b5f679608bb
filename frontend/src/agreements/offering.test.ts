import { expect, test } from "vitest";
import type { View } from "../api/client";
import {
  askedOf,
  endingOf,
  endingsSaid,
  type Filled,
  faultsOf,
  filledBefore,
  groundFaults,
  groundsSaid,
  NO_GROUNDS,
} from "./offering";

type Amending = View<"AmendingView">;

const NEEDED = {
  cause: "cause",
  ground: "ground",
  groundText: "ground text",
  answer: "answer",
  day: "day",
  reason: "reason",
};

const leftOut = ({ commitmentId }: View<"BoundView">) => `left out ${commitmentId}`;

const EMPTY = filledBefore("");

function bound(commitmentId: string, isFromBid = false): View<"BoundView"> {
  return {
    commitmentId,
    number: 1,
    title: "Banen",
    valueCents: 1_000,
    isFromBid,
    earliestEndOn: "2026-11-20",
    latestEndOn: "2028-07-31",
  };
}

function amending(given: Partial<Amending> = {}): Amending {
  return {
    inForce: 1,
    isEnded: false,
    causes: ["extension", "other"],
    grounds: [],
    asksGround: [],
    asksAnswers: [],
    bound: [],
    bids: [],
    signByOn: "2026-12-18",
    earliestEndOn: "2026-11-20",
    latestEndOn: "2028-07-31",
    ...given,
  };
}

const WHY: View<"WhyView"> = {
  why: "obligation",
  detail: "De verplichting verandert.",
  commitmentId: null,
  commitmentNumber: null,
};

test("what is in force and not ticked ends", () => {
  const both = amending({ bound: [bound("a"), bound("b")] });
  expect(endingOf(both, ["a"])).toEqual([bound("b")]);
  expect(endingOf(both, ["a", "b"])).toEqual([]);
});

test("a ground is asked when the server says so, or when something from the bid is left out", () => {
  expect(askedOf(amending(), [], "", leftOut).ground).toBeNull();
  expect(askedOf(amending({ asksGround: [WHY] }), [], "", leftOut).ground).toEqual([WHY.detail]);
  expect(askedOf(amending(), [bound("a")], "", leftOut).ground).toBeNull();
  expect(askedOf(amending(), [bound("a", true)], "", leftOut).ground).toEqual(["left out a"]);
  expect(
    askedOf(amending({ inForce: null, asksGround: [WHY] }), [], "", leftOut).ground,
  ).toBeNull();
});

test("the four questions are asked for less than was bid, and of what is not substantial", () => {
  const changed = amending({ asksGround: [WHY] });
  expect(askedOf(changed, [], "review_clause", leftOut).answers).toBeNull();
  expect(askedOf(changed, [], "not_substantial", leftOut).answers).toEqual([]);
  expect(askedOf(amending(), [], "not_substantial", leftOut).answers).toBeNull();
  expect(askedOf(amending(), [bound("a", true)], "", leftOut).answers).toEqual(["left out a"]);
  expect(askedOf(amending({ inForce: null, asksAnswers: [WHY] }), [], "", leftOut).answers).toEqual(
    [WHY.detail],
  );
});

test("all that is missing is told at once, each at its own field", () => {
  const ending = [bound("a", true), bound("b")];
  const filled: Filled = { ...EMPTY, leaving: { b: { endsOn: "2026-12-01", reason: " " } } };
  const faults = faultsOf(filled, ending, askedOf(amending(), ending, "", leftOut), true, NEEDED);
  expect(faults.map(({ pointer }) => pointer)).toEqual([
    "/endings/0/endsOn",
    "/endings/0/reason",
    "/endings/1/reason",
    "/cause",
    "/ground",
    "/groundText",
    "/answers/othersAdmitted",
    "/answers/otherWinner",
    "/answers/balanceShifts",
    "/answers/scopeWidens",
  ]);
});

test("nothing is missing of a first version", () => {
  const first = amending({ inForce: null, causes: ["first"] });
  expect(faultsOf(EMPTY, [], askedOf(first, [], "", leftOut), false, NEEDED)).toEqual([]);
});

test("what is no longer asked is not sent, though it stays in the form", () => {
  const grounds = { ground: "review_clause" as const, groundText: "artikel 14", answers: {} };
  expect(groundsSaid(grounds, { ground: null, answers: null })).toEqual({
    ground: null,
    groundText: "",
    answers: null,
  });
  expect(groundsSaid(grounds, { ground: [WHY.detail], answers: null })).toEqual({
    ground: "review_clause",
    groundText: "artikel 14",
    answers: null,
  });
});

test("a question that was answered with no is answered", () => {
  const asked = { ground: null, answers: [] };
  const answers = {
    othersAdmitted: false,
    otherWinner: false,
    balanceShifts: true,
    scopeWidens: false,
  };
  expect(groundFaults({ ...NO_GROUNDS, answers }, asked, NEEDED)).toEqual([]);
  expect(groundsSaid({ ...NO_GROUNDS, answers }, asked).answers).toEqual(answers);
});

test("what ends is sent in the order in which it stands in the form", () => {
  const leaving = { b: { endsOn: "2026-12-01", reason: "klaar" }, a: { endsOn: "", reason: "" } };
  expect(endingsSaid({ ...EMPTY, leaving }, [bound("a"), bound("b")])).toEqual([
    { commitmentId: "a", endsOn: "", reason: "" },
    { commitmentId: "b", endsOn: "2026-12-01", reason: "klaar" },
  ]);
});

test("what was kept comes back, and what cannot be read is left", () => {
  const kept = JSON.stringify({ reason: "meer werk", left: ["a"] });
  expect(filledBefore(kept)).toEqual({ ...EMPTY, reason: "meer werk", left: ["a"] });
  expect(filledBefore("{")).toEqual(EMPTY);
});
