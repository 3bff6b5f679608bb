// How quickly what one wrote reaches others, and how much of it they can take.

import { readFileSync } from "node:fs";
import { Author, closeAll, openAll, Peer, pause, percentile, reachedIn } from "./peer.mjs";

// The first edits meet cold caches; they are not counted.
const WARM_UPDATES = 10;
const WARM_MILLISECONDS = 1000;
const PATIENCE_MILLISECONDS = 10_000;
// The size of a keystroke's companion that fills a slow reader's queue: below every server's limit
// of a frame, and kept a while before it is deleted, so that merging frames does not shrink it.
const PIECE = "abcdefghijkl".repeat(1024);
const PIECES_KEPT = 8;

/** One writer at a steady pace; the time until each of so many peers heard each edit. */
export async function fanOut({ place, peers, updates, perSecond }) {
  const author = new Author();
  const sentAt = [];
  const took = [];
  const ears = Array.from({ length: peers }, () => {
    let heard = 0;
    return new Peer(place, {
      onUpdate: (update) => {
        const now = performance.now();
        for (const [id, clock] of reachedIn(update)) {
          if (id === author.id) {
            for (; heard < clock; heard += 1) {
              if (heard >= WARM_UPDATES) {
                took.push(now - sentAt[heard]);
              }
            }
          }
        }
      },
    });
  });
  const writer = new Peer(place, { document: author.document });
  await openAll([...ears, writer]);
  const begun = performance.now();
  for (let each = 0; each < updates + WARM_UPDATES; each += 1) {
    await pause(begun + (each * 1000) / perSecond - performance.now());
    const update = author.type();
    sentAt.push(performance.now());
    writer.sendUpdate(update);
  }
  const expected = peers * updates;
  await until(() => took.length >= expected);
  await closeAll([...ears, writer]);
  return {
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    missing: expected - took.length,
  };
}

/**
 * Everybody in every room writes as fast as the others hear it: an edit counts when it reached all
 * others in its room, and nobody has more than `window` edits that did not.
 */
export async function throughput({ places, members, seconds, window, server }) {
  const took = [];
  let isCounted = false;
  let isOver = false;
  let bytes = 0;
  const everybody = [];
  const starts = [];
  for (const place of places) {
    const authors = Array.from({ length: members }, () => new Author());
    const numberOf = new Map(authors.map((author, number) => [author.id, number]));
    const sentAt = authors.map(() => []);
    const heardBy = authors.map(() => []);
    const peers = [];
    const write = (number) => {
      const update = authors[number].type();
      heardBy[number].push(0);
      sentAt[number].push(performance.now());
      peers[number].sendUpdate(update);
    };
    for (const own of authors.keys()) {
      const heard = authors.map(() => 0);
      const onUpdate = (update) => {
        bytes += update.length;
        for (const [id, clock] of reachedIn(update)) {
          const number = numberOf.get(id);
          if (number === undefined || number === own) {
            continue;
          }
          for (; heard[number] < clock; heard[number] += 1) {
            const at = heard[number];
            heardBy[number][at] += 1;
            if (heardBy[number][at] === members - 1) {
              if (isCounted) {
                took.push(performance.now() - sentAt[number][at]);
              }
              if (!isOver) {
                write(number);
              }
            }
          }
        }
      };
      peers.push(new Peer(place, { document: authors[own].document, onUpdate }));
    }
    everybody.push(...peers);
    starts.push(() => {
      for (const number of authors.keys()) {
        for (let each = 0; each < window; each += 1) {
          write(number);
        }
      }
    });
  }
  await openAll(everybody);
  for (const start of starts) {
    start();
  }
  await pause(WARM_MILLISECONDS);
  isCounted = true;
  bytes = 0;
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const serverCpu = cpuSecondsOf(server);
  await pause(seconds * 1000);
  isCounted = false;
  isOver = true;
  const lasted = (performance.now() - begun) / 1000;
  const used = process.cpuUsage(cpu);
  const serverUsed = cpuSecondsOf(server) - serverCpu;
  const closed = everybody.filter((peer) => peer.closed !== null).map((peer) => peer.closed);
  await pause(200);
  await closeAll(everybody);
  return {
    updatesPerSecond: took.length / lasted,
    deliveriesPerSecond: (took.length * (members - 1)) / lasted,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    mebibytesPerSecond: bytes / 2 ** 20 / lasted,
    serverCpuPercent: (100 * serverUsed) / lasted,
    swarmCpuPercent: (used.user + used.system) / 10_000 / lasted,
    closed,
  };
}

/** Much is written while one of two readers reads no more. */
export async function stall({ place, mebibytes, perSecond }) {
  const author = new Author();
  const sentAt = [];
  const took = [];
  let heard = 0;
  const healthy = new Peer(place, {
    onUpdate: (update) => {
      const now = performance.now();
      for (const [id, clock] of reachedIn(update)) {
        if (id === author.id) {
          for (; heard < Math.floor(clock / PIECE.length); heard += 1) {
            took.push(now - sentAt[heard]);
          }
        }
      }
    },
  });
  const slow = new Peer(place, {});
  const writer = new Peer(place, { document: author.document });
  await openAll([healthy, slow, writer]);
  slow.stall();
  const pieces = Math.ceil((mebibytes * 2 ** 20) / PIECE.length);
  const begun = performance.now();
  for (let each = 0; each < pieces && writer.closed === null; each += 1) {
    await pause(begun + (each * 1000) / perSecond - performance.now());
    const update = author.edit((text) => {
      text.insert(text.length, PIECE);
      if (text.length > PIECES_KEPT * PIECE.length) {
        text.delete(0, PIECE.length);
      }
    });
    sentAt.push(performance.now());
    writer.sendUpdate(update);
  }
  await until(() => took.length >= pieces || healthy.closed !== null || writer.closed !== null);
  const lasted = (performance.now() - begun) / 1000;
  slow.resume();
  await pause(1500);
  const isClosed = slow.closed !== null;
  const code = slow.closed;
  await closeAll([healthy, slow, writer]);
  return {
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    missing: pieces - took.length,
    mebibytesHeard: healthy.bytesHeard / 2 ** 20,
    isClosed,
    code,
    seconds: lasted,
  };
}

async function until(isDone) {
  const late = performance.now() + PATIENCE_MILLISECONDS;
  while (!isDone() && performance.now() < late) {
    await pause(20);
  }
}

/** How long a process has worked; Linux counts in hundredths. */
function cpuSecondsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "ascii").split(") ").at(-1).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
