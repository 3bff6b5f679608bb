import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { editionsQuery } from "./queries";
import type { Terms, Words } from "./terms";
import { useWords } from "./useWords";

/** The same words, with the rows of tables by their names; a row nobody finds keeps its code. */
export function useTableWords(workspaceId: string, terms: readonly Terms[]): Words {
  const words = useWords();
  const { i18n } = useTranslation();
  const { data } = useQuery({
    ...editionsQuery(workspaceId),
    enabled: terms.some(({ counting }) => counting != null),
  });
  return {
    ...words,
    measure: (digest, code) => {
      const edition = data?.items.find((each) => each.digest === digest);
      const row = edition?.measures.find((each) => each.code === code);
      return (i18n.language === "en" && row?.nameEn) || row?.nameNl || code;
    },
  };
}
