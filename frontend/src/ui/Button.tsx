import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { classes } from "./classes";
import { Hidden } from "./Hidden";
import "./Button.css";

export type ButtonVariant = "primary" | "secondary" | "subtle";

interface ButtonLook {
  /** One primary in a panel; the rest is secondary or subtle. */
  variant?: ButtonVariant;
  /** Negative for what takes something away. */
  tone?: "negative" | undefined;
  /** A Tabler icon of 20 pixels, before the words. */
  icon?: ReactNode;
}

interface ButtonProps extends ButtonLook, ComponentProps<"button"> {
  /** Sent and not answered yet: the button stays where it is and does nothing. */
  busy?: boolean;
  /** Why this cannot be done now. The button stays focusable and says so. */
  unavailable?: string | undefined;
}

/** Something that happens here. */
export function Button({
  variant = "secondary",
  tone,
  icon,
  busy = false,
  unavailable,
  children,
  className,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const reason = useId();
  const idle = busy || unavailable !== undefined;
  return (
    <>
      <button
        {...rest}
        // A submit button that is idle must not submit its form either, so it becomes a plain one.
        type={idle ? "button" : type}
        className={classes(
          buttonClass({ variant, tone }),
          unavailable !== undefined && "nl-button--disabled",
          busy && "nl-button--busy",
          className,
        )}
        aria-disabled={idle || undefined}
        aria-busy={busy || undefined}
        aria-describedby={unavailable === undefined ? rest["aria-describedby"] : reason}
        title={unavailable}
        onClick={idle ? undefined : onClick}
      >
        <ButtonContent icon={icon}>{children}</ButtonContent>
      </button>
      {unavailable !== undefined && <Hidden id={reason}>{unavailable}</Hidden>}
    </>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "children"> {
  /** What it does, in words: read out, and shown on hover and focus. */
  label: string;
  icon: ReactNode;
  variant?: ButtonVariant;
}

/** A button with an icon alone. Its words show on hover and on focus. */
export function IconButton({
  label,
  icon,
  variant = "subtle",
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={classes(
        buttonClass({ variant }),
        "nl-button--icon-only",
        "samenspraak-icon-button",
        className,
      )}
    >
      <span className="nl-button__icon-start">{icon}</span>
      <span className="samenspraak-icon-button__tip" aria-hidden="true">
        {label}
      </span>
    </button>
  );
}

/** The class names of a button, for links that look like one. */
export function buttonClass({ variant = "secondary", tone }: ButtonLook): string {
  return classes("nl-button", `nl-button--${variant}`, tone && `nl-button--${tone}`);
}

/** Icon and words, in the order the style sheet expects. */
export function ButtonContent({ icon, children }: { icon?: ReactNode; children?: ReactNode }) {
  return (
    <>
      {icon && <span className="nl-button__icon-start">{icon}</span>}
      <span className="nl-button__label">{children}</span>
    </>
  );
}
