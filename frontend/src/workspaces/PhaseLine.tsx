import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Stepper } from "../ui/Stepper";

const PHASES = ["exploration", "dialogue", "execution", "closed"] as const;

/** How far the contract's room is; on a phone in one line. */
export function PhaseLine({ phase }: { phase: View<"Phase"> }) {
  const { t } = useTranslation();
  const steps = PHASES.map((id) => ({ id, label: t(`workspaces.phase.${id}`) }));
  return (
    <>
      <div className="samenspraak-phase--wide">
        <Stepper label={t("workspaces.phase.of-contract")} steps={steps} current={phase} />
      </div>
      <p className="samenspraak-phase--narrow">
        {t("workspaces.phase.now", {
          phase: t(`workspaces.phase.${phase}`),
          number: PHASES.indexOf(phase) + 1,
          count: PHASES.length,
        })}
      </p>
    </>
  );
}
