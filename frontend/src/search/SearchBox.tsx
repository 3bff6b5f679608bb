import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { MOST_CHARACTERS } from "./queries";
import "./SearchBox.css";

/** The box in the bar. Within a contract it looks there; "/" goes to it from anywhere. */
export function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const { id: contract } = useParams({ strict: false });
  const asked = useSearch({ strict: false });
  const [typed, setTyped] = useState(asked.q ?? "");
  // Going back, or asking elsewhere on the page, shows here what is asked now.
  useEffect(() => setTyped(asked.q ?? ""), [asked.q]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || isWriting(event.target)) return;
      // In a menu that is folded away there is nothing to go to.
      if (!field.current?.checkVisibility?.()) return;
      event.preventDefault();
      field.current.select();
      field.current.focus();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const q = typed.trim();
    if (q === "") {
      field.current?.focus();
      return;
    }
    void navigate({
      to: "/zoeken",
      search: { q, contract: contract ?? asked.contract, soort: undefined },
    });
  }

  const label = contract ? t("app.search.here") : t("app.search");
  return (
    // biome-ignore lint/a11y/useSemanticElements: Older browsers do not know the search element.
    <form role="search" onSubmit={onSubmit} className="samenspraak-search">
      <label htmlFor={id} className="samenspraak-hidden">
        {label}
      </label>
      <input
        ref={field}
        id={id}
        type="search"
        className="samenspraak-search__field"
        placeholder={label}
        aria-keyshortcuts="/"
        maxLength={MOST_CHARACTERS}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="samenspraak-search__button">
        <IconSearch size={18} aria-hidden="true" />
        <span className="samenspraak-hidden">{t("app.search.go")}</span>
      </button>
    </form>
  );
}

/** Whether a key belongs to what somebody is writing, or answers a question that has to be answered. */
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest("input, textarea, select, dialog, [role=dialog]") !== null)
  );
}
