/** One place where a text changed: so many characters went, and this came. */
export interface Difference {
  at: number;
  removed: number;
  inserted: string;
}

/**
 * The smallest single change that makes one text of the other.
 *
 * `caret` is where the writer's caret stands afterwards: of "aa" and "aaa" only that tells which of
 * the three is new, and others keep their places by it.
 */
export function difference(before: string, after: string, caret = after.length): Difference | null {
  if (before === after) return null;
  const shortest = Math.min(before.length, after.length);
  // Nothing behind the caret was written just now.
  let end = 0;
  const behind = Math.min(shortest, after.length - caret);
  while (end < behind && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  let start = 0;
  while (start < shortest - end && before[start] === after[start]) start += 1;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  // A character outside the first plane is two units; half of one is no text.
  if (isLow(before, start) || isLow(after, start)) start -= 1;
  if (isLow(before, before.length - end) || isLow(after, after.length - end)) end -= 1;
  return {
    at: start,
    removed: before.length - end - start,
    inserted: after.slice(start, after.length - end),
  };
}

/** Where a place in a text is after a change; what is inserted right there comes behind it. */
export function moved(index: number, { at, removed, inserted }: Difference): number {
  if (index <= at) return index;
  return Math.max(at, index - removed) + inserted.length;
}

function isLow(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return index > 0 && unit >= 0xdc00 && unit <= 0xdfff;
}
