import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { useRoom } from "../../drafting/DraftRoomProvider";
import { useFieldValue } from "../../drafting/useDraftField";
import type { SigningSide } from "../terms";
import { Choice, Group, Line } from "./Line";
import { pointerOf } from "./levels";

/** Somebody who does not take part in the workspace. */
const OTHER = "anders";

/** Who looks after it on a side: somebody of the workspace, or another by name. */
export function Person({
  side,
  workspace,
}: {
  side: SigningSide;
  workspace: View<"WorkspaceView">;
}) {
  const { t } = useTranslation();
  const room = useRoom();
  const field = `responsible.${side}`;
  const id = useFieldValue(room, `${field}.participantId`);
  const name = useFieldValue(room, `${field}.name`);
  const [isElse, setElse] = useState(false);
  const present = workspace.participants.filter((one) => one.side === side && !one.hasLeft);
  const isPresent = present.some((one) => one.id === id);
  const now = isPresent ? String(id) : name !== undefined || isElse ? OTHER : "";
  function change(next: string) {
    setElse(next === OTHER);
    room.set(`${field}.participantId`, next === OTHER || next === "" ? undefined : next);
    if (next !== OTHER) room.set(`${field}.name`, undefined);
    if (next === "") room.set(`${field}.role`, undefined);
  }
  return (
    <Group legend={t(`terms.responsible.${side}`)}>
      <div className="samenspraak-fields">
        <Choice
          name={`${field}.participantId`}
          label={t("composing.person")}
          pointer={pointerOf(`${field}.participantId`)}
          value={now}
          onChange={change}
          options={[
            { value: "", label: t("composing.person.nobody") },
            ...present.map((one) => ({ value: one.id, label: one.name })),
            { value: OTHER, label: t("composing.person.other") },
          ]}
        />
        {now === OTHER && <Line name={`${field}.name`} label={t("composing.person.name")} />}
        {now !== "" && <Line name={`${field}.role`} label={t("composing.person.role")} optional />}
      </div>
    </Group>
  );
}
