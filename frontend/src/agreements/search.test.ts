import { expect, test } from "vitest";
import { comparisonSearch, versionSearch } from "./search";

const ID = "4df83ed1-998f-44a1-80d9-f52c1f4b1598";

test("an address names two versions, by number or by id, and how to look at them", () => {
  expect(comparisonSearch({ van: 1, met: "2", naast: "ja" })).toEqual({
    van: 1,
    met: 2,
    naast: "ja",
  });
  expect(comparisonSearch({ van: 0, met: ID })).toEqual({ van: 0, met: ID, naast: undefined });
});

test("what a comparison does not know is left out, and named so that it goes", () => {
  expect(comparisonSearch({ van: -1, met: "laatste", naast: true, meer: 1 })).toEqual({
    van: undefined,
    met: undefined,
    naast: undefined,
  });
  expect(comparisonSearch({ van: true, met: "" })).toMatchObject({
    van: undefined,
    met: undefined,
  });
});

test("a version is read as it is, or since an earlier one", () => {
  expect(versionSearch({ sinds: "geen" })).toEqual({ sinds: "geen" });
  expect(versionSearch({ sinds: 1 })).toEqual({ sinds: 1 });
  expect(versionSearch({ sinds: 1.5 })).toEqual({ sinds: undefined });
});
