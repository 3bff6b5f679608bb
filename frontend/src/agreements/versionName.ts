import type { TFunction } from "i18next";
import type { Line } from "./readings";

/** "Versie 2", or what was agreed outside. */
export function versionName({ number, origin }: Pick<Line, "number" | "origin">, t: TFunction) {
  return origin === "outside" ? t("agreements.paper.name") : t("agreements.version", { number });
}
