import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useFormat } from "../text/useFormat";
import { FieldDiff, WordDiff } from "../ui/Differences";

type Obligation = View<"ObligationView">;
type Purpose = View<"PurposeView">;

/** What a proposed purpose changes, word by word. */
export function PurposeChange({ before, after }: { before: Purpose; after: Purpose }) {
  return <WordDiff before={asText(before)} after={asText(after)} />;
}

/** What a proposed obligation changes, field by field. */
export function ObligationChange({ before, after }: { before: Obligation; after: Obligation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (cents: number | null) => (cents === null ? "" : format.money(cents));
  const percent = (one: Obligation) => (one.percent === null ? "" : format.percent(one.percent));
  const scope = ({ scopeRule }: Obligation) =>
    scopeRule === null ? "" : t(`owed.scope.name.${scopeRule}`);
  const fields = [
    { id: "amount", name: "amount", of: (one: Obligation) => money(one.amountCents) },
    { id: "percent", name: "percent", of: percent },
    { id: "basis", name: "basis", of: (one: Obligation) => one.basis },
    { id: "reason", name: "reason", of: (one: Obligation) => one.reason },
  ] as const;
  return (
    <FieldDiff
      caption={t("workspaces.wording.difference")}
      beforeHead={t("workspaces.wording.now")}
      afterHead={t("workspaces.wording.proposed")}
      fields={[
        ...fields.map(({ id, name, of }) => ({
          id,
          label: t(`workspaces.obligation.${name}`),
          before: of(before),
          after: of(after),
        })),
        {
          id: "scope",
          label: t("owed.scope"),
          before: scope(before),
          after: scope(after),
        },
        {
          id: "within",
          label: t("owed.scope.least"),
          before: money(before.withinCents),
          after: money(after.withinCents),
        },
      ].filter((field) => field.before !== "" || field.after !== "")}
    />
  );
}

function asText(purpose: Purpose): string {
  return [purpose.text, ...purpose.parts.map(({ letter, text }) => `${letter}. ${text}`)].join(
    "\n\n",
  );
}
