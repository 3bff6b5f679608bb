import en from "./en.json" with { type: "json" };
import type { Facts } from "./findings.ts";
import nl from "./nl.json" with { type: "json" };

export type Language = "nl" | "en";
export type Key = keyof typeof nl;

const SENTENCES: Record<Language, Record<Key, string>> = { nl, en };
const LOCALES = { nl: "nl-NL", en: "en-GB" };
const ZONE = "Europe/Amsterdam";
// Signs that nobody sees, or that turn what follows around.
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** The language of the browser, where it is one of ours. */
export function usualLanguage(): Language {
  return navigator.languages.some((one) => one.toLowerCase().startsWith("nl")) ? "nl" : "en";
}

/** How things are said in a language. */
export class Words {
  readonly language: Language;

  constructor(language: Language) {
    this.language = language;
  }

  say(key: Key, facts: Facts = {}): string {
    return SENTENCES[this.language][key].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = facts[name];
      return value === undefined ? whole : this.told(name, value);
    });
  }

  /** A sentence of which the key was made; a key that is not there says itself. */
  found(key: string, facts: Facts): string {
    const isOfPart = key === "broken.archive" && facts.part !== "archive";
    const named = `found.${isOfPart ? "broken.archive-part" : key}`;
    return named in SENTENCES[this.language] ? this.say(named as Key, facts) : key;
  }

  /** What came from the file, without signs that could mislead. */
  safe(text: string): string {
    return text.replace(UNSEEN, "?");
  }

  side(side: string): string {
    return this.found(`side.${side}`, {});
  }

  amount(cents: number): string {
    return this.number(cents / 100, { style: "currency", currency: "EUR" });
  }

  size(bytes: number): string {
    return this.number(Math.max(1, Math.round(bytes / 1000)), {
      style: "unit",
      unit: "kilobyte",
      unitDisplay: "short",
    });
  }

  /** A moment as the screens write it: "22 november 2026 om 07.10 uur". */
  moment(at: string): string {
    const said = new Intl.DateTimeFormat(LOCALES[this.language], {
      dateStyle: "long",
      timeStyle: "short",
      timeZone: ZONE,
    }).format(new Date(at));
    return this.language === "nl" ? `${said.replace(/(\d):(\d)/, "$1.$2")}\u00a0uur` : said;
  }

  private day(on: string): string {
    const format = new Intl.DateTimeFormat(LOCALES[this.language], {
      dateStyle: "full",
      timeZone: "UTC",
    });
    return format.format(new Date(`${on}T00:00:00Z`));
  }

  private number(value: number, options: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(LOCALES[this.language], options).format(value);
  }

  private told(name: string, value: string | number): string {
    if (name === "side") return this.side(String(value));
    if (name === "at") return this.moment(String(value));
    if (name === "on") return this.day(String(value));
    if (name === "amount") return this.amount(Number(value));
    return this.safe(String(value));
  }
}
