const SIDES: ReadonlySet<unknown> = new Set(["buyer", "contractor", "coordinator"]);

/**
 * Say of everybody in an answer whose name was erased that it was.
 *
 * The server leaves such a name empty wherever somebody of a side is named: as an author, a
 * participant, a signatory. Said in one place, no sentence of a screen ends in nothing.
 */
export function sayErased(answer: unknown, word: string): void {
  if (Array.isArray(answer)) {
    for (const each of answer) sayErased(each, word);
  } else if (typeof answer === "object" && answer !== null) {
    if ("name" in answer && answer.name === "" && "side" in answer && SIDES.has(answer.side)) {
      answer.name = word;
    }
    for (const each of Object.values(answer)) sayErased(each, word);
  }
}
