import { expect, test } from "vitest";
import { fromBase64url, toBase64url, utf8 } from "./bytes";
import en from "./en.json";
import { NotStrict, strictJson } from "./json";
import { isAfter, isDay, isMoment } from "./moments";
import nl from "./nl.json";
import { trustedKeys } from "./trusted";
import { Words } from "./words";

test("both languages say the same sentences with the same facts", () => {
  const factsOf = (sentence: string) => sentence.match(/\{\w+\}/g)?.sort() ?? [];
  expect(Object.keys(nl)).toEqual(Object.keys(en));
  for (const [key, sentence] of Object.entries(nl)) {
    expect(factsOf(en[key as keyof typeof en]), key).toEqual(factsOf(sentence));
  }
});

test("a moment is written as the screens write it", () => {
  expect(new Words("nl").moment("2026-11-22T06:10:00Z")).toBe("22 november 2026 om 07.10\u00a0uur");
  expect(new Words("en").moment("2026-11-22T06:10:00Z")).toContain("07:10");
});

test("what came from a file is shown without signs that nobody sees", () => {
  const words = new Words("nl");
  expect(words.safe("\u202egnp\u200b.exe\n")).toBe("?gnp?.exe?");
  expect(words.found("signed.unknown", {})).toBe("signed.unknown");
  expect(words.found("broken.archive", { part: "keys.json" })).toContain("keys.json");
});

test.each([
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":1}',
  "[1,]",
  "[,1]",
  "[1 2]",
  "01",
  "1.",
  "+1",
  "NaN",
  "1e400",
  "9007199254740993",
  '"\\ud800"',
  '"\\u0000"',
  '"\u0001"',
  '"\\x"',
  '"',
  "",
  "{} {}",
  "\ufeff{}",
  "[".repeat(33) + "]".repeat(33),
  "truex",
])("%s is not read", (text) => {
  expect(() => strictJson(utf8(text))).toThrow(NotStrict);
});

test("JSON that all read alike is read, however deep it may be", () => {
  const text = '{"__proto__":{"a":[1,-2.5e3,"\\ud83d\\ude00",true,null]},"b":""}';
  expect(JSON.stringify(strictJson(utf8(text)))).toBe(JSON.stringify(JSON.parse(text)));
  expect(strictJson(utf8("[".repeat(32) + "]".repeat(32)))).toHaveLength(1);
});

test("base64url has one spelling", () => {
  for (const size of [0, 1, 2, 3, 32, 64]) {
    const data = Uint8Array.from({ length: size }, (_, place) => (place * 37) & 255);
    expect(fromBase64url(toBase64url(data))).toEqual(data);
  }
  for (const text of ["A", "AB", "AA=", "A+AA", "é", "AAA\n"])
    expect(fromBase64url(text)).toBeNull();
});

test("days and moments have one form and exist", () => {
  expect(["2024-02-29", "2000-02-29"].every(isDay)).toBe(true);
  expect(["2023-02-29", "1900-02-29", "2026-13-01", "2026-1-1"].some(isDay)).toBe(false);
  expect(isMoment("2026-10-27T12:02:01.000001Z")).toBe(true);
  expect(isMoment("2026-10-27T12:02:01.000000Z")).toBe(false);
  expect(isAfter("2026-10-27T12:02:01.000001Z", "2026-10-27T12:02:01Z")).toBe(true);
});

test("keys to trust are thumbprints or nothing", () => {
  expect(trustedKeys(utf8(`${"A".repeat(43)}\n${"B".repeat(43)}`))?.size).toBe(2);
  expect(trustedKeys(utf8('{"keys":[]}'))).toBeNull();
  expect(trustedKeys(utf8("sleutel"))).toBeNull();
});
