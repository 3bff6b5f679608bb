// A third opinion for the tests, made of libraries alone: jose for the seals, canonicalize for the
// spelling, node for the digests. It knows nothing of our checks, so it can only say less.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import canonicalize from "canonicalize";
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from "jose";

const SEALS = {
  manifest: "samenspraak-bundle+jws",
  receipt: "samenspraak-receipt+jws",
};

/** The parts of a ZIP without compression, by its heads. */
function partsOf(file: Buffer): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (let at = 0; file.readUInt32LE(at) === 0x04034b50; ) {
    const start = at + 30 + file.readUInt16LE(at + 26);
    const end = start + file.readUInt32LE(at + 18);
    parts.set(file.toString("latin1", at + 30, start), file.subarray(start, end));
    at = end;
  }
  return parts;
}

async function isSealed(parts: Map<string, Buffer>, name: string, typ: string): Promise<boolean> {
  const payload = parts.get(`${name}.json`) ?? Buffer.alloc(0);
  const { keys } = JSON.parse(String(parts.get("keys.json"))) as { keys: JWK[] };
  const token = String(parts.get(`${name}.jws`)).replace(
    "..",
    `.${payload.toString("base64url")}.`,
  );
  try {
    const jwk = keys.find(({ kid }) => kid === decodeProtectedHeader(token).kid);
    if (jwk === undefined) return false;
    const { kty, crv, x, y } = jwk;
    const key = await importJWK({ kty, crv, x, y } as JWK, "ES256");
    const { protectedHeader } = await compactVerify(token, key, { algorithms: ["ES256"] });
    return protectedHeader.typ === typ;
  } catch {
    return false;
  }
}

async function opinion(file: Buffer) {
  const parts = partsOf(file);
  const seals = await Promise.all(
    Object.entries(SEALS).map(([name, typ]) => isSealed(parts, name, typ)),
  );
  const manifest = JSON.parse(String(parts.get("manifest.json"))) as {
    parts: { name: string; digest: string }[];
  };
  const listed = new Map(manifest.parts.map(({ name, digest }) => [name, digest]));
  const sealed = [...parts].filter(([name]) => !name.startsWith("manifest."));
  const areListed =
    sealed.length === listed.size &&
    sealed.every(
      ([name, data]) => createHash("sha256").update(data).digest("hex") === listed.get(name),
    );
  const documents = [...parts].filter(([name]) => name.endsWith(".json"));
  const spelled = documents.every(
    ([, data]) => canonicalize(JSON.parse(String(data))) === String(data),
  );
  return { isConsistent: areListed && seals.every(Boolean), spelled };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { bundle } = JSON.parse(line) as { bundle: string };
  process.stdout.write(`${JSON.stringify(await opinion(Buffer.from(bundle, "base64")))}\n`);
}
