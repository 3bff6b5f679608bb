import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import type { Needed } from "./offering";

/** What the form of a version says of what is empty, and of what it leaves out. */
export function useOfferingWords(): {
  needed: Needed;
  leftOut: (bound: View<"BoundView">) => string;
} {
  const { t } = useTranslation();
  return {
    needed: {
      cause: t("agreements.needed.cause"),
      ground: t("agreements.needed.ground"),
      groundText: t("agreements.needed.ground-text"),
      answer: t("agreements.needed.answer"),
      day: t("agreements.needed.day"),
      reason: t("agreements.needed.reason"),
    },
    leftOut: ({ number }) => t("agreements.left-out-of-bid", { number }),
  };
}
