import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { invalidate } from "./invalidate";
import type { Entry } from "./socket";

const KEYS = [
  ["workspaces", "w1", "workspace"],
  ["workspaces", "w1", "commitments", "c1"],
  ["workspaces", "w1", "journal"],
  ["workspaces", "w2", "workspace"],
  ["person"],
];

function outOfDateAfter(...kinds: string[]) {
  const client = new QueryClient();
  for (const key of KEYS) client.setQueryData(key, {});
  const entries = kinds.map((kind) => ({ kind }) as Entry);
  invalidate(client, "w1", entries);
  return KEYS.filter((key) => client.getQueryState(key)?.isInvalidated).map((key) => key.join(" "));
}

test("a known kind marks what it is about, and the journal", () => {
  expect(outOfDateAfter("purpose.agreed")).toEqual([
    "workspaces w1 workspace",
    "workspaces w1 journal",
  ]);
});

test("an unknown kind marks the whole workspace, and no other", () => {
  expect(outOfDateAfter("purpose.agreed", "something.new")).toEqual([
    "workspaces w1 workspace",
    "workspaces w1 commitments c1",
    "workspaces w1 journal",
  ]);
});
