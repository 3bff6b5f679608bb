// What a document holds, told so that two can be compared, and what is missing of an update.
import * as Y from "yjs";

/** Tell all of a document: how far each client's writing goes, what is deleted, and what stands. */
export const told = (doc) => ({
  state: Object.fromEntries([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort()),
  deleted: deleted(doc),
  pending: doc.store.pendingStructs !== null || doc.store.pendingDs !== null,
  fields: Object.fromEntries(Object.entries(doc.getMap("fields").toJSON()).sort()),
  text: doc.getText("text").toString(),
});

/** Return the document that several make together, without any server. */
export const together = (docs) => {
  const all = new Y.Doc();
  for (const doc of docs) Y.applyUpdate(all, Y.encodeStateAsUpdate(doc));
  return all;
};

/** Return what an update holds that a document does not, in words. */
export const missing = (update, doc) => {
  const { structs, ds } = Y.decodeUpdate(update);
  const lines = [];
  for (const struct of structs) {
    const { client, clock } = struct.id;
    // A Skip tells of a gap in an update, not of anything written.
    if (struct instanceof Y.Skip) continue;
    if (Y.getState(doc.store, client) < clock + struct.length)
      lines.push(`${client}:${clock}+${struct.length} ${written(struct)}`);
    else lines.push(...changed(struct, doc));
  }
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges)
      for (let at = clock; at < clock + len; at++)
        if (!isGone(doc, client, at)) lines.push(`${client}:${at} is there again`);
  return lines;
};

/** Return where a document holds something else under the ids of a struct. */
const changed = (struct, doc) => {
  const { client, clock } = struct.id;
  if (!(struct instanceof Y.Item) || !struct.countable) return [];
  return struct.content.getContent().flatMap((one, at) => {
    const item = Y.getItem(doc.store, Y.createID(client, clock + at));
    if (!(item instanceof Y.Item) || item.deleted) return [];
    const there = item.content.getContent()[clock + at - item.id.clock];
    return JSON.stringify(there) === JSON.stringify(one)
      ? []
      : [`${client}:${clock + at} is ${JSON.stringify(there)}, not ${JSON.stringify(one)}`];
  });
};

const written = (struct) =>
  struct instanceof Y.Item && struct.countable ? JSON.stringify(struct.content.getContent()) : "";

const isGone = (doc, client, clock) =>
  Y.getState(doc.store, client) > clock &&
  Y.getItem(doc.store, Y.createID(client, clock)).deleted;

/** Return every deleted stretch, neighbours joined, so that equal sets are told alike. */
const deleted = (doc) => {
  const found = {};
  for (const [client, structs] of [...doc.store.clients].sort()) {
    const ranges = [];
    for (const struct of structs) {
      if (!struct.deleted) continue;
      const last = ranges.at(-1);
      if (last?.[1] === struct.id.clock) last[1] += struct.length;
      else ranges.push([struct.id.clock, struct.id.clock + struct.length]);
    }
    if (ranges.length) found[client] = ranges;
  }
  return found;
};
