import { expect, test } from "vitest";
import { rowsOf } from "./ReferencePage";

test("a term is named in the reader's language, with the other beside it", () => {
  const reference = {
    name: "glossary",
    sources: [],
    sourceYears: [],
    confidence: [],
    content: {
      terms: [{ nl: "opdrachtgever", en: "buyer", definition: "Public body that buys" }],
    },
  };

  const [dutch] = rowsOf(reference, false);
  const [english] = rowsOf(reference, true);

  expect([dutch?.name, dutch?.other]).toEqual(["opdrachtgever", "buyer"]);
  expect([english?.name, english?.other, english?.about]).toEqual([
    "buyer",
    "opdrachtgever",
    "Public body that buys",
  ]);
});

test("a list that says it once for all rows has its source and sureness at each row", () => {
  const reference = {
    name: "participation-ladder",
    sources: ["VNG"],
    sourceYears: ["2017"],
    confidence: ["high"],
    content: {
      source: "VNG",
      confidence: "high",
      levels: [{ level: 1, name_nl: "Geïsoleerd", name_en: "Isolated", criterion: "Hardly" }],
    },
  };

  expect(rowsOf(reference, false)).toEqual([
    {
      key: "1 0",
      name: "Geïsoleerd",
      other: "1",
      about: "Hardly",
      source: "VNG",
      confidence: "high",
    },
  ]);
});

test("a list that is not there makes no rows", () => {
  const reference = { name: "glossary", sources: [], sourceYears: [], confidence: [], content: {} };

  expect(rowsOf(reference, false)).toEqual([]);
});
