import i18next from "i18next";
import { expect, test } from "vitest";
import type { View } from "../api/client";
import { formatIn } from "../text/format";
import { compareVersions } from "./documents";

const words = { t: i18next.t, format: formatIn("nl") };

function part(commitmentId: string, number: number, digest: string) {
  const terms = { title: `Toezegging ${number}`, quantity: "2", unit: "plekken" };
  return { commitmentId, number, revision: 1, digest, document: { by: "contractor", terms } };
}

function version(document: object, commitmentsHtml: string[] = [], clausesHtml: string[] = []) {
  return {
    document: { parties: [], ...document },
    laidOut: { clausesHtml, commitmentsHtml },
    names: [],
  } as unknown as View<"VersionView">;
}

const ONE = version({
  purpose: { text: "Samen met de wijk.", parts: [{ letter: "A", text: "opleiden" }] },
  obligation: { amountCents: 19_440_000, basis: "de opdrachtsom", reason: "Zo.", percent: "4" },
  commitments: [part("a", 1, "x"), part("b", 2, "y"), part("c", 3, "z")],
  clauses: [
    { number: 1, title: "Volgen", text: "Binnen vier weken." },
    { number: 2, title: "Oud", text: "Weg." },
  ],
});

const TWO = version({
  purpose: { text: "Samen met de wijk.", parts: [{ letter: "A", text: "opleiden" }] },
  obligation: { amountCents: 20_800_000, basis: "de opdrachtsom", reason: "Zo.", percent: "4" },
  commitments: [part("a", 1, "x"), part("b", 2, "changed"), part("d", 4, "new")],
  clauses: [{ number: 1, title: "Volgen", text: "Binnen twee weken." }],
});

test("what changed is counted over commitments, articles, purpose and obligation", () => {
  const compared = compareVersions(ONE, TWO, words);
  expect([compared.added, compared.changed, compared.removed]).toEqual([1, 3, 2]);
  expect(compared.purpose.change).toBe("same");
  expect(compared.commitments.map(({ number, change }) => [number, change])).toEqual([
    [1, "same"],
    [2, "changed"],
    [3, "removed"],
    [4, "added"],
  ]);
  expect(compared.clauses.map(({ title, number, change }) => [title, number, change])).toEqual([
    ["Volgen", 1, "changed"],
    ["Oud", undefined, "removed"],
  ]);
});

test("each article and each commitment comes with its own text laid out, in any order", () => {
  const volgen = { number: 1, title: "Volgen", text: "*Vier* weken." };
  const privacy = { number: 2, title: "Privacy", text: "Geen **gegevens**." };
  const before = version(
    {
      commitments: [part("b", 2, "y"), part("c", 3, "z")],
      clauses: [privacy, { number: 2, title: "Oud", text: "Weg." }],
    },
    ["<p>b toen</p>", "<p>c toen</p>"],
    ["<p>Privacy toen</p>", "<p>Weg.</p>"],
  );
  const after = version(
    { commitments: [part("a", 1, "x"), part("b", 2, "y")], clauses: [volgen, privacy] },
    ["<p>a nu</p>", "<p>b nu</p>"],
    ["<p>Volgen nu</p>", "<p>Privacy nu</p>"],
  );
  const compared = compareVersions(before, after, words);
  expect(compared.clauses.map(({ title, html }) => [title, html])).toEqual([
    ["Volgen", "<p>Volgen nu</p>"],
    ["Privacy", "<p>Privacy nu</p>"],
    ["Oud", undefined],
  ]);
  expect(
    compared.commitments.map(({ id, before, after }) => [id, before?.html, after?.html]),
  ).toEqual([
    ["a", undefined, "<p>a nu</p>"],
    ["b", "<p>b toen</p>", "<p>b nu</p>"],
    ["c", "<p>c toen</p>", undefined],
  ]);
});

test("without an earlier version nothing is new", () => {
  const compared = compareVersions(undefined, TWO, words);
  expect([compared.added, compared.changed, compared.removed]).toEqual([0, 0, 0]);
  expect(compared.obligation.said.after.replaceAll("\u00a0", " ")).toBe(
    "De opdrachtnemer vult € 208.000 aan social return in: 4 % van de opdrachtsom.",
  );
  expect(compared.obligation.change).toBe("same");
});

test("all that is signed of what is owed is read: its sum, what was weighed, and what both said", () => {
  const owed = version({
    obligation: {
      amountCents: 333,
      basis: "het budget",
      reason: "Zo.",
      withinCents: 167,
      change: { cause: "turnover", reason: "Er is meer gefactureerd." },
      sheet: [
        { text: "Basis", amountCents: 10_001 },
        { text: "Percentage", sum: "3,33 % × € 100,01 = € 3,330333" },
        { text: "Ten minste binnen het contract", sum: "50 % × € 3,34", amountCents: 167 },
      ],
      weighing: [{ text: "Arbeidsaandeel: 38 %" }],
      reactions: [{ side: "contractor", text: "Stevig." }],
    },
  });
  const part = compareVersions(undefined, owed, words).obligation;
  expect(part.said.after.replaceAll("\u00a0", " ")).toBe(
    "De opdrachtnemer vult € 3,33 aan social return in, gerekend vanaf het budget." +
      " Ten minste € 1,67 wordt binnen het contract ingevuld.",
  );
  expect([part.reason.after, part.moved.after, part.weighing.after]).toEqual([
    "Zo.",
    "Er is meer gefactureerd.",
    "Arbeidsaandeel: 38 %",
  ]);
  expect(part.steps.map(({ text, amountCents }) => [text, amountCents])).toEqual([
    ["Basis", 10_001],
    ["Percentage", null],
    ["Ten minste binnen het contract", 167],
  ]);
  expect(part.reactions).toMatchObject([{ side: "contractor", after: "Stevig." }]);
  expect(part.change).toBe("same");
});

test("a step that comes out otherwise changes what is owed, line by line", () => {
  const owed = (amountCents: number) =>
    version({
      obligation: {
        amountCents: 333,
        basis: "het budget",
        reason: "Zo.",
        sheet: [
          { text: "Basis", amountCents: 10_001 },
          { text: "Ten minste binnen het contract", sum: "50 % × € 3,34", amountCents },
        ],
      },
    });
  const part = compareVersions(owed(167), owed(168), words).obligation;
  expect(part.change).toBe("changed");
  expect(
    part.stepChanges.map(({ before, after }) =>
      [before, after].join(" / ").replaceAll("\u00a0", " "),
    ),
  ).toEqual(["€ 100,01 / € 100,01", "50 % × € 3,34 = € 1,67 / 50 % × € 3,34 = € 1,68"]);
});

test("what has no amount is told by what is asked, and never as nought", () => {
  const owed = version({ obligation: { basis: "Een open dag voor de buurt.", reason: "Zo." } });
  const part = compareVersions(undefined, owed, words).obligation;
  expect([part.said.after, part.reason.after]).toEqual(["Een open dag voor de buurt.", "Zo."]);
});

test("a document that leaves out what was not filled in is read all the same", () => {
  expect(compareVersions(version({}), version({}), words)).toMatchObject({
    added: 0,
    changed: 0,
    removed: 0,
    commitments: [],
    clauses: [],
  });
});
