import { type ReactNode, useRef } from "react";
import { useOwedFocus } from "./navigation";

/** The h1 of a page. It takes the focus after a change of page. */
export function PageHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useOwedFocus(() => heading.current?.focus());
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
