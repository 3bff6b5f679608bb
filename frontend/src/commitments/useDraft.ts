import { useState } from "react";
import { useKeptText } from "../ui/useKeptText";
import type { Draft } from "./draft";

export interface Kept {
  /** The round it began from; nought for something new. */
  revision: number;
  draft: Draft;
  condition: string;
}

/**
 * A draft that survives a lost session or a reload, in this tab alone.
 *
 * `begin` is what one starts from. What was kept earlier comes first, also when there is a newer
 * round by now: people do not lose what they typed, and the page tells them.
 */
export function useDraft(
  place: string,
  begin: () => Kept,
): [kept: Kept, keep: (next: Kept) => void, drop: () => void] {
  const [text, keepText] = useKeptText(place);
  const [first] = useState(begin);
  const kept = read(text) ?? first;
  return [kept, (next) => keepText(JSON.stringify(next)), () => keepText("")];
}

/** A draft that an older version of these screens kept may lack a member; then we begin anew. */
function read(text: string): Kept | undefined {
  if (text === "") return undefined;
  try {
    const kept = JSON.parse(text) as Partial<Kept>;
    return kept.draft?.responsible?.buyer && kept.draft.resultGoal ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}
