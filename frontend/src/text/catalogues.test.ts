import { expect, test } from "vitest";

const parts = import.meta.glob<Record<string, string>>("./{nl,en}/*.json", {
  eager: true,
  import: "default",
});
const catalogues: Record<string, Record<string, string>> = { nl: {}, en: {} };
for (const [path, sentences] of Object.entries(parts)) {
  Object.assign(catalogues[path.slice(2, 4)] ?? {}, sentences);
}
const { nl = {}, en = {} } = catalogues;
const places = (sentence: string | undefined) =>
  [...(sentence ?? "").matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

test("both languages say everything, in the same parts", () => {
  const keysOf = (language: string) =>
    Object.entries(parts)
      .filter(([path]) => path.startsWith(`./${language}/`))
      .flatMap(([path, sentences]) => Object.keys(sentences).map((key) => path.slice(5) + key))
      .sort();
  expect(keysOf("en")).toEqual(keysOf("nl"));
  expect(keysOf("nl")).not.toHaveLength(0);
});

test("a sentence stands in the part that its key begins with", () => {
  const names = Object.keys(parts).map((path) => path.slice(5, -5));
  for (const [path, sentences] of Object.entries(parts)) {
    for (const key of Object.keys(sentences)) {
      const first = key.split(".")[0] ?? "";
      expect(path.slice(5, -5), key).toBe(names.includes(first) ? first : "app");
    }
  }
});

test("both languages fill in the same things", () => {
  for (const [key, sentence] of Object.entries(nl)) {
    expect(places(en[key]), key).toEqual(places(sentence));
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
