import {
  IconArrowsExchange,
  IconCircleCheck,
  IconCircleX,
  IconFileCheck,
  IconPencil,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { StatusLabel, type StatusTone } from "../ui/Badge";

type Standing = Pick<View<"StandingView">, "status" | "closedAs">;

const LOOKS = {
  concept: [IconPencil, "neutral"],
  lies_with_buyer: [IconArrowsExchange, "warning"],
  lies_with_contractor: [IconArrowsExchange, "warning"],
  agreed: [IconCircleCheck, "positive"],
  in_force: [IconFileCheck, "accent"],
  closed: [IconCircleX, "neutral"],
} as const satisfies Record<Standing["status"], [typeof IconPencil, StatusTone]>;

/** The word a commitment stands under: one of five. */
export function StandingLabel({ standing, plain }: { standing: Standing; plain?: boolean }) {
  const { t } = useTranslation();
  const [Icon, tone] = LOOKS[standing.status];
  return (
    <StatusLabel tone={tone} plain={plain ?? false} icon={<Icon size={16} aria-hidden="true" />}>
      {t(`commitments.status.${standing.status}`)}
      {standing.status === "closed" && ` (${closedWord(standing.closedAs, t)})`}
    </StatusLabel>
  );
}

const CLOSED = ["declined", "withdrawn", "lapsed", "ended", "discarded"] as const;

/** How it ended, in a word. */
export function closedWord(closedAs: string | null, t: TFunction): string {
  const known = CLOSED.find((each) => each === closedAs) ?? "ended";
  return t(`commitments.closed.${known}`);
}
