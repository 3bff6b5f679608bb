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

function version(document: object): View<"VersionView"> {
  return { document: { parties: [], ...document }, names: [] } as unknown as View<"VersionView">;
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

test("without an earlier version nothing is new", () => {
  const compared = compareVersions(undefined, TWO, words);
  expect([compared.added, compared.changed, compared.removed]).toEqual([0, 0, 0]);
  expect(compared.obligation.after.replaceAll("\u00a0", " ")).toBe(
    "De opdrachtnemer vult € 208.000 aan social return in: 4 % van de opdrachtsom.\n\nZo.",
  );
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
