import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes";
import { Hidden } from "./Hidden";
import "./Stepper.css";

export interface Step {
  id: string;
  label: string;
  detail?: ReactNode;
}

interface StepperProps {
  /** What goes through these steps: "Fase van het contract". */
  label: string;
  steps: readonly Step[];
  /** The id of the step that is going on; those before it are done. */
  current: string;
}

/** The phases a thing goes through, and where it is now. */
export function Stepper({ label, steps, current }: StepperProps) {
  const { t } = useTranslation();
  const now = steps.findIndex((step) => step.id === current);
  return (
    <ol className="samenspraak-stepper" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step.id}
          className={classes(
            "samenspraak-stepper__step",
            index < now && "samenspraak-stepper__step--done",
            index === now && "samenspraak-stepper__step--current",
          )}
          aria-current={index === now ? "step" : undefined}
        >
          <span className="samenspraak-stepper__mark" aria-hidden="true">
            {index < now ? <IconCheck size={16} stroke={2.5} /> : index + 1}
          </span>
          <span className="samenspraak-stepper__words">
            <span className="samenspraak-stepper__label">{step.label}</span>
            {index < now && <Hidden>{t("ui.step.done")}</Hidden>}
            {step.detail !== undefined && (
              <span className="samenspraak-stepper__detail">{step.detail}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
