// Everybody who writes and reads while drafts are measured, in one process and so by one clock.
//
// Asked by one line of JSON at a time ({"do": "fanOut", …}), it answers by one.

import { createInterface } from "node:readline";
import { attack, kindsOfHarm } from "./hostile.mjs";
import { join, leave, look, type, write } from "./memory.mjs";
import { fanOut, stall, throughput } from "./pace.mjs";
import { presence, rise, sit } from "./people.mjs";

const CAN = {
  attack,
  fanOut,
  join,
  kindsOfHarm,
  leave,
  look,
  presence,
  rise,
  sit,
  stall,
  throughput,
  type,
  write,
};

// One broken connection must not end the others; who waited for it is told by the answer.
process.on("unhandledRejection", (error) => process.stderr.write(`${error}\n`));

for await (const line of createInterface({ input: process.stdin })) {
  const { do: what, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = await CAN[what](given);
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

// Whoever asked is gone; connections that are still open must not keep us.
process.exit();
