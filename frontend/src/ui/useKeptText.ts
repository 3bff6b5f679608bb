import { useCallback, useState } from "react";

/**
 * Text that is being typed and must survive a lost session or a reload.
 *
 * It is kept for this tab alone: on a shared computer it is gone once the tab is closed. The key
 * names the place, for example `message workspace-id thread-id`.
 */
export function useKeptText(key: string): [string, (text: string) => void] {
  const stored = `samenspraak-kept ${key}`;
  const [text, setText] = useState(() => sessionStorage.getItem(stored) ?? "");
  const keep = useCallback(
    (next: string) => {
      setText(next);
      if (next === "") sessionStorage.removeItem(stored);
      else sessionStorage.setItem(stored, next);
    },
    [stored],
  );
  return [text, keep];
}
