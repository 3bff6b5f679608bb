// @y/websocket-server, storing in LevelDB the way y-websocket did while persistence was built in.
//
//     node server.mjs PORT FOLDER

import { createServer } from "node:http";
import { join } from "node:path";
import { setPersistence, setupWSConnection } from "@y/websocket-server/utils";
import WebSocket from "ws";
import { LeveldbPersistence } from "y-leveldb";
import * as Y from "yjs";

const [port, folder] = process.argv.slice(2);
const store = new LeveldbPersistence(join(folder, "drafts.level"));

setPersistence({
  provider: store,
  bindState: async (name, document) => {
    const stored = await store.getYDoc(name);
    store.storeUpdate(name, Y.encodeStateAsUpdate(document));
    Y.applyUpdate(document, Y.encodeStateAsUpdate(stored));
    document.on("update", (update) => store.storeUpdate(name, update));
  },
  writeState: async () => {},
});

const sockets = new WebSocket.Server({ noServer: true });
sockets.on("connection", setupWSConnection);

const server = createServer((_, response) => response.end("okay"));
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (each) => sockets.emit("connection", each, request));
});
server.listen(Number(port), "127.0.0.1");

process.on("SIGTERM", async () => {
  server.close();
  await store.destroy();
  process.exit(0);
});
