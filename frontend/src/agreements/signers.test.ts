import { expect, test } from "vitest";
import type { View } from "../api/client";
import { isGone, otherSigners, signingLines } from "./signers";

type Version = Pick<View<"VersionView">, "signatures" | "needed">;

function version(
  needed: { buyer: number; contractor: number },
  ...signed: [side: string, name: string, signedAt: string][]
): Version {
  const signatures = signed.map(([side, name, signedAt]) => ({ side, name, signedAt }));
  return { needed, signatures } as unknown as Version;
}

test("the side that is done stands first, and says who signed in which order", () => {
  const lines = signingLines(
    version(
      { buyer: 1, contractor: 2 },
      ["contractor", "Youssef", "2026-11-20T12:00:00Z"],
      ["contractor", "Hanneke", "2026-11-20T10:00:00Z"],
    ),
  );
  expect(lines.map(({ side, open }) => [side, open])).toEqual([
    ["contractor", 0],
    ["buyer", 1],
  ]);
  expect(lines[0]?.signatures.map(({ name }) => name)).toEqual(["Hanneke", "Youssef"]);
});

test("a side that lacks one of its people is not done", () => {
  const lines = signingLines(
    version({ buyer: 1, contractor: 2 }, ["contractor", "Hanneke", "2026-11-20T10:00:00Z"]),
  );
  expect(lines.map(({ side, open }) => [side, open])).toEqual([
    ["buyer", 1],
    ["contractor", 1],
  ]);
});

test("who signed, who left, and who may not sign cannot still do so", () => {
  const participants = [
    { name: "Hanneke", side: "contractor", hasLeft: false, roles: ["signatory"] },
    { name: "Youssef", side: "contractor", hasLeft: false, roles: ["negotiator", "signatory"] },
    { name: "Ilse", side: "contractor", hasLeft: false, roles: ["negotiator"] },
    { name: "Piet", side: "contractor", hasLeft: true, roles: ["signatory"] },
    { name: "Tom", side: "buyer", hasLeft: false, roles: ["signatory"] },
  ] as unknown as View<"WorkspaceView">["participants"];
  const [, contractor] = signingLines(
    version({ buyer: 1, contractor: 2 }, ["contractor", "Hanneke", "2026-11-20T10:00:00Z"]),
  );
  expect(contractor && otherSigners({ participants }, contractor)).toEqual(["Youssef"]);
});

test("signatures under a version that counts no longer are gone", () => {
  expect(isGone("void")).toBe(true);
  expect(isGone("lapsed")).toBe(true);
  expect(isGone("superseded")).toBe(false);
});
