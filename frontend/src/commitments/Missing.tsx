import { IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import "./Missing.css";

type Missing = View<"Missing">;

/** "nog 4 dingen vóór akkoord, nog 3 vóór ondertekening", or nothing when all is there. */
export function useMissingText(): (missing: Missing) => string {
  const { t } = useTranslation();
  return ({ toAgree, toSign }) =>
    [
      toAgree.length > 0 ? t("terms.missing.to-agree", { count: toAgree.length }) : "",
      toSign.length > 0 ? t("terms.missing.to-sign", { count: toSign.length }) : "",
    ]
      .filter(Boolean)
      .join(", ");
}

/** "nog soort, doel", or that all is there, beside what folds out. */
export function useMissingNames(): (names: readonly string[]) => string {
  const { t } = useTranslation();
  return (names) =>
    names.length === 0
      ? t("terms.missing.nothing")
      : t("terms.missing.short", { names: names.map((name) => missingName(name, t)).join(", ") });
}

const STEPS = ["toPropose", "toAgree", "toSign"] as const;

/** What is still to be filled in before each next step, by name. */
export function MissingList({ missing }: { missing: Missing }) {
  const { t } = useTranslation();
  return (
    <ul className="samenspraak-list samenspraak-missing">
      {STEPS.map((step) => {
        const names = missing[step];
        const Icon = names.length === 0 ? IconCircleCheck : IconCircleDashed;
        return (
          <li key={step} className="samenspraak-missing__step">
            <Icon size={20} aria-hidden="true" />
            <span>
              <span className="samenspraak-strong">{t(`terms.missing.${step}`)}</span>
              <span className="samenspraak-missing__what">
                {names.length === 0
                  ? t("terms.missing.nothing")
                  : t("terms.missing.names", {
                      count: names.length,
                      names: names.map((name) => missingName(name, t)).join(", "),
                    })}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const NAMES = [
  "title",
  "quantity",
  "period",
  "kind",
  "goal",
  "scope",
  "value",
  "responsible",
  "dates",
  "evidence",
  "pilot",
] as const;

/** What is missing, in a word or two. A name this screen does not know yet is shown as it is. */
export function missingName(name: string, t: TFunction): string {
  const known = NAMES.find((each) => each === name);
  return known ? t(`terms.missing.name.${known}`) : name;
}
