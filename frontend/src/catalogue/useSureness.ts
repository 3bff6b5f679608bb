import { useTranslation } from "react-i18next";

const KNOWN = {
  high: "high",
  medium: "medium",
  low: "low",
  "high for amounts, low for start date": "high-low",
} as const;

/** How sure a source is, in the reader's words; another word than we know stays as it is. */
export function useSureness(): (confidence: string) => string {
  const { t } = useTranslation();
  return (confidence) => {
    if (!isKnown(KNOWN, confidence)) return confidence;
    return t(`catalogue.sureness.${KNOWN[confidence]}`);
  };
}

const YEARS = {
  undated: "undated",
  "undated, after 2021": "after-2021",
  "undated, between 2017 and 2022": "2017-2022",
  "ca. 2015-2018": "about-2015-2018",
} as const;

/** Of which year a source is, in the reader's words; shipped tables say it in English. */
export function useYears(): (year: string) => string {
  const { t } = useTranslation();
  return (year) => (isKnown(YEARS, year) ? t(`catalogue.year.${YEARS[year]}`) : year);
}

function isKnown<Words extends object>(words: Words, word: PropertyKey): word is keyof Words {
  return Object.hasOwn(words, word);
}
