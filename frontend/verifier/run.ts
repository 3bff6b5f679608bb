// Judges many bundles in one process, for the tests that compare the two verifiers.
//
// Each line of the input is JSON: {bundle} or {base, changes: [[place, byte], …]} in base64, where
// `base` is the number of an earlier bundle; {keys} asks for trusted keys; {value} for its spelling.
// `trusted` is a list of thumbprints. Each line of the output is the answer.
import { createInterface } from "node:readline";
import { verifyBundle } from "./bundle.ts";
import { canonical, type Json } from "./json.ts";
import { trustedKeys } from "./trusted.ts";

interface Question {
  bundle?: string;
  base?: number;
  changes?: [number, number][];
  trusted?: string[];
  keys?: string;
  value?: Json;
}

const kept: Uint8Array[] = [];

function answer(question: Question): unknown {
  if (question.value !== undefined) return canonical(question.value);
  if (question.keys !== undefined) {
    const found = trustedKeys(Buffer.from(question.keys, "base64"));
    return found && [...found].sort();
  }
  const trusted = question.trusted ? new Set(question.trusted) : null;
  return verifyBundle(fileOf(question), trusted);
}

function fileOf({ bundle, base, changes = [] }: Question): Uint8Array {
  if (bundle !== undefined) {
    const file = new Uint8Array(Buffer.from(bundle, "base64"));
    kept.push(file);
    return file;
  }
  const file = Uint8Array.from(kept[base ?? 0] ?? []);
  for (const [place, byte] of changes) file[place] = byte;
  return file;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
