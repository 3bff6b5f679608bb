// Random numbers that a seed repeats, and what people type when a seed decides.

/** Return a function that draws a number from 0 up to, and without, 1. */
export const dice = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const below = (draw, count) => Math.floor(draw() * count);

export const oneOf = (draw, list) => list[below(draw, list.length)];

/** Draw a name from an object of names and weights. */
export const weighed = (draw, weights) => {
  const names = Object.keys(weights);
  let left = draw() * names.reduce((sum, name) => sum + weights[name], 0);
  return names.find((name) => (left -= weights[name]) < 0) ?? names[0];
};

// Letters of one unit and of two, marks that hang on the letter before, joined pictures, other
// directions, and what Markdown reads.
const WORDS = [
  "a",
  "leerwerkplek ",
  "één ",
  "e\u0301",
  "\u0308",
  "ß",
  "İ",
  "😀",
  "𝒳𝒴",
  "👩‍👩‍👧‍👦",
  "🇳🇱",
  "👍🏽",
  "שלום ",
  "مرحبا ",
  "日本",
  "\u200b",
  "\ufeff",
  "\n",
  "\n\n### ",
  "\r\n",
  "- [ ] ",
  "**vet**",
  "\t",
  "€ ",
];

export const aWord = (draw) => oneOf(draw, WORDS);

export const someText = (draw, words) =>
  Array.from({ length: below(draw, words) }, () => aWord(draw)).join("");

/** Return a place between two whole characters: no editor puts a cursor inside one. */
export const aPlace = (draw, text) => whole(text, below(draw, text.length + 1));

/** Move a place out of the middle of a character of two units. */
export const whole = (text, at) => {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000 ? at - 1 : at;
};
