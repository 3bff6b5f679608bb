import { type ComponentProps, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { classes } from "./classes";
import "./Table.css";

interface TableProps extends Omit<ComponentProps<"table">, "className"> {
  /** What the table shows; also the name of the area that scrolls sideways. */
  caption: ReactNode;
  captionHidden?: boolean;
}

/** A table that scrolls inside its own area, which the keyboard can reach once it is too wide. */
export function Table({ caption, captionHidden = true, children, ...rest }: TableProps) {
  const id = useId();
  const area = useRef<HTMLDivElement>(null);
  const wide = useIsWider(area);
  return (
    // A region only while there is something to scroll; otherwise it is one landmark too many.
    <div
      ref={area}
      className="samenspraak-table"
      {...(wide && { role: "region", tabIndex: 0, "aria-labelledby": id })}
    >
      <table {...rest} className="utrecht-table utrecht-table--html-table">
        <caption id={id} className={classes(captionHidden && "samenspraak-hidden")}>
          {caption}
        </caption>
        {children}
      </table>
    </div>
  );
}

/** Whether the content of an element is wider than the element. */
function useIsWider(area: { current: HTMLElement | null }): boolean {
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const element = area.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() =>
      setWide(element.scrollWidth > element.clientWidth + 1),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [area]);
  return wide;
}
