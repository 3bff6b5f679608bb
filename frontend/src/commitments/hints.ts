import type { TFunction } from "i18next";
import type { View } from "../api/client";

export type Hint = View<"Hint">;

/** How a hint is known in the list of those that were passed by. */
export function skipName({ place, slug }: Pick<Hint, "place" | "slug">): string {
  return `${place}/${slug}`;
}

const PLAIN = ["no-number", "no-date"] as const;

/** What a hint says, in one or two sentences; one that this screen does not know says nothing. */
export function hintText({ slug, facts }: Pick<Hint, "slug" | "facts">, t: TFunction): string {
  const list = (name: string) => (facts[name] ?? []).join(", ");
  switch (slug) {
    case "vague":
      return t("terms.hint.vague", { words: list("words") });
    case "no-measure":
      return t("terms.hint.no-measure", { numbers: list("numbers") });
    case "strives":
      return t("terms.hint.strives", { words: list("words") });
    case "no-date":
      return list("words") === ""
        ? t("terms.hint.no-date")
        : t("terms.hint.moving-date", { words: list("words") });
    case "no-owner": {
      const sides = (facts.sides ?? []).map((side) =>
        t(side === "buyer" ? "terms.side.buyer" : "terms.side.contractor"),
      );
      return t("terms.hint.no-owner", { sides: sides.join(t("terms.hint.and")) });
    }
    case "no-support": {
      const lacks = (facts.lacks ?? []).map((name) =>
        t(name === "contactPerson" ? "terms.hint.contact-person" : "terms.hint.start-support"),
      );
      return t("terms.hint.no-support", { lacks: lacks.join(t("terms.hint.and")) });
    }
    case "no-own-part":
      return t("terms.hint.no-own-part", { partners: list("partners") });
    default: {
      const known = PLAIN.find((each) => each === slug);
      return known ? t(`terms.hint.${known}`) : "";
    }
  }
}

/** A hint in a few words, for a list of those that were passed by: "Resultaatdoel: geen datum". */
export function skippedText(name: string, t: TFunction): string {
  const [place, slug] = name.split("/");
  const where =
    place === "resultGoal"
      ? t("terms.result-goal")
      : place === "effortGoal"
        ? t("terms.effort-goal")
        : "";
  const short = SHORT.find((each) => each === slug);
  return [where, short ? t(`terms.hint.short.${short}`) : slug].filter(Boolean).join(": ");
}

const SHORT = [
  "vague",
  "no-number",
  "no-measure",
  "no-date",
  "strives",
  "no-owner",
  "no-support",
  "no-own-part",
] as const;
