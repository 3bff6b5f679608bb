// Fails the build when the first route asks more of the network than we allow.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { SAID_BY } from "./src/app/pages.ts";

const KB = 1000;
const LIMITS = {
  "JavaScript of the first route": 160 * KB,
  "JavaScript of any page": 200 * KB,
  "CSS of any page": 30 * KB,
  font: 30 * KB,
  "editor, lazy": 135 * KB,
  "overlays, lazy": 70 * KB,
};

const dist = new URL("./dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

const compressed = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
const plain = (file) => readFileSync(new URL(file, dist)).length;
const sum = (files, size) => [...files].reduce((total, file) => total + size(file), 0);

/** A chunk with everything it imports at once. */
function needed(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) needed(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = needed(entry);
// The first page draws nothing without the sentences of its language and the page of its route.
const pages = Object.keys(manifest).filter((key) => /Page\.tsx$/.test(key));
const files = (keys) => new Set([...keys].map((key) => manifest[key].file));
const styles = (keys) => new Set([...keys].flatMap((key) => manifest[key].css ?? []));
const saidBy = (page) => ["app", ...SAID_BY[page.match(/(\w+)\.tsx$/)[1]]];
const sentences = (page) => saidBy(page).flatMap((part) => [...needed(`src/text/nl/${part}.json`)]);
const withPage = (page) => new Set([...first, ...sentences(page), ...needed(page)]);
const routes = pages.map(withPage);
// Where a visit begins that has nothing in its cache yet. Pages inside a contract are larger, and
// most of what they need is there by then; they have a limit of their own for who comes by a link.
const starts = pages.filter((page) => /(SignIn|Invitation|Contracts)Page/.test(page)).map(withPage);
const beyond = (key) => new Set([...files(needed(key))].filter((file) => !files(first).has(file)));
const lazy = (pattern) => {
  const key = Object.keys(manifest).find((name) => pattern.test(name));
  return key === undefined ? 0 : sum(beyond(key), compressed);
};

const assets = Object.values(manifest).flatMap((chunk) => chunk.assets ?? []);
const fonts = new Set(assets.filter((file) => file.endsWith(".woff2")));
const sizes = {
  "JavaScript of the first route": Math.max(...starts.map((keys) => sum(files(keys), compressed))),
  "JavaScript of any page": Math.max(...routes.map((keys) => sum(files(keys), compressed))),
  "CSS of any page": Math.max(...routes.map((keys) => sum(styles(keys), compressed))),
  font: sum(fonts, plain),
  "editor, lazy": lazy(/drafting\/.*Editor\.tsx$/),
  "overlays, lazy": lazy(/ui\/OverlayDialog\.tsx$/),
};

let failed = false;
for (const [what, limit] of Object.entries(LIMITS)) {
  const over = sizes[what] > limit;
  failed ||= over;
  const line = `${over ? "OVER" : "ok  "}  ${what}: ${(sizes[what] / KB).toFixed(1)} of ${limit / KB} kB`;
  process.stdout.write(`${line}\n`);
}
if (failed) process.exit(1);
