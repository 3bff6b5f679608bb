import type { FieldValue } from "../drafting/told";
import type { Words } from "./terms";

/** By when the other side is to answer, and what then: "Reactie binnen 10 werkdagen. …" */
export function clockText(
  fields: Readonly<Record<string, FieldValue | null | undefined>>,
  { t, format }: Words,
): string | undefined {
  const day = fields.untilOn;
  const days = fields["within.days"];
  const end =
    typeof day === "string" && day !== ""
      ? t("composing.until.said.day", { date: format.date(day) })
      : days != null
        ? t(
            fields["within.kind"] === "working"
              ? "composing.until.said.working"
              : "composing.until.said.calendar",
            { count: Number(days) },
          )
        : undefined;
  if (end === undefined) return undefined;
  const then = t(
    fields.untilLapses === true ? "composing.until.then.lapses" : "composing.until.then.stays",
  );
  return `${end} ${then}`;
}
