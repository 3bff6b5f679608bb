import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Part } from "./parts";

export type Language = "nl" | "en";
export const LANGUAGES: readonly Language[] = ["nl", "en"];

/** Where a browser remembers the choice; it is no secret and needs no cookie. */
const STORED = "samenspraak-language";

const catalogues = import.meta.glob<Record<string, string>>("./{nl,en}/*.json", {
  import: "default",
});

/** The parts that a screen has asked for; another language must bring all of them. */
const wanted = new Set<Part>(["app"]);

/** Load what every page says in the chosen language before anything is drawn. */
export async function startLanguage(language: Language = chosenLanguage()): Promise<void> {
  const sentences = await catalogue(language, "app");
  await i18next.use(initReactI18next).init({
    lng: language,
    // A missing sentence shows its key: the other language would hide the hole from us.
    fallbackLng: false,
    resources: { [language]: { translation: sentences } },
    // Keys are flat; their dots and colons mean nothing.
    keySeparator: false,
    nsSeparator: false,
    // React escapes what it draws.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Have these parts at hand, in the language of the screens. */
export async function loadSentences(...parts: readonly Part[]): Promise<void> {
  for (const part of parts) wanted.add(part);
  const language = currentLanguage();
  await addSentences(language, parts);
  // The language may have changed on the way, with a list that did not have these yet.
  if (currentLanguage() !== language) await loadSentences(...parts);
}

/** Change the language of the screens and remember it. */
export async function changeLanguage(language: Language): Promise<void> {
  // A page that opens meanwhile may want more.
  for (let had = 0; had < wanted.size; ) {
    had = wanted.size;
    await addSentences(language, [...wanted]);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(STORED, language);
}

async function addSentences(language: Language, parts: readonly Part[]): Promise<void> {
  const sentences = await Promise.all(parts.map((part) => catalogue(language, part)));
  for (const each of sentences) i18next.addResourceBundle(language, "translation", each);
}

async function catalogue(language: Language, part: Part): Promise<Record<string, string>> {
  const load = catalogues[`./${language}/${part}.json`];
  if (!load) throw new Error(`There is no ${part} in ${language}`);
  return load();
}

/** The language the screens are in now. */
export function currentLanguage(): Language {
  return i18next.language === "en" ? "en" : "nl";
}

/** What this browser chose before, or else Dutch: the texts of a contract are Dutch as well. */
function chosenLanguage(): Language {
  return localStorage.getItem(STORED) === "en" ? "en" : "nl";
}
