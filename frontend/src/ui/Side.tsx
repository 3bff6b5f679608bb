import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes";
import "./Side.css";

export type Side = "buyer" | "contractor" | "coordinator";

/** The shape of a side: a square, a circle or a triangle. Decoration beside its word. */
export function SideMark({ side }: { side: Side }) {
  return (
    <svg
      className={classes("samenspraak-side-mark", `samenspraak-side--${side}`)}
      viewBox="0 0 12 12"
      width="12"
      height="12"
      aria-hidden="true"
    >
      {side === "buyer" && <rect x="1" y="1" width="10" height="10" />}
      {side === "contractor" && <circle cx="6" cy="6" r="5.300" />}
      {side === "coordinator" && <path d="M6 0.500 11.800 11.200H0.200z" />}
    </svg>
  );
}

interface SideLabelProps {
  side: Side;
  /** The organisation, behind the word for its side. */
  organisation?: string | undefined;
  /** Other words than the side's own, such as "Opdrachtgever is aan zet". */
  children?: ReactNode;
}

/** A side as it is told everywhere: shape, word and colour, and who that is. */
export function SideLabel({ side, organisation, children }: SideLabelProps) {
  const { t } = useTranslation();
  return (
    <span className={classes("samenspraak-side", `samenspraak-side--${side}`)}>
      <SideMark side={side} />
      <span>
        <span className="samenspraak-side__word">{children ?? t(`ui.side.${side}`)}</span>
        {organisation !== undefined && (
          <>
            {" "}
            <span className="samenspraak-side__organisation">{organisation}</span>
          </>
        )}
      </span>
    </span>
  );
}

/**
 * The initials of a person in the shape of their side.
 *
 * Hidden from screen readers, so the full name must stand beside it, or be given as `label`.
 */
export function Avatar({ name, side, label }: { name: string; side: Side; label?: string }) {
  const look = classes("samenspraak-avatar", `samenspraak-avatar--${side}`);
  if (label === undefined) {
    return (
      <span className={look} aria-hidden="true">
        {initials(name)}
      </span>
    );
  }
  return (
    <span className={look} role="img" aria-label={label} title={label}>
      {initials(name)}
    </span>
  );
}

/** First and last initial; words such as "de" and "van" in between do not count. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const capital = words.filter((word) => /^\p{Lu}/u.test(word));
  const [first, ...others] = capital.length > 0 ? capital : words;
  return [first, others.at(-1)].map((word) => word?.charAt(0).toUpperCase() ?? "").join("");
}
