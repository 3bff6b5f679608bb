import { useTranslation } from "react-i18next";
import { useFormat } from "../text/useFormat";
import type { Words } from "./terms";

/** What sentences about terms are made with, in the language of the screens. */
export function useWords(): Words {
  const { t } = useTranslation();
  const format = useFormat();
  return { t, format };
}
