import { expect, test } from "vitest";
import { workspaceSearch } from "./search";

const ID = "4df83ed1-998f-44a1-80d9-f52c1f4b1598";

test("an address can name a subject, a thread and a part", () => {
  expect(workspaceSearch({ onderwerp: ID, gesprek: ID, deel: "toezeggingen" })).toEqual({
    onderwerp: ID,
    gesprek: ID,
    deel: "toezeggingen",
  });
  expect(workspaceSearch({ onderwerp: "ongelezen" }).onderwerp).toBe("ongelezen");
  expect(workspaceSearch({ onderwerp: "werkruimte" }).onderwerp).toBe("werkruimte");
});

test("what the workspace does not know is left out, and named so that it goes", () => {
  expect(workspaceSearch({ onderwerp: "x", gesprek: 3, deel: "y", meer: 1 })).toEqual({
    onderwerp: undefined,
    gesprek: undefined,
    deel: undefined,
  });
});
