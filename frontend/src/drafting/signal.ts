import { useSyncExternalStore } from "react";

/** A value that others watch; what a room knows is told to the screens through these. */
export class Signal<Value> {
  #value: Value;
  readonly #watchers = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  set(value: Value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const tell of [...this.#watchers]) tell();
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  };
}

/** What a signal holds now. */
export function useSignal<Value>(signal: Pick<Signal<Value>, "get" | "subscribe">): Value {
  return useSyncExternalStore(signal.subscribe, signal.get);
}

/** Tell nobody about a value that is the same as it was. */
export function keepEqual<Value>(signal: Signal<Value>, value: Value) {
  if (JSON.stringify(signal.get()) !== JSON.stringify(value)) signal.set(value);
}
