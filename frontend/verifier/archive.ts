import { ascii, equal, utf8 } from "./bytes.ts";
import { Broken } from "./findings.ts";

/** What is named where no part is: the directory at the end, or the file as a whole. */
export const ARCHIVE = "archive";

const BYTES_LIMIT = 64 * 1024 * 1024;
const PARTS_LIMIT = 20;
const HEAD_BYTES = 30;
// Version 2.0 of the ZIP format, and the first day it knows.
const VERSION = 20;
const FIRST_DAY = 0x21;
const ON_UNIX = 3 << 8;
const ORDINARY_FILE = 0o100644;

export type Parts = Map<string, Uint8Array>;

/**
 * Read the parts of a bundle, and refuse a file that could have been written in another way.
 *
 * Each part is written again and compared at once, so a byte that differs is found in the part
 * whose head or contents hold it.
 */
export function unpack(file: Uint8Array, known: ReadonlySet<string>): Parts {
  if (file.length > BYTES_LIMIT) throw new Broken("archive", ARCHIVE);
  const parts: Parts = new Map();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let place = 0;
  let last = "";
  while (!isBehindTheParts(file, place) && parts.size < PARTS_LIMIT) {
    if (file.length - place < HEAD_BYTES) throw new Broken("archive", ARCHIVE);
    const start = place + HEAD_BYTES + view.getUint16(place + 26, true);
    const name = ascii(file.subarray(place + HEAD_BYTES, start)) ?? "";
    if (!/^[!-~]{1,100}$/.test(name) || name <= last) throw new Broken("archive", ARCHIVE);
    const size = view.getUint32(place + 18, true);
    const contents = file.subarray(start, start + size);
    const head = file.subarray(place, start);
    if (contents.length !== size || !equal(headOf(name, contents), head)) {
      // A name that a change made is nobody's.
      throw new Broken("archive", known.has(name) ? name : ARCHIVE);
    }
    parts.set(name, contents);
    last = name;
    place = start + size;
  }
  if (!equal(file.subarray(place), directoryOf(parts))) throw new Broken("archive", ARCHIVE);
  return parts;
}

function isBehindTheParts(file: Uint8Array, place: number): boolean {
  const [p, k, one, two] = file.subarray(place, place + 4);
  return p === 0x50 && k === 0x4b && ((one === 1 && two === 2) || (one === 5 && two === 6));
}

/** Bytes written one number after another, as ZIP has them: the lowest byte first. */
class Writer {
  private readonly bytes: number[] = [];

  short(...values: number[]): this {
    for (const value of values) this.bytes.push(value & 255, (value >>> 8) & 255);
    return this;
  }

  long(...values: number[]): this {
    for (const value of values) this.short(value & 0xffff, value >>> 16);
    return this;
  }

  text(value: string | Uint8Array): this {
    for (const byte of typeof value === "string" ? utf8(value) : value) this.bytes.push(byte);
    return this;
  }

  written(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

/** What stands before the contents of a part. */
function headOf(name: string, contents: Uint8Array): Uint8Array {
  return facts(new Writer().text("PK\x03\x04"), name, contents).text(name).written();
}

function facts(writer: Writer, name: string, contents: Uint8Array): Writer {
  const size = contents.length;
  return writer
    .short(VERSION, 0, 0, 0, FIRST_DAY)
    .long(crc32(contents), size, size)
    .short(name.length, 0);
}

/** What stands behind all parts: a line for each, and the end. */
function directoryOf(parts: Parts): Uint8Array {
  const lines = new Writer();
  let offset = 0;
  for (const [name, contents] of parts) {
    facts(lines.text("PK\x01\x02").short(ON_UNIX | VERSION), name, contents);
    lines.short(0, 0, 0, 0, ORDINARY_FILE).long(offset).text(name);
    offset += HEAD_BYTES + name.length + contents.length;
  }
  const directory = lines.written();
  return new Writer()
    .text(directory)
    .text("PK\x05\x06")
    .short(0, 0, parts.size, parts.size)
    .long(directory.length, offset)
    .short(0)
    .written();
}

const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** The CRC-32 of ZIP. */
function crc32(data: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of data) sum = (REMAINDERS[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
