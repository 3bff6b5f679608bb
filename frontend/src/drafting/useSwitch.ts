import { Signal, useSignal } from "./signal";

const switches = new Map<string, Signal<boolean>>();

/** A choice that this browser remembers, the same everywhere on the page. */
export function useSwitch(name: string, first: boolean): [boolean, (on: boolean) => void] {
  const stored = `samenspraak-${name}`;
  let signal = switches.get(stored);
  if (!signal) {
    signal = new Signal((localStorage.getItem(stored) ?? String(first)) === "true");
    switches.set(stored, signal);
  }
  const change = signal;
  return [
    useSignal(signal),
    (on) => {
      localStorage.setItem(stored, String(on));
      change.set(on);
    },
  ];
}
