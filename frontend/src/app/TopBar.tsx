import { IconMenu2 } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answer, api } from "../api/client";
import { SearchBox } from "../search/SearchBox";
import { changeLanguage, currentLanguage, type Language } from "../text/language";
import { classes } from "../ui/classes";
import { Brand } from "./Brand";
import { ConnectionLamp } from "./ConnectionLamp";
import { Popup } from "./Popup";
import { usePerson } from "./session";
import { useSignOut } from "./useSignOut";
import "./TopBar.css";

/** The dark bar: where one is, whether all is kept, the language, and who one is. */
export function TopBar() {
  const { t } = useTranslation();
  const person = usePerson();
  const menu = useId();
  const menuButton = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: Another page closes the menu.
  useEffect(() => setOpen(false), [path]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    menuButton.current?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: It only listens for Escape.
    <header className="samenspraak-bar" onKeyDown={onKeyDown}>
      <div className="samenspraak-width samenspraak-bar__inside">
        <Link to="/contracten" className="samenspraak-bar__brand">
          <Brand />
        </Link>
        <ConnectionLamp />
        <button
          ref={menuButton}
          type="button"
          className="samenspraak-bar__button samenspraak-bar__menu-button"
          aria-expanded={open}
          aria-controls={menu}
          onClick={() => setOpen(!open)}
        >
          <IconMenu2 size={18} aria-hidden="true" />
          {t("app.menu")}
        </button>
        <div
          id={menu}
          className={classes("samenspraak-bar__menu", open && "samenspraak-bar__menu--open")}
        >
          {person && (
            <nav aria-label={t("app.main-menu")} className="samenspraak-bar__links">
              <Link to="/contracten" className="samenspraak-bar__link">
                {t("app.contracts")}
              </Link>
              <Link to="/tabellen" className="samenspraak-bar__link">
                {t("app.catalogues")}
              </Link>
            </nav>
          )}
          {person && <SearchBox />}
          <div className="samenspraak-bar__tools">
            <LanguageButton />
            {person && <PersonMenu name={person.name} email={person.email} />}
          </div>
        </div>
      </div>
    </header>
  );
}

const OTHER: Record<Language, { language: Language; name: string }> = {
  nl: { language: "en", name: "English" },
  en: { language: "nl", name: "Nederlands" },
};

/** Goes to the other language; its name is written in that language. */
function LanguageButton() {
  useTranslation();
  const queries = useQueryClient();
  const person = usePerson();
  const { language, name } = OTHER[currentLanguage()];
  return (
    <button
      type="button"
      className="samenspraak-bar__button"
      lang={language}
      onClick={async () => {
        await changeLanguage(language);
        // Mails follow; if that fails now, the screens have changed all the same.
        if (person)
          await answer(api.POST("/language-choices", { body: { language } })).catch(() => {});
        // Sentences of the server come in the language asked for, so they are asked again.
        await queries.invalidateQueries();
      }}
    >
      {name}
    </button>
  );
}

/** Who is signed in, with the ways to leave. */
function PersonMenu({ name, email }: { name: string; email: string }) {
  const { t } = useTranslation();
  const leaving = useSignOut();
  return (
    <Popup label={name} buttonClass="samenspraak-bar__button">
      <p className="samenspraak-popup__about">{email}</p>
      <Link to="/account" className="samenspraak-popup__item">
        {t("page.account")}
      </Link>
      <Link to="/instellingen" className="samenspraak-popup__item">
        {t("app.settings")}
      </Link>
      <button
        type="button"
        className="samenspraak-popup__item"
        onClick={() => leaving.mutate(false)}
      >
        {t("app.sign-out")}
      </button>
      <button
        type="button"
        className="samenspraak-popup__item"
        onClick={() => leaving.mutate(true)}
      >
        {t("app.sign-out-everywhere")}
      </button>
      {leaving.isError && (
        <p className="samenspraak-popup__about" role="status">
          {t("app.sign-out-failed")}
        </p>
      )}
    </Popup>
  );
}
