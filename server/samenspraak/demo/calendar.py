"""The days of the story, moved by whole weeks to where the reader is.

Weekdays stay what they are, and so do the days between two moments. Quantities that were agreed in
months are not in here: they never follow from days.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from msgspec import Struct

from samenspraak.deadlines import ZONE
from samenspraak.text import sentence

# A Saturday, on which one side has signed and the other has not.
STORY_DAY: Final = date(2026, 11, 21)

# A day in words in a text: "{day 2026-12-31}", "{month 2027-02-01}", "{month-year 2027-09-30}".
_IN_WORDS = re.compile(r"\{(day|month|month-year) (\d{4}-\d{2}-\d{2})\}")
# Any other day, perhaps with an offset as notices have it. A notice without a real award date says
# the first day of 2000, which is a word of that format and no day.
_DAY = re.compile(r"(?<![\w-])(20[1-9]\d-\d{2}-\d{2})([+-]\d{2}:\d{2})?(?![\d-])")


class Calendar(Struct, frozen=True, kw_only=True):
    """How many weeks later than it was written the story is told."""

    weeks: int = 0

    @classmethod
    def for_day(cls, today: date) -> "Calendar":
        """Let the story day be the last Saturday up to today.

        So nothing in it is still to happen, and what is asked in it can be done for a week at least.
        """
        return cls(weeks=(today - STORY_DAY).days // 7)

    def day(self, told: date) -> date:
        """Return when a day of the story is."""
        return told + timedelta(weeks=self.weeks)

    def moved(self, text: str) -> str:
        """Return a text with all its days moved, those in words too."""
        return _DAY.sub(self._in_digits, _IN_WORDS.sub(self._in_words, text))

    def _in_digits(self, found: re.Match[str]) -> str:
        day = self.day(date.fromisoformat(found[1]))
        if found[2] is None:
            return day.isoformat()
        # Summer may have become winter: the offset is the one of the new day.
        return f"{day}{datetime.combine(day, time(12), ZONE).isoformat()[-6:]}"

    def _in_words(self, found: re.Match[str]) -> str:
        day = self.day(date.fromisoformat(found[2]))
        month = sentence("nl", f"deadline.month.{day.month}")
        return {
            "day": f"{day.day} {month} {day.year}",
            "month": month,
            "month-year": f"{month} {day.year}",
        }[found[1]]
