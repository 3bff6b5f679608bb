import { useTranslation } from "react-i18next";

const KNOWN = ["high", "medium", "low"] as const;

/** How sure a source is, in the reader's words; another word than we know stays as it is. */
export function useSureness(): (confidence: string) => string {
  const { t } = useTranslation();
  return (confidence) => {
    const known = KNOWN.find((each) => each === confidence);
    return known ? t(`catalogue.sureness.${known}`) : confidence;
  };
}
