import { useTranslation } from "react-i18next";

/** Say what went wrong at a provider. What we have no words for is said in general. */
export function useWrong(slug: string | undefined) {
  const { t } = useTranslation();
  if (slug === undefined) return undefined;
  return { title: t("entering.wrong.title"), detail: t("entering.wrong.other") };
}
