import { type ComponentProps, type ReactNode, useId } from "react";
import { classes } from "./classes";
import "./Panel.css";

interface PanelProps extends Omit<ComponentProps<"section">, "title"> {
  title: ReactNode;
  /** Something at the end of the title line: a count, a filter, a button. */
  aside?: ReactNode;
  /** The level of the title; 2 unless the panel stands inside another. */
  level?: 2 | 3;
  /** Keeps the title for screen readers only. */
  titleHidden?: boolean;
  /** The striped border of what is seen by one's own side alone; the title must say so too. */
  ownSide?: boolean;
  footer?: ReactNode;
}

/** A white box with a title. Its children are sections, divided by lines. */
export function Panel({
  title,
  aside,
  level = 2,
  titleHidden = false,
  ownSide = false,
  footer,
  children,
  className,
  ...rest
}: PanelProps) {
  const id = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section
      {...rest}
      className={classes("samenspraak-panel", ownSide && "samenspraak-own-side", className)}
      aria-labelledby={id}
    >
      <header className={classes("samenspraak-panel__head", titleHidden && "samenspraak-hidden")}>
        <Heading id={id} className="samenspraak-panel__title">
          {title}
        </Heading>
        {aside !== undefined && <div className="samenspraak-panel__aside">{aside}</div>}
      </header>
      {children}
      {footer !== undefined && <footer className="samenspraak-panel__foot">{footer}</footer>}
    </section>
  );
}

interface PanelSectionProps extends ComponentProps<"div"> {
  /** A grey ground, for what is between the lines, such as events in a conversation. */
  quiet?: boolean;
  /** The chosen one in a list of versions or rounds. */
  current?: boolean;
}

/** A part of a panel, with a line above it. */
export function PanelSection({ quiet, current, className, ...rest }: PanelSectionProps) {
  return (
    <div
      {...rest}
      className={classes(
        "samenspraak-panel__section",
        quiet && "samenspraak-panel__section--quiet",
        current && "samenspraak-panel__section--current",
        className,
      )}
    />
  );
}

/** A list whose lines are parts of a panel. Give it `PanelItem`s. */
export function PanelList({ className, ...rest }: ComponentProps<"ul">) {
  return <ul {...rest} className={classes("samenspraak-list", className)} />;
}

interface PanelItemProps extends ComponentProps<"li"> {
  /** Stripes before a line that one's own side alone sees; its words must say so too. */
  ownSide?: boolean;
}

/** One line of a list in a panel. */
export function PanelItem({ ownSide, className, ...rest }: PanelItemProps) {
  return (
    <li
      {...rest}
      className={classes(
        "samenspraak-panel__section",
        ownSide && "samenspraak-own-side",
        className,
      )}
    />
  );
}
