import { useTranslation } from "react-i18next";
import type { Needed } from "./offering";

/** What the form of a version says of a field that is still empty. */
export function useNeeded(): Needed {
  const { t } = useTranslation();
  return {
    cause: t("agreements.needed.cause"),
    ground: t("agreements.needed.ground"),
    groundText: t("agreements.needed.ground-text"),
    answer: t("agreements.needed.answer"),
    day: t("agreements.needed.day"),
    reason: t("agreements.needed.reason"),
  };
}
