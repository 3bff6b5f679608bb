import canonicalize from "canonicalize";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

const DEPTH_LIMIT = 32;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// Halves of characters beyond the first 65,536, and a sign that databases cannot hold.
const UNFIT = /[\p{Surrogate}\0]/u;
const WORDS: Record<string, Json> = { true: true, false: false, null: null };

/** Whoever reads this JSON could understand it in two ways, or not at all. */
export class NotStrict extends Error {}

/**
 * Read JSON as all readers would.
 *
 * Doubled names, numbers that lose digits, halves of characters, U+0000, a byte order mark and deep
 * nesting are refused; the reader of the browser lets them pass.
 */
export function strictJson(data: Uint8Array): Json {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new NotStrict("not UTF-8");
  }
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

/** The one spelling of a value (RFC 8785). */
export function canonical(value: Json): string {
  return canonicalize(value) ?? "";
}

class Reader {
  private place = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): Json {
    this.blanks();
    const sign = this.text[this.place];
    if (sign === "{") return this.object(depth + 1);
    if (sign === "[") return this.list(depth + 1);
    if (sign === '"') return this.string();
    for (const [word, value] of Object.entries(WORDS)) {
      if (this.text.startsWith(word, this.place)) {
        this.place += word.length;
        return value;
      }
    }
    return this.number();
  }

  end() {
    this.blanks();
    if (this.place !== this.text.length) throw new NotStrict("more behind the end");
  }

  private object(depth: number): JsonObject {
    this.enter(depth);
    // Without a prototype, so that no name means anything already.
    const members: JsonObject = Object.create(null);
    while (!this.closes("}", Object.keys(members).length > 0)) {
      this.blanks();
      const name = this.string();
      this.blanks();
      this.take(":");
      const value = this.value(depth);
      if (name in members) throw new NotStrict("a name stands twice");
      members[name] = value;
    }
    return members;
  }

  private list(depth: number): Json[] {
    this.enter(depth);
    const members: Json[] = [];
    while (!this.closes("]", members.length > 0)) members.push(this.value(depth));
    return members;
  }

  private enter(depth: number) {
    if (depth > DEPTH_LIMIT) throw new NotStrict("nested too deep");
    this.place += 1;
  }

  /** Whether the list or object ends here; otherwise a comma is taken between its members. */
  private closes(sign: string, hasMembers: boolean): boolean {
    this.blanks();
    if (this.text[this.place] === sign) {
      this.place += 1;
      return true;
    }
    if (hasMembers) this.take(",");
    return false;
  }

  private string(): string {
    this.take('"');
    const start = this.place;
    while (this.text[this.place] !== '"') {
      if (this.place >= this.text.length) throw new NotStrict("a text without an end");
      this.place += this.text[this.place] === "\\" ? 2 : 1;
    }
    this.place += 1;
    let value: string;
    try {
      value = JSON.parse(this.text.slice(start - 1, this.place));
    } catch {
      throw new NotStrict(`no text at ${start}`);
    }
    if (UNFIT.test(value)) throw new NotStrict("a sign that cannot be kept");
    return value;
  }

  private number(): number {
    const digits = this.matched(NUMBER);
    const value = Number(digits);
    const isWhole = /^-?[0-9]+$/.test(digits);
    if (isWhole ? !Number.isSafeInteger(value) : !Number.isFinite(value)) {
      throw new NotStrict("a number too large");
    }
    return value;
  }

  private matched(pattern: RegExp): string {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text)?.[0];
    if (!found) throw new NotStrict(`unexpected at ${this.place}`);
    this.place += found.length;
    return found;
  }

  private take(sign: string) {
    if (this.text[this.place] !== sign) throw new NotStrict(`no ${sign} at ${this.place}`);
    this.place += 1;
  }

  private blanks() {
    while (" \t\n\r".includes(this.text[this.place] ?? "x")) this.place += 1;
  }
}
