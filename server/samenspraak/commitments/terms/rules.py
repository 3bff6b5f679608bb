"""What terms still lack, what cannot be in them, and how they are frozen."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar, cast
from uuid import UUID

from msgspec import Struct, structs

from samenspraak.canonical import digest, pointer_to
from samenspraak.commitments.terms.shapes import (
    REVISION_SCHEMA,
    AmountValue,
    Origin,
    Period,
    RevisionDocument,
    SigningSide,
    Terms,
)
from samenspraak.errors import Fault
from samenspraak.personal_data import invisible_faults

# A title is one line in a list on a phone; a text is what a person reads before saying yes.
TITLE_LIMIT = 200
LINE_LIMIT = 500
NOTE_LIMIT = 4_000
TEXT_LIMIT = 20_000
# More than any real deal needs, and small enough to keep one round readable.
LIST_LIMIT = 50
# Ten billion euros: above every contract, and far below where browsers lose cents.
CENTS_LIMIT = 1_000_000_000_000
# Numbers stay below nine digits, so that none can carry a person's number past the guard.
NUMBER_LIMIT = Decimal(10_000_000)
# The participation ladder runs from isolated to paid work (VNG).
FIRST_STEP, LAST_STEP = 1, 6

T = TypeVar("T")


class Missing(Struct, frozen=True, kw_only=True, rename="camel"):
    """What still has to be filled in before each next step; empty lists mean it can be taken."""

    to_propose: tuple[str, ...]
    to_agree: tuple[str, ...]
    to_sign: tuple[str, ...]


def missing(terms: Terms) -> Missing:
    """Name what the terms still lack to be proposed, agreed and signed.

    Three levels, because a first word should be easy and a signature should not be.
    """
    period = terms.period or Period()
    is_measured = terms.quantity or terms.spent_cents or isinstance(terms.value, AmountValue)
    sides = {slot.side for slot in terms.responsible}
    to_propose = {
        "title": terms.title.strip(),
        "quantity": is_measured,
        "period": any(structs.astuple(period)),
    }
    to_agree = {
        "kind": terms.kind,
        "goal": terms.result_goal or terms.effort_goal,
        "scope": terms.scope,
        "value": terms.value,
        "pilot": terms.pilot is None or all(structs.astuple(terms.pilot)),
    }
    to_sign = {
        "responsible": sides == {"buyer", "contractor"},
        "dates": period.starts_on and period.ends_on,
        "evidence": (terms.evidence or "").strip(),
    }
    return Missing(
        to_propose=_unfilled(to_propose),
        to_agree=_unfilled(to_agree),
        to_sign=_unfilled(to_sign),
    )


def normalised(terms: Terms) -> Terms:
    """Return the same terms with every text in one Unicode form, LF line ends and no outer blanks.

    Two people who type the same letters then sign the same bytes. Emptied texts count as absent.
    """
    return tidied(terms)


def tidied(value: T) -> T:
    """Return a value with its texts in one Unicode form, LF line ends, no outer blanks, UTC."""
    return cast("T", _tidy(value))


def revision_document(
    terms: Terms,
    *,
    commitment_id: UUID,
    revision: int,
    by: SigningSide,
    origin: Origin = "samenspraak",
    predecessor: str | None = None,
) -> RevisionDocument:
    """Freeze the terms as a document; its canonical bytes are what an answer's digest names."""
    return RevisionDocument(
        schema=REVISION_SCHEMA,
        commitment_id=commitment_id,
        revision=revision,
        by=by,
        origin=origin,
        terms=normalised(terms),
        predecessor=predecessor,
    )


def signing_side(side: str) -> SigningSide:
    """Return a side as documents name it; a coordinator has no place there."""
    assert side in ("buyer", "contractor"), "only a buyer and a contractor bind themselves"
    return side


def name_commitment(*, salt: str, name: str) -> str:
    """Return the digest that stands for a name in signed bytes; the salt is 64 random hex digits.

    The salt has a fixed length, so no other salt and name can run together into the same text.
    """
    assert _HEXADECIMAL_64.fullmatch(salt), "a salt is 32 random bytes in lower-case hexadecimal"
    return digest((salt + name).encode())


def texts(terms: Terms) -> dict[str, str]:
    """Return every text people wrote in the terms, by its JSON pointer within them."""
    return {
        place: value
        for place, name, value in _members(terms, "")
        if type(value) is str and name not in _NO_PROSE
    }


def is_number(value: object) -> bool:
    """Tell whether this is a number as terms hold it: a decimal string without a sign."""
    text = str(value)
    return bool(_DECIMAL.fullmatch(text)) and Decimal(text) < NUMBER_LIMIT


def is_amount(value: object) -> bool:
    """Tell whether this is an amount as terms hold it: whole cents, not below nought."""
    return isinstance(value, int) and 0 <= value <= CENTS_LIMIT


def validate(terms: Terms, pointer: str = "") -> list[Fault]:
    """Return everything that cannot be in these terms, whatever else is still missing."""
    faults = [*_member_faults(terms), *_coherence_faults(terms)]
    return [
        *(structs.replace(fault, pointer=pointer + fault.pointer) for fault in faults),
        *invisible_faults({pointer + place: text for place, text in texts(terms).items()}),
    ]


_HEXADECIMAL_64 = re.compile(r"[0-9a-f]{64}")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]{1,4})?")
_NUMBERS = {
    "quantity",
    "months",
    "weeks",
    "hours_per_week",
    "hours",
    "number",
    "of",
    "full_time_hours",
    "percent",
}
_AMOUNTS = {
    "amount_cents",
    "spent_cents",
    "paid_on_result_cents",
    "rate_cents",
    "each_cents",
    "most_cents",
}
_DIGESTS = {"commitment", "digest"}
# The steps of the participation ladder (VNG).
_STEPS = {"from_step", "to_step"}
# Members that are text in JSON, yet nothing anybody wrote in words.
_NO_PROSE = _NUMBERS | _DIGESTS | {"currency", "basis", "side", "zone"}
_LENGTHS = {"/title": TITLE_LIMIT, "/text": TEXT_LIMIT}
_LONGER = {
    "text",
    "counts_ground",
    "evidence",
    "own_part",
    "target_group",
    "full_time_reason",
    "question",
    "decision",
    "reason",
}


def _unfilled(needs: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name, filled in needs.items() if not filled)


def _members(value: Struct, pointer: str) -> Iterator[tuple[str, str, object]]:
    """Walk every filled member, lists before their parts: its pointer, its name, its value."""
    for field in structs.fields(value):
        member = getattr(value, field.name)
        place = pointer_to(pointer, field.encode_name)
        yield from _unfolded(place, field.name, member)


def _unfolded(place: str, name: str, member: object) -> Iterator[tuple[str, str, object]]:
    if isinstance(member, Struct):
        yield from _members(member, place)
    elif member is not None:
        yield place, name, member
    if isinstance(member, tuple):
        for index, part in enumerate(cast("tuple[object, ...]", member)):
            yield from _unfolded(pointer_to(place, index), name, part)


def _member_faults(terms: Terms) -> Iterator[Fault]:
    for place, name, value in _members(terms, ""):
        limit = _LENGTHS.get(place, NOTE_LIMIT if name in _LONGER else LINE_LIMIT)
        if isinstance(value, tuple):
            if len(cast("tuple[object, ...]", value)) > LIST_LIMIT:
                yield Fault(pointer=place, slug="commitments/too-many", facts={"limit": LIST_LIMIT})
        elif check := _CHECKS.get(name):
            is_right, slug = check
            if not is_right(value):
                yield Fault(pointer=place, slug=slug)
        elif type(value) is str and len(value) > limit:
            yield Fault(pointer=place, slug="commitments/too-long", facts={"limit": limit})


def _coherence_faults(terms: Terms) -> Iterator[Fault]:
    period = terms.period or Period()
    if period.starts_on and period.ends_on and period.ends_on < period.starts_on:
        yield Fault(pointer="/period/endsOn", slug="commitments/ends-before-start")
    pilot_ends = None if terms.pilot is None else terms.pilot.ends_on
    if pilot_ends and period.starts_on and pilot_ends < period.starts_on:
        yield Fault(pointer="/pilot/endsOn", slug="commitments/ends-before-start")
    if terms.offer_ends and terms.offer_ends.at.tzinfo is None:
        yield Fault(pointer="/offerEnds/at", slug="commitments/no-time-zone")
    for index, count in enumerate(terms.ladder):
        if count.to_step <= count.from_step:
            yield Fault(pointer=f"/ladder/{index}/toStep", slug="commitments/not-upwards")
    for pointer, filled in _needs(terms):
        if not filled:
            yield Fault(pointer=pointer, slug="commitments/needed")


def _needs(terms: Terms) -> Iterator[tuple[str, object]]:
    """Name what is needed once the part it belongs to is there, and whether it is filled."""
    for name, goal in (("resultGoal", terms.result_goal), ("effortGoal", terms.effort_goal)):
        if goal:
            yield f"/{name}/text", goal.text.strip()
    for index, slot in enumerate(terms.responsible):
        yield f"/responsible/{index}/role", slot.role.strip()
    for index, partner in enumerate(terms.partners):
        yield f"/partners/{index}/name", partner.name.strip()
    if isinstance(terms.value, AmountValue) and terms.value.basis == "catalogue":
        yield "/value/catalogue", terms.value.catalogue
        yield "/value/measure", terms.value.measure


def _is_step(value: object) -> bool:
    return value in range(FIRST_STEP, LAST_STEP + 1)


def _is_digest(value: object) -> bool:
    return bool(_HEXADECIMAL_64.fullmatch(str(value)))


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    **dict.fromkeys(_NUMBERS, (is_number, "commitments/not-a-number")),
    **dict.fromkeys(_AMOUNTS, (is_amount, "commitments/not-an-amount")),
    **dict.fromkeys(_STEPS, (_is_step, "commitments/not-a-step")),
    **dict.fromkeys(_DIGESTS, (_is_digest, "commitments/not-a-digest")),
}


def _tidy(value: object) -> object:
    if type(value) is str:
        lines = value.replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", lines).strip()
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value
    if isinstance(value, tuple):
        return tuple(_tidy(part) for part in cast("tuple[object, ...]", value))
    if isinstance(value, Struct):
        changes: dict[str, object] = {}
        for field in structs.fields(value):
            member = _tidy(getattr(value, field.name))
            changes[field.name] = None if member == "" and field.default is None else member
        return structs.replace(value, **changes)
    return value
