import { expect, test } from "vitest";
import { formatIn } from "./format";

const nl = formatIn("nl");
const en = formatIn("en");
const storyDay = new Date("2026-11-21T10:00:00Z");

test("an amount keeps its sign and figures together, with cents only if there are any", () => {
  expect(nl.money(7_500_000)).toBe("€\u00a075.000");
  expect(nl.money(9_333_333)).toBe("€\u00a093.333,33");
  expect(nl.money(0)).toBe("€\u00a00");
  expect(en.money(7_500_000)).toBe("€75,000");
});

test("how far two amounts are apart says which way", () => {
  expect(nl.difference(1_360_000)).toBe("+\u00a0€\u00a013.600,00");
  expect(nl.difference(-1)).toBe("\u2212\u00a0€\u00a00,01");
  expect(nl.difference(0)).toBe("€\u00a00,00");
  expect(en.difference(-50_000)).toBe("\u2212\u00a0€500.00");
  expect(nl.exact(7_500_000)).toBe("€\u00a075.000,00");
});

test("decimal strings from the server are written the Dutch way", () => {
  expect(nl.number("2.5")).toBe("2,5");
  expect(nl.number("1234")).toBe("1.234");
  expect(nl.percent("94.3")).toBe("94,3\u00a0%");
  expect(en.percent("94.3")).toBe("94.3%");
});

test("moments in lists are short, and today is called today", () => {
  expect(nl.moment("2026-11-19T09:12:00Z", storyDay)).toBe("do 19 nov, 10.12");
  expect(nl.moment("2026-11-21T07:54:00Z", storyDay)).toBe("vandaag, 08.54");
  expect(nl.moment("2027-02-01T09:00:00Z", storyDay)).toBe("ma 1 feb 2027, 10.00");
});

test("running text writes times with a full stop and the word uur", () => {
  expect(nl.time("2026-11-20T13:05:00Z")).toBe("14.05\u00a0uur");
  expect(nl.longMoment("2026-11-20T15:48:00Z")).toBe("vrijdag 20 november 2026 om 16.48\u00a0uur");
  expect(en.longMoment("2026-11-20T15:48:00Z")).toBe("Friday, 20 November 2026 at 16:48");
});

test("a deadline says uiterlijk, because the day itself still counts", () => {
  expect(nl.deadline("2026-11-27")).toBe("uiterlijk 27 november 2026");
  expect(en.deadline("2026-11-27")).toBe("by 27 November 2026");
});

test("days are those of Amsterdam, also just before midnight there", () => {
  expect(nl.date("2026-06-30T21:59:00Z")).toBe("30 juni 2026");
  expect(nl.date("2026-06-30T22:01:00Z")).toBe("1 juli 2026");
});

test("downloads have a size people know", () => {
  expect(nl.size(148_200)).toBe("148\u00a0kB");
  expect(nl.size(2_340_000)).toBe("2,3\u00a0MB");
});
