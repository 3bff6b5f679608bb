"""Days and amounts as people write them in lists."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

_MONTHS: Final = (
    "januari februari maart april mei juni juli augustus september oktober november december"
)
_ENGLISH_MONTHS: Final = (
    "january february march april may june july august september october november december"
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[t ].*)?")
_WITH_NAME: Final = re.compile(r"(\d{1,2})\s+([a-z]{3,9})\.?\s+(\d{4})")


def read_day(text: str) -> date | None:
    """Read a day as people in the Netherlands write it, or in the order of ISO 8601.

    With two digits for the year, or with the month first, nobody can tell what was meant.
    """
    lowered = text.strip().lower()
    if found := _YEAR_FIRST.fullmatch(lowered):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(lowered):
        day, month, year = (int(part) for part in found.groups())
    elif found := _WITH_NAME.fullmatch(lowered):
        day, month, year = int(found.group(1)), _month(found.group(2)), int(found.group(3))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    for names in (_MONTHS.split(), _ENGLISH_MONTHS.split()):
        for number, month in enumerate(names, start=1):
            if name in {month, month[:3]}:
                return number
    return {"mrt": 3, "okt": 10, "sept": 9}.get(name, 0)


def read_amount(text: str) -> Decimal | None:
    """Read an amount in Dutch (4.860.000,00) or English (4,860,000.00) spelling.

    The last sign of two kinds is the decimal one. A single sign before exactly three digits
    groups thousands: money has cents, not thousandths.
    """
    bare = re.sub(r"[\s\u00a0\u202f']", "", text)
    bare = re.sub(r"[,.](?:-+|=)$", "", bare)
    if not re.fullmatch(r"\d[\d.,]{0,30}", bare):
        return None
    if "," in bare and "." in bare:
        decimal = max(",.", key=bare.rfind)
        grouping = "," if decimal == "." else "."
        whole, _, cents = bare.rpartition(decimal)
        return _joined(whole.split(grouping), cents)
    sign = "," if "," in bare else "."
    parts = bare.split(sign)
    if len(parts) == 2 and len(parts[1]) != 3:
        return _joined(parts[:1], parts[1])
    return _joined(parts, "")


def _joined(groups: Sequence[str], cents: str) -> Decimal | None:
    """Put thousands and cents together; groups that are not of three digits are a mistake."""
    first, *rest = groups
    if not first.isascii() or not first.isdigit() or any(not _is_group(each) for each in rest):
        return None
    if cents and not (cents.isascii() and cents.isdigit()):
        return None
    return Decimal("".join(groups) + (f".{cents}" if cents else ""))


def _is_group(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isdigit()
