import { useEffect, useReducer, useRef } from "react";

// A browser counts a press only where the button goes up again on what it went down on. What grows
// or comes on a page meanwhile moves that away from under the hand, and the press does nothing.
let pressed = false;
const waiting = new Set<() => void>();

function release() {
  pressed = false;
  const now = [...waiting];
  waiting.clear();
  for (const go of now) go();
}

window.addEventListener("pointerdown", ({ button }) => (pressed = button === 0), true);
// The press itself is told right after the button went up.
window.addEventListener("pointerup", () => setTimeout(release), true);
for (const end of ["pointercancel", "contextmenu", "blur"]) window.addEventListener(end, release);

/** Once nobody presses anything, which is at once most of the time. */
export function released(): Promise<void> {
  return new Promise((resolve) => {
    if (pressed) waiting.add(resolve);
    else resolve();
  });
}

/** A value as it was while somebody presses something, so that nothing moves under their hand. */
export function useHeld<Value>(value: Value): Value {
  const shown = useRef(value);
  const [, again] = useReducer((times: number) => times + 1, 0);
  const held = pressed;
  useEffect(() => {
    if (!held) {
      shown.current = value;
      return;
    }
    let left = false;
    void released().then(() => left || again());
    return () => {
      left = true;
    };
  });
  return held ? shown.current : value;
}
