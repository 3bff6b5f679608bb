import { sha256 } from "@noble/hashes/sha2.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The SHA-256 of bytes as 64 hexadecimal digits. */
export function digest(data: Uint8Array): string {
  return Array.from(sha256(data), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The text of bytes that hold nothing but ASCII, or null. */
export function ascii(data: Uint8Array): string | null {
  if (data.some((byte) => byte > 127)) return null;
  return new TextDecoder("latin1").decode(data);
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

/** Base64url without padding (RFC 7515). */
export function toBase64url(data: Uint8Array): string {
  let text = "";
  for (let place = 0; place < data.length; place += 3) {
    const [a = 0, b = 0, c = 0] = data.subarray(place, place + 3);
    const bits = (a << 16) | (b << 8) | c;
    const count = Math.min(3, data.length - place) + 1;
    for (let letter = 0; letter < count; letter += 1) {
      text += LETTERS[(bits >> (18 - 6 * letter)) & 63];
    }
  }
  return text;
}

/** The bytes of base64url that could not have been written any other way, or null. */
export function fromBase64url(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push((bits >> held) & 255);
    }
  }
  const data = Uint8Array.from(bytes);
  return toBase64url(data) === text ? data : null;
}
