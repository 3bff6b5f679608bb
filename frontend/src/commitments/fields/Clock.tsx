import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DraftCheckbox } from "../../drafting/DraftFields";
import { useRoom } from "../../drafting/DraftRoomProvider";
import { useFieldValue } from "../../drafting/useDraftField";
import { Choice, Count, Line } from "./Line";

type Until = "never" | "day" | "calendar" | "working";

/** By when the other side is to answer, and what happens then: a reminder, unless one chooses more. */
export function Clock() {
  const { t } = useTranslation();
  const room = useRoom();
  const day = useFieldValue(room, "untilOn");
  const days = useFieldValue(room, "within.days");
  const kind = useFieldValue(room, "within.kind");
  const lapses = useFieldValue(room, "untilLapses");
  // What is chosen but not told by a value yet.
  const [chosen, choose] = useState<Until>("never");
  const told: Until | undefined =
    day !== undefined
      ? "day"
      : days !== undefined
        ? kind === "working"
          ? "working"
          : "calendar"
        : undefined;
  const now = told ?? chosen;

  function change(next: Until) {
    choose(next);
    room.change(() => {
      const isCounted = next === "calendar" || next === "working";
      if (next !== "day") room.set("untilOn", undefined);
      if (!isCounted) room.set("within.days", undefined);
      room.set("within.kind", isCounted && days !== undefined ? next : undefined);
      if (next === "never") room.set("untilLapses", undefined);
    });
  }

  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <Choice
        name="within.kind"
        label={t("terms.offer-ends")}
        value={now}
        onChange={(next) => change(next as Until)}
        options={[
          { value: "never", label: t("composing.until.never") },
          { value: "day", label: t("composing.until.day") },
          { value: "calendar", label: t("composing.until.calendar") },
          { value: "working", label: t("composing.until.working") },
        ]}
      />
      {now === "day" && <Line name="untilOn" type="date" label={t("composing.until.on")} />}
      {(now === "calendar" || now === "working") && (
        <Count
          key={now}
          name="within.days"
          label={t("composing.until.days")}
          parse={(typed) => {
            const value = typed.replace(/\s/g, "") || undefined;
            if (value !== undefined) room.set("within.kind", now);
            return value;
          }}
        />
      )}
      {(now !== "never" || lapses === true) && (
        <DraftCheckbox
          name="untilLapses"
          label={t("composing.until.lapses")}
          description={t("composing.until.lapses.help")}
          pointer="/fields/untilLapses"
        />
      )}
    </div>
  );
}
