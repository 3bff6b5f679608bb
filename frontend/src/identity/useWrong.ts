import { useTranslation } from "react-i18next";

/** What can be wrong when the browser comes back from a provider. */
const KNOWN = [
  "identity-taken",
  "not-known-here",
  "other-identity",
  "proof-elsewhere-too-old",
  "provider-refused",
  "provider-request-over",
  "provider-unreachable",
  "provider-untrue",
] as const;

/**
 * Say what went wrong at a provider, as the address names it: no answer of ours came with it.
 *
 * What we have no words for is said in general.
 */
export function useWrong(slug: string | undefined) {
  const { t } = useTranslation();
  if (slug === undefined) return undefined;
  const which = KNOWN.find((each) => slug === `identity/${each}`) ?? "other";
  return { title: t(`entering.wrong.${which}.title`), detail: t(`entering.wrong.${which}`) };
}
