// Lists in a draft are lists of short texts, so that they can be read in its text form as well.

/** What counts on top of a measure, and for how many. */
export interface Addition {
  measure: string;
  quantity: string;
}

/** A number with a word of one's own, such as ten evenings. */
export interface Factor {
  number: string;
  name: string;
}

/** How many people move up the ladder, and what the parties agree for each of them. */
export interface Rung {
  from: string;
  to: string;
  number: string;
  eachCents: string;
}

type Value = string | number | boolean | string[] | undefined;

/** The lines of a field that holds a list. */
export function linesOf(value: Value): string[] {
  return Array.isArray(value) ? value : [];
}

/** "PERMANENT_CONTRACT 1" */
export function additionIn(line: string): Addition {
  const [measure = "", ...quantity] = line.split(" ");
  return { measure, quantity: quantity.join(" ") };
}

export function additionLine({ measure, quantity }: Addition): string {
  return `${measure} ${quantity}`;
}

/** "10 avonden" */
export function factorIn(line: string): Factor {
  const [number = "", ...name] = line.split(" ");
  return { number, name: name.join(" ") };
}

export function factorLine({ number, name }: Factor): string {
  return `${bare(number)} ${name}`;
}

/** "3 4 5 150000" */
export function rungIn(line: string): Rung {
  const [from = "", to = "", number = "", eachCents = ""] = line.split(" ");
  return { from, to, number, eachCents };
}

export function rungLine({ from, to, number, eachCents }: Rung): string {
  return [from, to, bare(number), bare(eachCents)].join(" ").trim();
}

/** A list with one line changed, or without it. */
export function withLine(lines: readonly string[], at: number, line: string | undefined): string[] {
  const next = [...lines];
  if (line === undefined) next.splice(at, 1);
  else next[at] = line;
  return next;
}

/** What is no number stays as it was typed, but for the spaces that part the members of a line. */
function bare(typed: string): string {
  return typed.replace(/\s+/g, "");
}
