import { IconAlertTriangle } from "@tabler/icons-react";
import { type MouseEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError } from "./form";
import "./Alert.css";

/** A field that an error leads to. */
export interface Target {
  /** Of its element. */
  id: string;
  label: string;
}

interface ErrorSummaryProps {
  errors: FieldError[];
  /** The fields that pointers mean; an error without one stays plain text. */
  targets: ReadonlyMap<string, Target>;
}

/** The list of what is wrong, on top of a form. Focus moves to it; each line leads to its field. */
export function ErrorSummary({ errors, targets }: ErrorSummaryProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const told = useRef<readonly FieldError[]>([]);
  useEffect(() => {
    // Whoever mends one thing of the list is at work in its field, and stays there.
    const isNew = errors.some((error) => !told.current.includes(error));
    told.current = errors;
    if (isNew) box.current?.focus();
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
                    href={`#${target.id}`}
                    onClick={(event) => goTo(event, target.id)}
                  >
                    {named(target.label, message)}
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

/** A label before what is wrong with it. Statements and questions have a full stop of their own. */
function named(label: string, message: string): string {
  if (label === "") return message;
  return /[.?…]$/.test(label) ? `${label.replace(/\.$/, ":")} ${message}` : `${label}: ${message}`;
}
