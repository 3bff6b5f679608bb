import { expect, test } from "vitest";
import type { Part } from "../text/parts";
import { SAID_BY } from "./pages";

const sources = import.meta.glob<string>(
  ["../**/*.{ts,tsx}", "!../**/*.test.*", "!../testing.ts"],
  {
    eager: true,
    query: "?raw",
    import: "default",
  },
);
const modules = new Map(
  Object.entries(sources).map(([path, source]) => [
    path.startsWith("./") ? `app/${path.slice(2)}` : path.slice(3),
    source,
  ]),
);
const sentences = new Map(
  Object.entries(
    import.meta.glob<Record<string, string>>("../text/nl/*.json", {
      eager: true,
      import: "default",
    }),
  ).map(([path, said]) => [path.slice("../text/nl/".length, -".json".length), Object.keys(said)]),
);
const parts = [...sentences.keys()].filter((part) => part !== "app");

/** A module with everything that it brings, also what it brings later. */
function reached(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const folder = path.replace(/[^/]+$/, "");
  const source = modules.get(path) ?? "";
  for (const [, type, name = ""] of source.matchAll(
    /(import type |export type )?(?:[^;]*? from |import\(|import )"(\.[^"]+)"/g,
  )) {
    if (type) continue;
    const place = new URL(name, `file:///${folder}`).pathname.slice(1);
    const module = [`${place}.ts`, `${place}.tsx`].find((each) => modules.has(each));
    if (module) reached(module, seen);
  }
  return seen;
}

/** The parts of which a sentence is named; kinds of entries look like sentences and are none. */
function said(paths: Iterable<string>): string[] {
  const all = [...paths].map((path) => modules.get(path) ?? "").join("\n");
  return parts.filter((part) => names(all, part)).sort();
}

function names(source: string, part: string): boolean {
  const keys = sentences.get(part) ?? [];
  for (const [, begun = "", end] of source.matchAll(
    new RegExp(`["\`](${part}\\.[\\w.-]*)(["\`]|\\$)`, "g"),
  )) {
    const isSaid = (key: string) =>
      end === "$" ? key.startsWith(begun) : key === begun || key === `${begun}_one`;
    if (keys.some(isSaid)) return true;
  }
  return false;
}

const nameOf = (path: string) => path.replace(/^.*\/|\.tsx$/g, "") as keyof typeof SAID_BY;
const pages = [...modules.keys()].filter(
  (path) => /Page\.tsx$/.test(path) || (path.endsWith(".tsx") && nameOf(path) in SAID_BY),
);
// The router reaches every page, but brings none of them.
const frame = new Set(["main.tsx", "app/router.tsx", ...reachedWithout()]);

function reachedWithout(): Set<string> {
  const seen = new Set(pages.filter((path) => nameOf(path) in SAID_BY));
  reached("main.tsx", seen);
  return new Set([...seen].filter((path) => !pages.includes(path)));
}

test("what stands around every page says nothing but what every page has", () => {
  expect(said(frame)).toEqual([]);
});

test.each(Object.keys(SAID_BY))("%s brings what it says, and no more", (name) => {
  const path = pages.find((each) => nameOf(each) === name) ?? "";
  expect(said(reached(path))).toEqual([...SAID_BY[nameOf(path)]].sort() as Part[]);
});
