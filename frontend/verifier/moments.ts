const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d{6}))?Z$/;
// Moments outside these years cannot be told in every zone, and no contract lies there.
const FIRST_YEAR = 1970;
const LAST_YEAR = 9000;

/** Whether a text is a day of the calendar in the one way we write it. */
export function isDay(text: string): boolean {
  const [, year, month, day] = (DAY.exec(text) ?? []).map(Number);
  if (!year || !month || !day || month > 12) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}

/** Whether a text is a moment in UTC in the one way we write it. */
export function isMoment(text: string): boolean {
  const [, day, , fraction] = MOMENT.exec(text) ?? [];
  if (day === undefined || !isDay(day) || fraction === "000000") return false;
  const year = Number(day.slice(0, 4));
  return FIRST_YEAR <= year && year <= LAST_YEAR;
}

/** Whether one moment lies after another. */
export function isAfter(one: string, other: string): boolean {
  return comparable(one) > comparable(other);
}

function comparable(moment: string): string {
  return moment.includes(".") ? moment : moment.replace("Z", ".000000Z");
}
