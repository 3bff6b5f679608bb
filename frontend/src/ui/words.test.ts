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

test("a sentence that was replaced is not cut up by a word that both happen to have", () => {
  expect(
    inOrder(
      "Samen € 12.000,00. Voor de overige € 11.066,67 doen partijen een voorstel.",
      "Samen € 24.000,00. Dat is € 1.833,33 meer en geen tegoed voor een ander contract.",
    ),
  ).toEqual([
    [
      "same Samen € ",
      "removed 12.000,00",
      "added 24.000,00",
      "same . ",
      "removed Voor de overige € 11.066,67 doen partijen een voorstel",
      "added Dat is € 1.833,33 meer en geen tegoed voor een ander contract",
      "same .",
    ],
  ]);
});

test("two numbers that changed in one sentence stay two changes", () => {
  expect(inOrder("4 van 12 plekken", "5 van 14 plekken")).toEqual([
    ["removed 4", "added 5", "same  van ", "removed 12", "added 14", "same  plekken"],
  ]);
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
