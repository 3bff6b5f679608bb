import { createLink } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";
import { ButtonContent, type ButtonVariant, buttonClass } from "./Button";
import { classes } from "./classes";
import "./Link.css";

interface TextAnchorProps extends ComponentProps<"a"> {
  /** A bold link in the accent: the title of a thing in a list. */
  strong?: boolean;
}

function TextAnchor({ strong = false, className, ...rest }: TextAnchorProps) {
  return (
    <a {...rest} className={classes("nl-link", strong && "samenspraak-link--strong", className)} />
  );
}

interface ButtonAnchorProps extends ComponentProps<"a"> {
  variant?: ButtonVariant;
  icon?: ReactNode;
}

function ButtonAnchor({
  variant = "secondary",
  icon,
  children,
  className,
  ...rest
}: ButtonAnchorProps) {
  return (
    <a {...rest} className={classes(buttonClass({ variant }), className)}>
      <ButtonContent icon={icon}>{children}</ButtonContent>
    </a>
  );
}

/** A link inside the application: `to` and `params` are checked against the routes. */
export const TextLink = createLink(TextAnchor);

/** A link inside the application that looks like a button, because it starts something. */
export const LinkButton = createLink(ButtonAnchor);

/** A link to a file or a place outside the routes, such as a download. */
export const OutsideLink = TextAnchor;

/** The same, looking like a button. */
export const OutsideLinkButton = ButtonAnchor;
