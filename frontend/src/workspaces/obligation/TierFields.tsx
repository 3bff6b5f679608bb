import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "../../ui/Button";
import { NumberField } from "../../ui/NumberField";
import type { Typed, TypedTier } from "./typed";

interface TierFieldsProps {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
}

/** As many as anybody was seen to use, and a few more. */
const MOST = 6;

/** A percentage for each step, and one for the rest. */
export function TierFields({ typed, change }: TierFieldsProps) {
  const { t } = useTranslation();
  const { tiers, ways } = typed;
  const isLabour = ways === "labour";
  const put = (at: number, part: Partial<TypedTier>) =>
    change({ tiers: tiers.map((tier, place) => (place === at ? { ...tier, ...part } : tier)) });
  return (
    <div className="samenspraak-stack">
      {tiers.map((tier, at) => {
        const isLast = at === tiers.length - 1;
        const bound = isLabour ? `/tiers/${at}/labourShareBelow` : `/tiers/${at}/upToCents`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: A tier is known by its place.
          <div key={at} className="samenspraak-owed__tier">
            {isLast ? (
              <p className="samenspraak-owed__rest">
                {t(isLabour ? "weighing.tier.else" : "weighing.tier.above")}
              </p>
            ) : (
              <NumberField
                label={t(isLabour ? "weighing.tier.share" : "weighing.tier.up-to")}
                pointer={bound}
                value={tier.bound}
                onTyped={(text) => put(at, { bound: text })}
              />
            )}
            <NumberField
              label={t("workspaces.obligation.percent")}
              pointer={`/tiers/${at}/percent`}
              value={tier.percent}
              onTyped={(text) => put(at, { percent: text })}
            />
            {!isLast && tiers.length > 2 && (
              <IconButton
                label={t("weighing.tier.drop", { number: at + 1 })}
                icon={<IconTrash size={20} aria-hidden="true" />}
                onClick={() => change({ tiers: tiers.filter((_, place) => place !== at) })}
              />
            )}
          </div>
        );
      })}
      {tiers.length < MOST && (
        <div>
          <Button
            variant="subtle"
            icon={<IconPlus size={20} aria-hidden="true" />}
            onClick={() =>
              change({
                tiers: [...tiers.slice(0, -1), { bound: "", percent: "" }, ...tiers.slice(-1)],
              })
            }
          >
            {t("weighing.tier.add")}
          </Button>
        </div>
      )}
    </div>
  );
}
