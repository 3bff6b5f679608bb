import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRoom } from "../../drafting/DraftRoomProvider";
import { useFieldValue } from "../../drafting/useDraftField";
import { UNITS } from "../terms";
import { AMOUNT, NUMBER } from "../typed";
import { Choice, Count, Line, Money } from "./Line";

/** Money counts as a unit of its own: it goes into what is spent. */
const EUROS = "euro";
/** A unit in other words. */
const OTHER = "anders";
/** What people count in, unless they say otherwise. */
const USUAL_UNIT = "plekken";

/** How much, and of what; money stands in a field of its own. */
export function Quantity() {
  const { t } = useTranslation();
  const room = useRoom();
  const quantity = useFieldValue(room, "quantity");
  const spent = useFieldValue(room, "spentCents");
  const unit = useFieldValue(room, "unit");
  // What is chosen but not told by a value yet: nothing has been typed in the new unit.
  const [chosen, choose] = useState<typeof EUROS | typeof OTHER>();
  const isMoney = quantity === undefined && (spent !== undefined || chosen === EUROS);
  const isOther = typeof unit === "string" ? !(unit in UNITS) : chosen === OTHER;
  const now = isMoney ? EUROS : isOther ? OTHER : ((unit as string | undefined) ?? USUAL_UNIT);

  function change(next: string) {
    const typed = isMoney ? AMOUNT.format(spent) : NUMBER.format(quantity);
    choose(next === EUROS || next === OTHER ? next : undefined);
    if (next === EUROS) {
      room.set("spentCents", AMOUNT.parse(typed));
      room.set("quantity", undefined);
      room.set("unit", undefined);
      return;
    }
    if (isMoney) {
      room.set("quantity", NUMBER.parse(typed));
      room.set("spentCents", undefined);
    }
    room.set("unit", next === OTHER ? undefined : next);
  }

  return (
    <>
      {isMoney ? (
        <Money key="money" name="spentCents" label={t("terms.quantity")} />
      ) : (
        <Count
          key="number"
          name="quantity"
          label={t("terms.quantity")}
          parse={(typed) => {
            const value = NUMBER.parse(typed);
            // A number of nothing says nothing.
            if (value !== undefined && now === USUAL_UNIT) room.set("unit", USUAL_UNIT);
            return value;
          }}
        />
      )}
      <Choice
        name="unit"
        label={t("composing.unit")}
        value={now}
        cameAlong={now === USUAL_UNIT}
        onChange={change}
        options={[
          ...Object.keys(UNITS).map((each) => ({ value: each, label: each })),
          { value: EUROS, label: t("composing.unit.euros") },
          { value: OTHER, label: t("composing.unit.other") },
        ]}
      />
      {now === OTHER && <Line name="unit" label={t("composing.unit.other-words")} />}
      {/* A round that came by another road may have both; what is put is to be seen. */}
      {quantity !== undefined && spent !== undefined && (
        <Money name="spentCents" label={t("terms.spent")} />
      )}
    </>
  );
}

/** How long, in months or in weeks. */
export function Length() {
  const { t } = useTranslation();
  const room = useRoom();
  const months = useFieldValue(room, "period.months");
  const weeks = useFieldValue(room, "period.weeks");
  const [chosen, choose] = useState<"months" | "weeks">();
  const told = months !== undefined ? "months" : weeks !== undefined ? "weeks" : undefined;
  const now = told ?? chosen ?? "months";
  function change(next: "months" | "weeks") {
    const value = now === "months" ? months : weeks;
    choose(next);
    room.set(`period.${now}`, undefined);
    room.set(`period.${next}`, value);
  }
  return (
    <>
      <Count key={now} name={`period.${now}`} label={t("terms.length")} />
      {/* A round that came by another road may have both; what is put is to be seen. */}
      {months !== undefined && weeks !== undefined && (
        <Count name="period.weeks" label={t("composing.length.weeks")} />
      )}
      <Choice
        // The other one of both: it is what changes when somebody else chooses.
        name={now === "months" ? "period.weeks" : "period.months"}
        label={t("composing.length-unit")}
        value={now}
        onChange={(next) => change(next === "weeks" ? "weeks" : "months")}
        options={[
          { value: "months", label: t("composing.length-unit.months") },
          { value: "weeks", label: t("composing.length-unit.weeks") },
        ]}
      />
    </>
  );
}
