// Writers who do as they are told, a line of JSON at a time:
//
//     {"id": 1, "do": "open", "writer": "a", "address": "ws://…/v1/drafts", "draft": "…", …}
//
// is answered by {"id": 1, "answer": …} or {"id": 1, "problem": "…"}, in any order.
import { createInterface } from "node:readline";
import * as Y from "yjs";
import { missing, together, told } from "./judging.mjs";
import { MISUSES, Writer } from "./writer.mjs";

const LOOK_AGAIN_MS = 20;
// Each provider waits for the end of the process.
process.setMaxListeners(0);
const writers = new Map();

const named = (name) => {
  const writer = writers.get(name);
  if (!writer) throw new Error(`there is no ${name}`);
  return writer;
};

const COMMANDS = {
  /** Seat a writer at a draft; it connects unless told otherwise. */
  open({ writer, connect = true, ...more }) {
    if (writers.has(writer)) throw new Error(`there is a ${writer} already`);
    const opened = new Writer({ name: writer, ...more });
    writers.set(writer, opened);
    if (connect) opened.connect();
    return opened.doc.clientID;
  },
  connect: ({ writer }) => named(writer).connect(),
  disconnect: ({ writer }) => named(writer).disconnect(),
  /** End all lines at once: nobody can bring back what a server lost. */
  disconnect_all() {
    for (const writer of writers.values()) writer.disconnect();
  },
  leave({ writer }) {
    named(writer).leave();
    writers.delete(writer);
  },
  leave_all() {
    for (const writer of writers.values()) writer.leave();
    writers.clear();
  },
  report: ({ writer }) => named(writer).report(),
  write: ({ writer, ...how }) => named(writer).write(how),
  stop_all() {
    for (const writer of writers.values()) writer.is_stopped = true;
  },
  change: ({ writer, ...what }) => named(writer).change(what),
  set: ({ writer, ...what }) => named(writer).set(what),
  misuses: () => Object.keys(MISUSES),
  misuse: ({ writer, ...what }) => named(writer).misuse(what),
  pretend: ({ writer, ...what }) => named(writer).pretend(what),
  undo: ({ writer }) => void named(writer).undo.undo(),
  /** Give the whole document, as an update. */
  state: ({ writer }) => Buffer.from(Y.encodeStateAsUpdate(named(writer).doc)).toString("base64"),
  /** Give the markers each of these put in and took out. */
  markers: ({ of }) => of.map((name) => ({ put: named(name).put, taken: named(name).taken })),
  /** Tell what these make together, and what updates from elsewhere add to it. */
  together: ({ of, and = [] }) => told(union(of, and)),
  /** Wait until these all hold what they make together, or until time is up. */
  async agree({ of, and = [], seconds }) {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const whole = told(union(of, and));
      const different = of.filter((name) => !isUpTo(named(name), whole));
      if (!different.length) return { whole, different };
      if (Date.now() > until)
        return { whole, different: different.map((name) => ({ name, ...named(name).report() })) };
      await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
    }
  },
  /** Wait until a writer has this in the report, or until time is up; return the report. */
  async until({ writer, has, seconds }) {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const report = named(writer).report();
      const is = Object.entries(has).every(([key, value]) => same(report[key], value));
      if (is || Date.now() > until) return report;
      await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
    }
  },
  /**
   * Tell what of everything these saw, and were told is stored, is missing with one of them once
   * time is up: a server that was not the one they wrote to hears of it a moment later.
   */
  async missing({ of, against, seconds }) {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const judged = judge(of.map(named), named(against).doc);
      if (!judged.found.length || Date.now() > until) return judged;
      await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
    }
  },
};

const judge = (writers, doc) => {
  const found = [];
  let seen = 0;
  let kept = 0;
  for (const writer of writers) {
    for (const update of writer.seen) found.push(...about(`${writer.name} saw`, missing(update, doc)));
    for (const update of writer.kept)
      found.push(...about(`${writer.name} was told of`, missing(update, doc)));
    seen += writer.seen.length;
    kept += writer.kept.length;
  }
  return { found, seen, kept };
};

const union = (of, and) =>
  together([
    ...of.map((name) => named(name).doc),
    ...and.map((bytes) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Buffer.from(bytes, "base64"));
      return doc;
    }),
  ]);

const isUpTo = (writer, whole) =>
  writer.provider.synced && same(told(writer.doc), whole) && !whole.pending;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const about = (who, lines) => lines.map((line) => `${who} ${line}`);

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

// What a provider has to complain of belongs in the answers, not between them.
const complaints = [];
for (const kind of ["error", "warn", "log"])
  console[kind] = (...words) => complaints.push(words.join(" "));
COMMANDS.complaints = () => complaints.splice(0);

for await (const line of createInterface({ input: process.stdin })) {
  const { id, do: name, ...more } = JSON.parse(line);
  (async () => COMMANDS[name](more))().then(
    (answer) => say({ id, answer: answer ?? null }),
    (problem) => say({ id, problem: String(problem?.stack ?? problem) }),
  );
}
process.exit(0);
