import { type Json, type JsonObject, NotStrict, strictJson } from "./json.ts";
import { publicKey } from "./seals.ts";

const TRUSTED_LIMIT = 1000;

/** Read which keys to trust: a JWK, a JWK set, or thumbprints; null where it is none of these. */
export function trustedKeys(data: Uint8Array): Set<string> | null {
  let found: (string | undefined)[];
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    found = text.trimStart().startsWith("{")
      ? jwks(strictJson(data) as JsonObject).map((jwk) => publicKey(jwk)?.kid)
      : text.split(/\s+/).filter(Boolean);
  } catch (error) {
    if (error instanceof NotStrict || error instanceof TypeError) return null;
    throw error;
  }
  const kids = found.filter((kid) => kid !== undefined && /^[A-Za-z0-9_-]{43}$/.test(kid));
  if (kids.length < found.length || kids.length === 0 || kids.length > TRUSTED_LIMIT) return null;
  return new Set(kids as string[]);
}

function jwks(value: JsonObject): Json[] {
  return Array.isArray(value.keys) ? value.keys : [value];
}
