import { IconChevronDown } from "@tabler/icons-react";
import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useId,
  useRef,
  useState,
} from "react";

interface PopupProps {
  label: string;
  buttonClass: string;
  children: ReactNode;
}

/** A button with a few more behind it. Escape and leaving it close it. */
export function Popup({ label, buttonClass, children }: PopupProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  function onBlur(event: FocusEvent) {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    // The menu of a phone, in which this may stand, stays.
    event.stopPropagation();
    button.current?.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: It only listens for leaving and Escape.
    <div className="samenspraak-popup" onBlur={onBlur} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={buttonClass}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {label}
        <IconChevronDown size={16} aria-hidden="true" />
      </button>
      <div id={id} className="samenspraak-popup__box" hidden={!open}>
        {children}
      </div>
    </div>
  );
}
