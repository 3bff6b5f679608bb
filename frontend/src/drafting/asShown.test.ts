import { expect, test } from "vitest";
import { asShown, NotAsShown } from "./asShown";
import type { FieldValue } from "./room";

function shows(text: string, fields: Record<string, FieldValue> = {}) {
  return { text: () => text, fields: () => fields, whenSaved: () => Promise.resolve() };
}

function stored(text: string, fields: Record<string, FieldValue> = {}) {
  return { draft: { text, fields } };
}

test("what is stored is taken when the screen shows it", async () => {
  const fields = { title: "Banen", "value.amountCents": 100, purposeParts: ["A"], scope: "" };
  const view = stored("Wij betalen.", {
    title: "Banen",
    "value.amountCents": 100,
    purposeParts: ["A"],
  });
  expect(await asShown(shows("Wij betalen.", fields), async () => view)).toBe(view);
});

test("it is asked again while somebody types on", async () => {
  const views = [stored("Wij be"), stored("Wij betalen."), stored("meer")];
  let asked = 0;
  const fetched = await asShown(shows("Wij betalen."), async () => views[asked++] ?? stored(""), 0);
  expect(fetched).toBe(views[1]);
  expect(asked).toBe(2);
});

test.each([
  [shows("U betaalt, wij niet."), stored("Wij betaalt, U niet.")],
  [shows("", { title: "Tien banen" }), stored("", { title: "Een baan" })],
  [shows(""), stored("", { evidence: "Dat stond er niet" })],
  [shows("", { quantity: 2 }), stored("", { quantity: "20" })],
])("nothing is taken that the screen does not show", async (room, view) => {
  await expect(asShown(room, async () => view, 0)).rejects.toThrow(NotAsShown);
});
