import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ascii, fromBase64url, toBase64url, utf8 } from "./bytes.ts";
import { canonical, type Json, type JsonObject } from "./json.ts";

export const RECEIPT_TYPE = "samenspraak-receipt+jws";
export const BUNDLE_TYPE = "samenspraak-bundle+jws";

const TOKEN_LIMIT = 1000;
const COORDINATE_BYTES = 32;

/** A P-256 key, by its thumbprint (RFC 7638). */
export interface PublicKey {
  kid: string;
  point: Uint8Array;
}

/** Read a public key from a JWK, or null where it is not one that could have sealed. */
export function publicKey(jwk: Json): PublicKey | null {
  if (typeof jwk !== "object" || jwk === null || Array.isArray(jwk)) return null;
  const { kty, crv, x, y, alg = "ES256", use = "sig" } = jwk as JsonObject;
  if (kty !== "EC" || crv !== "P-256" || alg !== "ES256" || use !== "sig" || "d" in jwk)
    return null;
  if (typeof x !== "string" || typeof y !== "string") return null;
  const point = pointOf(x, y);
  const kid = toBase64url(sha256(utf8(canonical({ crv, kty, x, y }))));
  if (point === null || ("kid" in jwk && jwk.kid !== kid)) return null;
  return { kid, point };
}

function pointOf(x: string, y: string): Uint8Array | null {
  const across = fromBase64url(x);
  const up = fromBase64url(y);
  if (across?.length !== COORDINATE_BYTES || up?.length !== COORDINATE_BYTES) return null;
  const point = Uint8Array.from([4, ...across, ...up]);
  try {
    p256.Point.fromBytes(point).assertValidity();
  } catch {
    return null;
  }
  return point;
}

/**
 * Return the thumbprint of the key that sealed exactly these bytes, or null.
 *
 * The seal is a detached JWS with ES256 (RFC 7515). Its header has to be the very bytes that ours
 * are, which leaves no room for another algorithm or for anything more.
 */
export function sealedBy(
  seal: Uint8Array,
  payload: Uint8Array,
  keys: Iterable<PublicKey>,
  typ: string,
): string | null {
  const token = ascii(seal);
  if (token === null || token.length > TOKEN_LIMIT) return null;
  const [, header, signature] = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)$/.exec(token) ?? [];
  if (header === undefined || signature === undefined) return null;
  const raw = fromBase64url(signature);
  if (raw?.length !== 2 * COORDINATE_BYTES) return null;
  for (const { kid, point } of keys) {
    if (header === toBase64url(utf8(canonical({ alg: "ES256", kid, typ })))) {
      const signed = utf8(`${header}.${toBase64url(payload)}`);
      return verifies(raw, signed, point) ? kid : null;
    }
  }
  return null;
}

function verifies(signature: Uint8Array, signed: Uint8Array, point: Uint8Array): boolean {
  try {
    // A mirrored signature is another text for the same yes; other libraries take it too.
    return p256.verify(signature, signed, point, { lowS: false });
  } catch {
    return false;
  }
}
