import { useTranslation } from "react-i18next";
import { type Format, formatIn } from "./format";

/** Amounts, numbers, days and times in the language of the screens. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatIn(i18n.language === "en" ? "en" : "nl");
}
