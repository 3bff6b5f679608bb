import { expect, test } from "vitest";
import {
  addressOf,
  blocksOf,
  changedFields,
  comparedVersions,
  fieldRows,
  isCompared,
  type Line,
  languageOf,
  type PartChange,
  partsOf,
  placeOf,
  predecessorOf,
  type ReadingField,
  type ReadingPart,
  saidFields,
  shownParts,
  shownTexts,
  versionAsked,
} from "./readings";

function line(id: string, number: number, day: number, rest: Partial<Line> = {}): Line {
  const offeredAt = `2026-11-${String(day).padStart(2, "0")}T09:00:00Z`;
  return { id, number, offeredAt, inForceAt: null, closedAt: null, ...rest } as Line;
}

const inForce = { inForceAt: "2026-11-03T09:00:00Z" };
const closed = { closedAt: "2026-11-09T09:00:00Z" };
// The newest first, as the server gives them. A deal on paper was brought in twice.
const LINES = [
  line("third", 3, 8),
  line("second", 2, 6, closed),
  line("first", 1, 3, inForce),
  line("paper", 0, 2, inForce),
  line("wrong-paper", 0, 1, closed),
];

function field(key: string, rest: Partial<ReadingField> = {}): ReadingField {
  return {
    key,
    label: key,
    value: key,
    amount: null,
    isProvenance: false,
    ...rest,
  } as ReadingField;
}

function part(key: string, rest: Partial<ReadingPart> = {}): ReadingPart {
  const kind = key.split("/")[0];
  return {
    key,
    kind,
    heading: key,
    number: null,
    fields: [],
    texts: [],
    amount: null,
    ...rest,
  } as ReadingPart;
}

function change(
  key: string,
  kind: PartChange["change"],
  rest: Partial<PartChange> = {},
): PartChange {
  return { ...part(key), change: kind, isCounted: true, ...rest } as unknown as PartChange;
}

test("a version is found by its number, and one that was taken back by its id", () => {
  expect(versionAsked(LINES, 2)?.id).toBe("second");
  expect(versionAsked(LINES, 0)?.id).toBe("paper");
  expect(versionAsked(LINES, "wrong-paper")?.number).toBe(0);
  expect(versionAsked(LINES, 7)).toBeUndefined();
  expect(versionAsked(LINES, undefined)).toBeUndefined();
});

test("every version has an address that leads back to it", () => {
  expect(LINES.map((each) => addressOf(LINES, each))).toEqual([3, 2, 1, 0, "wrong-paper"]);
  for (const each of LINES) expect(versionAsked(LINES, addressOf(LINES, each))).toBe(each);
});

test("a version follows the one that bound, and otherwise the one before it", () => {
  expect(LINES.map((each) => predecessorOf(LINES, each)?.id)).toEqual([
    "first",
    "first",
    "paper",
    "wrong-paper",
    undefined,
  ]);
});

test("without a choice the newest stands beside the one it follows", () => {
  const ids = (asked: Parameters<typeof comparedVersions>[1]) => {
    const { before, after } = comparedVersions(LINES, asked);
    return [before?.id, after?.id];
  };
  expect(ids({})).toEqual(["first", "third"]);
  expect(ids({ van: 2 })).toEqual(["second", "third"]);
  expect(ids({ met: 1 })).toEqual(["paper", "first"]);
  expect(ids({ van: 3, met: 2 })).toEqual(["third", "second"]);
  expect(ids({ van: 9, met: 2 })).toEqual([undefined, "second"]);
});

test("commitments stand together, and all else by itself", () => {
  const parts = ["purpose", "commitment/a", "commitment/b", "clause/x", "clause/y"].map((key) =>
    part(key),
  );
  expect(blocksOf(parts).map((block) => block.map(({ key }) => key))).toEqual([
    ["purpose"],
    ["commitment/a", "commitment/b"],
    ["clause/x"],
    ["clause/y"],
  ]);
});

test("what went stands where the comparison has it", () => {
  const shown = shownParts(
    [part("purpose"), part("clause/new")],
    [change("purpose", "same"), change("clause/old", "removed"), change("clause/new", "added")],
  );
  expect(shown.map(({ key, text, change }) => [key, text?.key, change?.change])).toEqual([
    ["purpose", "purpose", "same"],
    ["clause/old", undefined, "removed"],
    ["clause/new", "clause/new", "added"],
  ]);
  expect(shownParts([part("purpose")], undefined)).toMatchObject([{ change: undefined }]);
});

test("a text that stayed is the same on both sides, and one that went is not forgotten", () => {
  const text = part("clause/x", {
    texts: [
      { key: "text", label: null, source: "Vier weken.", html: "<p>Vier weken.</p>" },
      { key: "reason", label: "Reden", source: "Zo.", html: "<p>Zo.</p>" },
    ],
  });
  const changed = change("clause/x", "changed", {
    texts: [
      { key: "text", label: null, before: "Twee weken.", after: "Vier weken." },
      { key: "note", label: null, before: "Weg.", after: null },
    ] as PartChange["texts"],
  });
  const shown = shownTexts({ key: "clause/x", kind: "clause", text, change: changed });
  expect(shown.map(({ key, before, after }) => [key, before, after])).toEqual([
    ["text", "Twee weken.", "Vier weken."],
    ["reason", "Zo.", "Zo."],
    ["note", "Weg.", ""],
  ]);
});

test("of a commitment little comes first, of all else everything, and never where it comes from", () => {
  const amount = { cents: 100, text: "€ 1", words: "een euro" };
  const fields = [
    field("quantity"),
    field("value", { amount }),
    field("evidence"),
    field("digest", { isProvenance: true }),
  ];
  const keys = (of: ReadingPart) => {
    const { first, all } = saidFields(of);
    return [first, all].map((each) => each.map(({ key }) => key));
  };
  expect(keys(part("commitment/a", { fields }))).toEqual([
    ["quantity"],
    ["quantity", "value", "evidence"],
  ]);
  expect(keys(part("obligation", { fields }))[0]).toEqual(["quantity", "value", "evidence"]);
});

test("what people wrote is in the language of the contract, and what we say in that of the screen", () => {
  expect(
    ["targetGroup", "sheet/1", "resultGoal.number"].map((key) => languageOf("x", key)),
  ).toEqual(["nl", "nl", "nl"]);
  expect(["value", "startsOn", "resultGoal.by"].map((key) => languageOf("x", key))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(languageOf("obligation", "basis")).toBe("nl");
  expect(languageOf("commitment", "basis")).toBeUndefined();
});

test("the pieces of a sum fold away once the sum itself is told", () => {
  const fields = (...keys: string[]) =>
    change("commitment/a", "changed", {
      fields: keys.map((key) => ({ key })) as PartChange["fields"],
    });
  const keys = (of: PartChange) => {
    const { told, pieces } = changedFields(of);
    return [told, pieces].map((each) => each.map(({ key }) => key));
  };
  expect(keys(fields("value", "calculation/1", "calculation/1/factors", "counting.rate"))).toEqual([
    ["value", "calculation/1"],
    ["calculation/1/factors", "counting.rate"],
  ]);
  expect(keys(fields("counting.rate"))).toEqual([["counting.rate"], []]);
});

test("what belongs to the version itself is not marked as a change of it", () => {
  const isMarked = (kind: string, of: PartChange["change"]) =>
    isCompared({ key: kind, kind, text: undefined, change: change(kind, of) });
  expect([isMarked("clause", "changed"), isMarked("clause", "same")]).toEqual([true, false]);
  expect([isMarked("signing", "changed"), isMarked("change", "added")]).toEqual([false, false]);
});

test("the steps of a sum stand together under one label", () => {
  const rows = fieldRows(
    ["basis", "sheet/1", "sheet/2", "weighing/1", "calculation/1/factors"].map((key) => field(key)),
  );
  expect(rows.map(({ steps, fields }) => [steps, fields.length])).toEqual([
    [undefined, 1],
    ["sheet", 2],
    ["weighing", 1],
    [undefined, 1],
  ]);
});

test("what differs and is counted stands apart from what differs besides", () => {
  const { differs, aside, same } = partsOf([
    change("purpose", "same"),
    change("obligation", "changed"),
    change("signing", "changed", { isCounted: false }),
  ]);
  expect([differs, aside, same].map((each) => each.map(({ key }) => key))).toEqual([
    ["obligation"],
    ["signing"],
    ["purpose"],
  ]);
});

test("a place in the page has a name without signs", () => {
  expect(placeOf("clause/Afwijking & bijsturing")).toBe("deel-clause-Afwijking-bijsturing");
});
