import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCircleCheck,
  IconInfoCircle,
} from "@tabler/icons-react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes";
import { Hidden } from "./Hidden";
import "./Alert.css";

export type AlertTone = "info" | "ok" | "warning" | "error";

const ICONS = {
  info: IconInfoCircle,
  ok: IconCircleCheck,
  warning: IconAlertTriangle,
  error: IconAlertCircle,
} as const;

interface AlertProps extends Omit<ComponentProps<"div">, "title"> {
  tone?: AlertTone;
  title?: ReactNode;
  /** Buttons or links, under the words. */
  actions?: ReactNode;
}

/**
 * Something to know, where it matters.
 *
 * It is not announced by itself: pass `role="status"` for what appears while one works.
 */
export function Alert({ tone = "info", title, actions, children, className, ...rest }: AlertProps) {
  const { t } = useTranslation();
  const Icon = ICONS[tone];
  return (
    <div {...rest} className={classes("utrecht-alert", `utrecht-alert--${tone}`, className)}>
      <Icon className="samenspraak-alert__icon" aria-hidden="true" />
      <div className="utrecht-alert__content">
        <div className="utrecht-alert__message">
          <Hidden>{t(`ui.alert.${tone}`)}</Hidden>
          {title !== undefined && <p className="samenspraak-alert__title">{title}</p>}
          {children !== undefined && <div>{children}</div>}
        </div>
        {actions !== undefined && <div className="samenspraak-cluster">{actions}</div>}
      </div>
    </div>
  );
}
