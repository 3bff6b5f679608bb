import { IconAlertTriangle } from "@tabler/icons-react";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError } from "./form";
import "./Alert.css";

interface ErrorSummaryProps {
  errors: FieldError[];
  /** The element id of the field a pointer means, if that field is on the screen. */
  linkTo: (pointer: string) => string | undefined;
}

/** The list of what is wrong, on top of a form. Focus moves to it; each line leads to its field. */
export function ErrorSummary({ errors, linkTo }: ErrorSummaryProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  // Fields make themselves known after this list was drawn, so targets are looked up afterwards.
  const [targets, setTargets] = useState<Map<string, string>>(new Map());
  const look = useRef(linkTo);
  look.current = linkTo;

  useEffect(() => {
    if (errors.length === 0) return;
    const found = errors.flatMap(({ pointer }) => {
      const target = look.current(pointer);
      return target === undefined ? [] : [[pointer, target] as const];
    });
    setTargets(new Map(found));
    box.current?.focus();
  }, [errors]);

  if (errors.length === 0) return null;

  function goTo(event: MouseEvent, target: string) {
    // A fragment in the address would be a new entry in the history; focus is all that is meant.
    event.preventDefault();
    document.getElementById(target)?.focus();
  }

  return (
    <div ref={box} tabIndex={-1} className="utrecht-alert utrecht-alert--error">
      <IconAlertTriangle className="samenspraak-alert__icon" aria-hidden="true" />
      <div className="utrecht-alert__message">
        <h2 className="samenspraak-alert__title">
          {t("ui.errors.title", { count: errors.length })}
        </h2>
        <ul className="samenspraak-alert__list">
          {errors.map(({ pointer, message }) => {
            const target = targets.get(pointer);
            return (
              <li key={`${pointer} ${message}`}>
                {target === undefined ? (
                  message
                ) : (
                  <a
                    className="nl-link"
                    href={`#${target}`}
                    onClick={(event) => goTo(event, target)}
                  >
                    {message}
                  </a>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
