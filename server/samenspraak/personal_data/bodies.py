"""The guard on whole requests: what no command has to remember, because every body passes here.

A citizen's number that is called one is refused wherever it stands, in a member of tomorrow too; a
bare one unless the writer says that it is something else. Then the command records that this was
said.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from samenspraak.canonical import pointer_to
from samenspraak.errors import Fault
from samenspraak.personal_data.numbers import Plain, Rule, numbers_in

# What one proves oneself with is never kept as it was typed, and may be anything.
SECRET = frozenset({"password", "newPassword", "code"})
# These say by their name what a number in them is: an address, a reference, an amount.
NAMED_OTHERWISE = frozenset(
    {
        "email",
        "reference",
        "quantity",
        "number",
        "of",
        "percent",
        "months",
        "weeks",
        "hours",
        "hoursPerWeek",
        "fullTimeHours",
        "labourShare",
        "labourShareBelow",
        "withinPercent",
    }
)
# A form has tens of fields; beyond this the list helps nobody.
MOST_FAULTS = 100
# No number of a citizen is shorter, whatever stands between its digits.
SHORTEST = 8


class BareNumbers(StrEnum):
    """What is done with a number that passes the test and is called nothing."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    # Refused, and the writer can say that it is something else.
    ASKED = "asked"


_LABELLED = {Rule.LABELLED_BSN: "personal-data/labelled-bsn"}
_SLUGS = {
    BareNumbers.ALLOWED: _LABELLED,
    BareNumbers.REFUSED: {**_LABELLED, Rule.BARE_BSN: "personal-data/looks-like-bsn"},
    BareNumbers.ASKED: {**_LABELLED, Rule.BARE_BSN: "personal-data/bare-bsn"},
}


def bare_numbers_in(shape: object, body: object) -> BareNumbers:
    """Tell what is done with bare numbers in a request of this shape.

    What has no id makes nothing, such as a sum that is only tried; so nothing is kept of it.
    """
    if not hasattr(shape, "id"):
        return BareNumbers.ALLOWED
    if not hasattr(shape, "declared_not_bsn"):
        return BareNumbers.REFUSED
    is_declared = isinstance(body, dict) and body.get("declaredNotBsn") is True
    return BareNumbers.ALLOWED if is_declared else BareNumbers.ASKED


def numbers_in_body(body: object, *, bare: BareNumbers) -> list[Fault]:
    """Return, with pointers, where a body holds a citizen's number; never the number itself."""
    found: list[Fault] = []
    for fault in _faults(body, "", "", _SLUGS[bare]):
        found.append(fault)
        if len(found) == MOST_FAULTS:
            break
    return found


def _faults(value: object, pointer: str, name: str, slugs: Mapping[Rule, str]) -> Iterator[Fault]:
    if isinstance(value, str):
        yield from _in_text(value, pointer, _LABELLED if name in NAMED_OTHERWISE else slugs)
    elif isinstance(value, list | tuple):
        for at, item in enumerate(value):
            yield from _faults(item, pointer_to(pointer, at), name, slugs)
    elif isinstance(value, dict):
        for key, item in value.items():
            place = pointer_to(pointer, key)
            # In documents of others the names of members are text like any other; a pointer to one
            # would repeat it.
            yield from _in_text(key, pointer, slugs)
            if key not in SECRET:
                yield from _faults(item, place, key, slugs)


def _in_text(text: str, pointer: str, slugs: Mapping[Rule, str]) -> Iterator[Fault]:
    if len(text) < SHORTEST:
        return
    plain = Plain(text)
    for rule, start in numbers_in(plain.text):
        if rule in slugs:
            facts: dict[str, str | int] = {"position": plain.places[start] + 1}
            yield Fault(pointer=pointer, slug=slugs[rule], facts=facts)
