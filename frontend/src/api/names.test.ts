import { expect, test } from "vitest";
import { sayErased } from "./names";

test("everybody of a side whose name was erased is called so, and nothing else changes", () => {
  const answer = {
    participants: [
      { name: "", side: "buyer" },
      { name: "Ilse Bakker", side: "contractor" },
    ],
    items: [{ author: { name: "", side: "coordinator" }, draft: { name: "" }, side: "buyer" }],
    name: "",
    nothing: null,
  };
  sayErased(answer, "naam gewist");
  expect(answer).toEqual({
    participants: [
      { name: "naam gewist", side: "buyer" },
      { name: "Ilse Bakker", side: "contractor" },
    ],
    items: [
      { author: { name: "naam gewist", side: "coordinator" }, draft: { name: "" }, side: "buyer" },
    ],
    name: "",
    nothing: null,
  });
});
