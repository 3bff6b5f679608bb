import { useTranslation } from "react-i18next";
import type { Someone } from "./room";

/** First names, joined: people who write together are on first-name terms, and lines are short. */
export function useNames(): (people: readonly Pick<Someone, "name">[]) => string {
  const { i18n } = useTranslation();
  return (people) =>
    new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(
      people.map(({ name }) => firstName(name)),
    );
}

/** "Youssef" of "Youssef El Amrani"; a title such as "dr." is no name. */
export function firstName(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.find((word) => !word.endsWith(".")) ?? name;
}
