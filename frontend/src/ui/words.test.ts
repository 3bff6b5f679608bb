import { expect, test } from "vitest";
import { beside, withoutEnds, wordDifferences } from "./words";

const inOrder = (before: string, after: string) =>
  wordDifferences(before, after).map((pieces) => pieces.map(({ kind, text }) => `${kind} ${text}`));

test("a number is one word and is never split", () => {
  expect(inOrder("meer dan 20% binnen vier weken", "meer dan 10% binnen vier weken")).toEqual([
    ["same meer dan ", "removed 20", "added 10", "same % binnen vier weken"],
  ]);
});

test("paragraphs that stayed are left alone, and one that is new is new as a whole", () => {
  expect(inOrder("Een.\n\nTwee.", "Een.\n\nTussen.\n\nTwee.")).toEqual([
    ["same Een."],
    ["added Tussen."],
    ["same Twee."],
  ]);
});

test("a paragraph that went is told as well", () => {
  expect(inOrder("Een.\n\nTwee.", "Een.")).toEqual([["same Een."], ["removed Twee."]]);
});

test("what is told adds up to both texts", () => {
  const before = "De leerling krijgt begeleiding.\n\nDe tabel geldt.";
  const after = "Elke leerling krijgt vier uur begeleiding.\n\nDe tabel van bijlage 4 geldt.";
  const told = wordDifferences(before, after);
  const join = (kind: string) =>
    told
      .map((pieces) =>
        pieces
          .filter((piece) => piece.kind !== kind)
          .map(({ text }) => text)
          .join(""),
      )
      .join("\n\n");
  expect(join("added")).toBe(before);
  expect(join("removed")).toBe(after);
});

test("marks stand around words, not around the white space beside them", () => {
  expect(withoutEnds(" en bbl-3 ")).toEqual([" ", "en bbl-3", " "]);
  expect(withoutEnds("  ")).toEqual(["  ", "", ""]);
});

test("a paragraph beside itself has what went on one side and what came on the other", () => {
  const [paragraph = []] = wordDifferences("binnen vier weken", "binnen twee weken");
  const said = beside(paragraph).map((pieces) => pieces.map(({ text }) => text).join(""));
  expect(said).toEqual(["binnen vier weken", "binnen twee weken"]);
  expect(beside([{ kind: "added", text: "Nieuw." }])[0]).toEqual([]);
});
