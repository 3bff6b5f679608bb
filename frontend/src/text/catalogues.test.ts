import { expect, test } from "vitest";
import en from "./en.json";
import nl from "./nl.json";

const catalogues: Record<string, Record<string, string>> = { nl, en };
const places = (sentence: string | undefined) =>
  [...(sentence ?? "").matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

test("both languages say everything", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(nl).sort());
});

test("both languages fill in the same things", () => {
  for (const [key, sentence] of Object.entries(nl)) {
    expect(places(catalogues.en?.[key]), key).toEqual(places(sentence));
  }
});

test.each(Object.entries(catalogues))("the sentences in %s keep to the tone", (_, catalogue) => {
  for (const [key, sentence] of Object.entries(catalogue)) {
    expect(sentence, key).not.toBe("");
    expect(sentence, key).not.toMatch(/!|succesvol|helaas|successfully|unfortunately/i);
    // A normal space after the sign would let an amount break over two lines.
    expect(sentence, key).not.toContain("€ ");
  }
});
