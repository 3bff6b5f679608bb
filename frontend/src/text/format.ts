import type { Language } from "./language";

/** Samenspraak is Dutch: days and deadlines are those of Amsterdam, wherever one looks from. */
const ZONE = "Europe/Amsterdam";

const LOCALES: Record<Language, string> = { nl: "nl-NL", en: "en-GB" };

/** A moment from the API, such as `2026-11-19T09:12:00Z`, or a day, such as `2026-11-27`. */
type Moment = string | Date;

/** Amounts, numbers, days and times as the screens write them. */
export interface Format {
  /** `€ 75.000`, and cents only if there are any. */
  money: (cents: number, currency?: string) => string;
  /** `€ 75.000,00`, cents and all, for a column of amounts. */
  exact: (cents: number) => string;
  /** How far two amounts are apart: `+ € 13.600,00`, `− € 500,00`, or `€ 0,00`. */
  difference: (cents: number) => string;
  /** A decimal string or number: `2,5`. */
  number: (value: string | number) => string;
  /** `94,3%` of a share of one hundred. */
  percent: (value: string | number) => string;
  /** `27 november 2026` */
  date: (day: Moment) => string;
  /** `vrijdag 27 november 2026` */
  longDate: (day: Moment) => string;
  /** `do 19 nov` and the year only when it is another one. */
  shortDate: (day: Moment, now?: Date) => string;
  /** `do 19 nov, 10.12`, or `vandaag, 08.54`: for lists. */
  moment: (at: Moment, now?: Date) => string;
  /** `vrijdag 20 november 2026 om 16.48 uur`: for running text and signatures. */
  longMoment: (at: Moment) => string;
  /** `14.05 uur`: for running text. */
  time: (at: Moment) => string;
  /** `uiterlijk 27 november 2026`: the day itself still counts. */
  deadline: (day: Moment) => string;
  /** `250 kB`, for a download. */
  size: (bytes: number) => string;
}

const formats = new Map<Language, Format>();

/** The formatter of a language, made once. */
export function formatIn(language: Language): Format {
  const known = formats.get(language);
  if (known) return known;
  const made = make(language);
  formats.set(language, made);
  return made;
}

function make(language: Language): Format {
  const locale = LOCALES[language];
  const dutch = language === "nl";
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const date = dateFormat(locale, { day: "numeric", month: "long", year: "numeric" });
  const longDate = dateFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const weekday = dateFormat(locale, { weekday: "short" });
  const dayMonth = dateFormat(locale, { day: "numeric", month: "short" });
  const year = dateFormat(locale, { year: "numeric" });
  const clock = dateFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  // Dutch writes 14.05 where Intl writes 14:05.
  const bareTime = (at: Moment) => clock(at).replace(":", dutch ? "." : ":");
  const shortDate = (day: Moment, now = new Date()) => {
    const short = `${undotted(weekday(day))} ${undotted(dayMonth(day))}`;
    return year(day) === year(now) ? short : `${short} ${year(day)}`;
  };
  const time = (at: Moment) => (dutch ? `${bareTime(at)}\u00a0uur` : bareTime(at));

  const amount = (cents: number, currency: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(cents / 100);
  const exact = (cents: number) => amount(cents, "EUR", 2);

  return {
    money: (cents, currency = "EUR") => amount(cents, currency, cents % 100 === 0 ? 0 : 2),
    exact,
    difference(cents) {
      const sign = cents > 0 ? "+\u00a0" : cents < 0 ? "\u2212\u00a0" : "";
      return `${sign}${exact(Math.abs(cents))}`;
    },
    number: (value) => plain.format(Number(value)),
    percent: (value) => `${plain.format(Number(value))}${dutch ? "\u00a0" : ""}%`,
    date,
    longDate,
    shortDate,
    moment(at, now = new Date()) {
      const today = date(at) === date(now);
      const day = today ? (dutch ? "vandaag" : "today") : shortDate(at, now);
      return `${day}, ${bareTime(at)}`;
    },
    longMoment: (at) => `${longDate(at)} ${dutch ? "om" : "at"} ${time(at)}`,
    time,
    deadline: (day) => `${dutch ? "uiterlijk" : "by"} ${date(day)}`,
    size(bytes) {
      if (bytes < 1_000_000)
        return `${plain.format(Math.max(1, Math.round(bytes / 1000)))}\u00a0kB`;
      return `${plain.format(Math.round(bytes / 100_000) / 10)}\u00a0MB`;
    },
  };
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: ZONE });
  return (value: Moment) => format.format(asDate(value));
}

/** A day without a time means that day in Amsterdam; noon in UTC is the same day there. */
function asDate(value: Moment): Date {
  if (value instanceof Date) return value;
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T12:00:00Z` : value);
}

/** Intl ends some short Dutch months in a full stop, which we do not write. */
function undotted(text: string): string {
  return text.replaceAll(".", "");
}
