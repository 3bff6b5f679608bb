import {
  IconArrowBackUp,
  IconArrowForward,
  IconCheck,
  IconClock,
  IconClockOff,
  IconHistory,
  IconRefreshAlert,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { StatusLabel, type StatusTone } from "../ui/Badge";

type Line = View<"VersionLineView">;

const LOOKS = {
  offered: [IconClock, "warning"],
  in_force: [IconCheck, "positive"],
  superseded: [IconHistory, "neutral"],
  sent_back: [IconArrowBackUp, "negative"],
  withdrawn: [IconArrowForward, "neutral"],
  lapsed: [IconClockOff, "neutral"],
  void: [IconRefreshAlert, "negative"],
} as const satisfies Record<Line["state"], [typeof IconClock, StatusTone]>;

/** The word a version stands under. */
export function StateLabel({ line }: { line: Line }) {
  const { t } = useTranslation();
  const [Icon, tone] = LOOKS[line.state];
  const isPaper = line.origin === "outside";
  return (
    <StatusLabel plain tone={tone} icon={<Icon size={16} aria-hidden="true" />}>
      {isPaper && (line.state === "offered" || line.state === "in_force")
        ? t(`agreements.state.paper.${line.state}`)
        : t(`agreements.state.${line.state}`)}
    </StatusLabel>
  );
}
