import { IconChevronRight } from "@tabler/icons-react";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes";
import "./Disclosure.css";

interface DisclosureProps extends ComponentProps<"details"> {
  summary: ReactNode;
  /** As a part of a panel, over its whole width, with a line above it. */
  section?: boolean;
}

/** More of the same, for who wants it. Closed at first unless `open`. */
export function Disclosure({
  summary,
  section = false,
  children,
  className,
  ...rest
}: DisclosureProps) {
  return (
    <details
      {...rest}
      className={classes(
        "samenspraak-disclosure",
        section && "samenspraak-panel__section samenspraak-disclosure--section",
        className,
      )}
    >
      <summary className="samenspraak-disclosure__summary">
        <IconChevronRight size={20} aria-hidden="true" />
        <span>{summary}</span>
      </summary>
      <div className="samenspraak-disclosure__body">{children}</div>
    </details>
  );
}
