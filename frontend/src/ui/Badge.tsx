import type { ReactNode } from "react";
import { classes } from "./classes";
import { Hidden } from "./Hidden";
import "./Badge.css";

/** A count. `label` says for screen readers what is counted: "5 toezeggingen". */
export function CountBadge({ count, label }: { count: number; label?: string }) {
  return (
    <span className="samenspraak-count">
      <span aria-hidden={label === undefined ? undefined : "true"}>{count}</span>
      {label !== undefined && <Hidden>{label}</Hidden>}
    </span>
  );
}

export type StatusTone = "neutral" | "info" | "positive" | "warning" | "negative" | "accent";

interface StatusLabelProps {
  tone?: StatusTone;
  /** A Tabler icon of 16 pixels: meaning never hangs on colour alone. */
  icon: ReactNode;
  children: ReactNode;
  /** Without the box, for use in a line of text. */
  plain?: boolean;
}

/** In what state a thing is: an icon and a word. */
export function StatusLabel({ tone = "neutral", icon, children, plain = false }: StatusLabelProps) {
  return (
    <span
      className={classes(
        "samenspraak-status",
        `samenspraak-status--${tone}`,
        plain && "samenspraak-status--plain",
      )}
    >
      {icon}
      <span>{children}</span>
    </span>
  );
}
