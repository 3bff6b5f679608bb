import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export type Language = "nl" | "en";
export const LANGUAGES: readonly Language[] = ["nl", "en"];

/** Where a browser remembers the choice; it is no secret and needs no cookie. */
const STORED = "samenspraak-language";

const catalogues = {
  nl: () => import("./nl.json"),
  en: () => import("./en.json"),
} as const;

/** Load the sentences of the chosen language before anything is drawn. */
export async function startLanguage(language: Language = chosenLanguage()): Promise<void> {
  const sentences = await catalogues[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    // A missing sentence shows its key: the other language would hide the hole from us.
    fallbackLng: false,
    resources: { [language]: { translation: sentences.default } },
    // Keys are flat; their dots and colons mean nothing.
    keySeparator: false,
    nsSeparator: false,
    // React escapes what it draws.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Change the language of the screens and remember it. */
export async function changeLanguage(language: Language): Promise<void> {
  const sentences = await catalogues[language]();
  i18next.addResourceBundle(language, "translation", sentences.default);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(STORED, language);
}

/** The language the screens are in now. */
export function currentLanguage(): Language {
  return i18next.language === "en" ? "en" : "nl";
}

/** What this browser chose before, or else Dutch: the texts of a contract are Dutch as well. */
function chosenLanguage(): Language {
  return localStorage.getItem(STORED) === "en" ? "en" : "nl";
}
