// Writes what browsers send, for test_fence.py: people who type in one draft, apart and together.
//
//     node tests/drafting/write_with_yjs.mjs > tests/drafting/written_by_yjs.jsonl
//
// Run it where `yjs` can be found (the folder of the screens has it). One line is one history: the
// updates in the order in which a server gets them, whole states, answers to a state, and joined updates.
import * as Y from "yjs";

let seed = 20261121;
const random = (below) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const one = (list) => list[random(list.length)];
const hex = (bytes) => Buffer.from(bytes).toString("hex");

const FIELDS = ["title", "quantity", "period.startsOn", "countsTowardsObligation", "purposeParts"];
const VALUES = ["", "Drie werkplekken", "2.5", "café €", true, false, null, 7, -3, 125000, 2 ** 40, 0.1, [], ["A"], ["A", "F"]];
const WORDS = ["a", "e", "n", " ", "\n", "x", "één", "€ 500", "😀", "Wij bieden plaats aan twee mensen. ", "👩‍👩‍👧"];

// Where one may write or cut without splitting a character of two units.
function place(text) {
  let at = random(text.length + 1);
  const before = text.charCodeAt(at - 1);
  if (before >= 0xd800 && before < 0xdc00) at += 1;
  return at;
}

function edit(doc, undo) {
  const text = doc.getText("text");
  const fields = doc.getMap("fields");
  const kind = random(12);
  if (kind < 5) text.insert(random(3) ? place(text.toString()) : text.length, one(WORDS));
  else if (kind < 7 && text.length) {
    const [from, to] = [place(text.toString()), place(text.toString())].sort((a, b) => a - b);
    text.delete(from, to - from);
  } else if (kind < 9) fields.set(one(FIELDS), one(VALUES));
  else if (kind === 9) fields.delete(one(FIELDS));
  else if (kind === 10) undo.undo();
  else undo.redo();
}

for (let history = 0; history < 8; history += 1) {
  const gc = history % 4 !== 3;
  const people = Array.from({ length: 1 + (history % 4) }, () => {
    const doc = new Y.Doc({ gc });
    doc.clientID = random(2 ** 32);
    const undo = new Y.UndoManager([doc.getText("text"), doc.getMap("fields")], { captureTimeout: 0 });
    return { doc, undo, unread: [] };
  });
  const updates = [];
  const answers = [];
  const wholes = [];
  people.forEach((person) => {
    person.doc.on("update", (update, origin) => {
      if (origin === "others") return;
      updates.push(update);
      for (const other of people) if (other !== person) other.unread.push(update);
    });
  });
  for (let step = 0; step < 45; step += 1) {
    const person = one(people);
    const before = Y.encodeStateVector(person.doc);
    person.doc.transact(() => {
      for (let more = random(3); more >= 0; more -= 1) edit(person.doc, person.undo);
    });
    if (step % 9 === 0) answers.push(Y.encodeStateAsUpdate(person.doc, before));
    if (random(4) === 0) {
      for (const update of person.unread) Y.applyUpdate(person.doc, update, "others");
      person.unread = [];
    }
    if (step % 29 === 0) wholes.push(Y.encodeStateAsUpdate(person.doc));
  }
  for (const person of people) {
    for (const update of person.unread) Y.applyUpdate(person.doc, update, "others");
    person.unread = [];
  }
  wholes.push(Y.encodeStateAsUpdate(people[0].doc));
  const joined = [Y.mergeUpdates(updates), Y.mergeUpdates(updates.slice(0, 20)), Y.mergeUpdates(updates.filter((_, i) => i % 3 !== 1))];
  joined.push(Y.diffUpdate(joined[0], Y.encodeStateVectorFromUpdate(updates[0])));
  const fields = people[0].doc.getMap("fields").toJSON();
  const told = { gc, updates, wholes, answers, joined };
  for (const name of ["updates", "wholes", "answers", "joined"]) told[name] = told[name].map(hex);
  process.stdout.write(`${JSON.stringify({ ...told, text: people[0].doc.getText("text").toString(), fields })}\n`);
}
