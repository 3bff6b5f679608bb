// Somebody who means harm, or a program gone wrong: frames that are broken, too large, or that lie.
//
// Every kind is sent over connections of its own, again after each that the server closed. What it
// does to everybody else is measured from outside, meanwhile.

import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { Author, openAll, Peer, pause } from "./peer.mjs";

const SYNC = 0;
const AWARENESS = 1;
const ROUNDS = 6;
const PATIENCE_MILLISECONDS = 250;
// What is tried first reaches the draft later, and only while its sender is there.
const LONG_PATIENCE_MILLISECONDS = 3000;
const MEBIBYTE = 2 ** 20;

/** Every kind of harm, and how it is made: anew each time, as nothing that is known already. */
const HARM = {
  noise: () => Array.from({ length: 200 }, (_, at) => noise(1 + (at % 60))),
  "noise as an update": () => Array.from({ length: 50 }, () => update(noise(40))),
  "an update cut off": () => [update(new Author().type("hallo").subarray(0, 9))],
  "so many authors": () => [update(numbers(2 ** 31 - 1)), update(numbers(2 ** 52))],
  "so many parts": () => [update(numbers(1, 2 ** 31 - 1, 7, 0)), update(numbers(1, 2 ** 50, 7, 0))],
  "a gap so wide": () => [update(numbers(1, 1, 7, 0, 10, 2 ** 31 - 1, 0))],
  "so much deleted": () => [
    update(numbers(0, 1, 7, 1, 0, 2 ** 52)),
    update(numbers(0, 1, 7, 2 ** 40)),
  ],
  "a clock so late": () => [update(later(2 ** 31 - 2)), update(later(2 ** 50))],
  "a text so long": () => [update(new Author().type("x".repeat(1000)).fill(255, 12, 17))],
  "many small parts": () => [update(manyParts(45_000))],
  "far more small parts": () => [update(manyParts(200_000))],
  "many authors": () => [update(manyAuthors(9000))],
  "far more authors": () => [update(manyAuthors(60_000))],
  "many deletions": () => [update(manyDeletions(90_000))],
  "neighbours at both ends": () => [update(entangled(18_000))],
  "a value so deep": () => [update(deep(5000))],
  "who is there, so many": () => [awareness(60_000)],
  "who is there, so much": () => [awareness(1, "x".repeat(MEBIBYTE))],
  "a question so long": () => [frameOf(SYNC, 0, stateVector(100_000))],
  "a thousand questions": () => Array.from({ length: 1000 }, () => frameOf(SYNC, 0, numbers(0))),
  "five mebibytes": () => [Buffer.alloc(5 * MEBIBYTE)],
  "forty mebibytes": () => [Buffer.alloc(40 * MEBIBYTE)],
  "no frame of a websocket": () => [(peer) => peer.socket._socket.write(noise(64))],
  "frames of nothing": () => Array.from({ length: 5000 }, () => Buffer.alloc(0)),
  "all at once": () => burst(3000),
};

// Each of these harms more beside another that is not in the draft yet.
const TOGETHER = ["many small parts", "many authors", "neighbours at both ends"];
const AT_ONCE = ", several at once";

/** Tell which kinds there are. */
export async function kindsOfHarm() {
  return { kinds: [...Object.keys(HARM), ...TOGETHER.map((kind) => kind + AT_ONCE)] };
}

/** Send one kind of harm to a room, and tell with which words the server closed. */
export async function attack({ place, kind }) {
  const codes = {};
  const count = (code) => {
    codes[code] = (codes[code] ?? 0) + 1;
  };
  const make = HARM[kind.replace(AT_ONCE, "")];
  if (kind.endsWith(AT_ONCE)) {
    const armed = Array.from({ length: ROUNDS }, () => [new Peer(place, {}), make()]);
    await openAll(armed.map(([peer]) => peer));
    await Promise.all(
      armed.map(([peer, frames]) => strike(peer, frames, LONG_PATIENCE_MILLISECONDS).then(count)),
    );
    return { codes };
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const peer = new Peer(place, {});
    try {
      await peer.open();
    } catch {
      count("refused");
      continue;
    }
    count(await strike(peer, make()));
  }
  return { codes };
}

/** Send it all, and wait a little for the word the server closes with. */
async function strike(peer, frames, patience = PATIENCE_MILLISECONDS) {
  for (const frame of frames) {
    if (peer.closed !== null) {
      break;
    }
    if (typeof frame === "function") {
      frame(peer);
    } else {
      peer.socket.send(Buffer.concat([peer.prefix, frame]));
    }
  }
  await Promise.race([peer.ended, pause(patience)]);
  const code = peer.closed ?? "open";
  peer.vanish();
  return code;
}

function frameOf(type, step, bytes) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, bytes);
  return Buffer.from(encoding.toUint8Array(encoder));
}

function update(bytes) {
  return frameOf(SYNC, 2, bytes);
}

function numbers(...values) {
  return allOf(values);
}

function allOf(values) {
  const encoder = encoding.createEncoder();
  for (const value of values) {
    encoding.writeVarUint(encoder, value);
  }
  return encoding.toUint8Array(encoder);
}

function noise(length) {
  return Buffer.from(Array.from({ length }, () => Math.floor(Math.random() * 256)));
}

/** An honest letter, said to come after so many others of the same author. */
function later(clock) {
  const encoder = encoding.createEncoder();
  for (const value of [1, 1, 77, clock]) {
    encoding.writeVarUint(encoder, value);
  }
  writeLetter(encoder, 77, clock - 1);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** A string after the one at this clock of this author. */
function writeLetter(encoder, client, clock) {
  encoding.writeUint8(encoder, 0x84);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, "a");
}

/** The first string of an author in the text. */
function writeFirst(encoder) {
  encoding.writeUint8(encoder, 0x04);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, "text");
  encoding.writeVarString(encoder, "a");
}

function manyParts(count) {
  const client = newClient();
  const encoder = encoding.createEncoder();
  for (const value of [1, count, client, 0]) {
    encoding.writeVarUint(encoder, value);
  }
  writeFirst(encoder);
  for (let clock = 1; clock < count; clock += 1) {
    writeLetter(encoder, client, clock - 1);
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

function manyAuthors(count) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, count);
  const first = newClient();
  for (let each = 0; each < count; each += 1) {
    for (const value of [1, first + count - each, 0]) {
      encoding.writeVarUint(encoder, value);
    }
    writeFirst(encoder);
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

function manyDeletions(count) {
  const encoder = encoding.createEncoder();
  for (const value of [0, 1, 7, count]) {
    encoding.writeVarUint(encoder, value);
  }
  for (let each = 0; each < count; each += 1) {
    encoding.writeVarUint(encoder, each * 2);
    encoding.writeVarUint(encoder, 1);
  }
  return encoding.toUint8Array(encoder);
}

/** Items that each claim to stand between the first and the last, so that a place is long sought. */
function entangled(count) {
  const first = newClient();
  const encoder = encoding.createEncoder();
  const authors = 30;
  const each = count / authors;
  encoding.writeVarUint(encoder, authors + 1);
  for (let author = authors; author > 0; author -= 1) {
    for (const value of [each, first + author, 0]) {
      encoding.writeVarUint(encoder, value);
    }
    for (let at = 0; at < each; at += 1) {
      encoding.writeUint8(encoder, 0xc4);
      for (const value of [first, 0, first, 1]) {
        encoding.writeVarUint(encoder, value);
      }
      encoding.writeVarString(encoder, "a");
    }
  }
  for (const value of [2, first, 0]) {
    encoding.writeVarUint(encoder, value);
  }
  writeFirst(encoder);
  writeLetter(encoder, first, 0);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** A value in a list in a list, and so on. */
function deep(levels) {
  const document = new Y.Doc();
  let value = "a";
  for (let level = 0; level < levels; level += 1) {
    value = [value];
  }
  document.getMap("fields").set("title", value);
  return Y.encodeStateAsUpdate(document);
}

function stateVector(count) {
  const values = [count];
  for (let each = 0; each < count; each += 1) {
    values.push(each + 1, 1);
  }
  return allOf(values);
}

function awareness(count, word = "a") {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, count);
  for (let each = 0; each < count; each += 1) {
    encoding.writeVarUint(encoder, each + 1);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, JSON.stringify({ user: word }));
  }
  const whole = encoding.createEncoder();
  encoding.writeVarUint(whole, AWARENESS);
  encoding.writeVarUint8Array(whole, encoding.toUint8Array(encoder));
  return Buffer.from(encoding.toUint8Array(whole));
}

/** As many honest edits as there is time to send. */
function burst(count) {
  const author = new Author();
  return Array.from({ length: count }, () => update(author.type()));
}

/** Ever later ids: who comes later is then looked for past all who came before. */
function newClient() {
  lastClient += 100_000;
  return lastClient;
}
let lastClient = 2 ** 20;
