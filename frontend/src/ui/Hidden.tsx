import type { ComponentProps } from "react";

/** Words for screen readers only. */
export function Hidden(props: Omit<ComponentProps<"span">, "className">) {
  return <span {...props} className="samenspraak-hidden" />;
}
