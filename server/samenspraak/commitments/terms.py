"""What a commitment says, and the frozen document (`samenspraak/revision/1`) that says it.

These shapes are published: old bytes are never made again, so members are only ever added, and
only optional ones. A member that was not filled in is left out of the bytes.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal, cast
from uuid import UUID

from msgspec import Struct, structs

from samenspraak.canonical import digest, pointer_to
from samenspraak.errors import Fault
from samenspraak.personal_data import invisible_faults

REVISION_SCHEMA = "samenspraak/revision/1"

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

SigningSide = Literal["buyer", "contractor"]
"""The two sides that bind themselves; a coordinator never does."""

Origin = Literal["samenspraak", "bid", "outside"]
"""Where a text came from: bargained here, offered in the winning bid, or agreed outside."""


class Kind(StrEnum):
    """What sort of help a commitment is: "Soort" on screen."""

    EMPLOYMENT = "employment"
    LEARNING = "learning"
    SOCIAL_PURCHASING = "social_purchasing"
    COMMUNITY_ACTIVITY = "community_activity"
    KNOWLEDGE_AND_TIME = "knowledge_and_time"
    ACCESSIBILITY = "accessibility"
    OTHER = "other"


class Scope(StrEnum):
    """Where a commitment is delivered, seen from the contract."""

    WITHIN_CONTRACT = "within_contract"
    OWN_ORGANISATION = "own_organisation"
    SUPPLY_CHAIN = "supply_chain"
    REGION = "region"


class Deadline(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A moment after which something lapses, as it was agreed in local words."""

    at: datetime
    zone: Literal["Europe/Amsterdam"] = "Europe/Amsterdam"
    text: str


class Period(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """When it happens, and for how long it was agreed to count.

    Months, weeks and hours are agreed quantities and never derived from the dates.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    months: str | None = None
    weeks: str | None = None
    hours_per_week: str | None = None
    hours: str | None = None


class CatalogueReference(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """The one edition of a value catalogue that a value was taken from."""

    catalogue: str
    edition: str
    digest: str | None = None
    reason: str | None = None


class Factor(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One number that a calculation multiplies by, such as 32 of 36 hours."""

    name: str
    number: str
    of: str | None = None
    unit: str | None = None


class CalculationLine(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One line of the sum behind a value, so that a reader can do it again on paper."""

    text: str
    amount_cents: int | None = None
    measure: str | None = None
    factors: tuple[Factor, ...] = ()


class AmountValue(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    tag="amount",
):
    """A value both sides can count with."""

    amount_cents: int
    currency: Literal["EUR"]
    basis: Literal["agreed", "catalogue"]
    measure: str | None = None
    catalogue: CatalogueReference | None = None
    calculation: tuple[CalculationLine, ...] = ()


class ValueToBeDiscussed(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    tag="to_be_discussed",
):
    """The value is "in overleg", which is no amount at all and certainly not nought."""

    measure: str | None = None
    catalogue: CatalogueReference | None = None


class Goal(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What is to be reached, or what is to be done for it: in words, and countable if it can be."""

    text: str
    measure: str | None = None
    number: str | None = None
    unit: str | None = None
    by: date | None = None


class RoleSlot(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A place for one person on one side; who holds it stands apart, under `commitment`.

    `commitment` is the digest of a random salt and the name. Erasing the salt and the name makes
    the person untraceable while every byte that was signed stays as it is.
    """

    side: SigningSide
    role: str
    commitment: str


class Partner(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Another organisation that takes part, and what the contractor does itself."""

    name: str
    own_part: str | None = None


class StandingPromises(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What holds for every person who takes part, whatever the numbers are."""

    adjustments_asked_from_person: bool | None = None
    contact_person: bool | None = None


class Terms(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What a commitment says: what, for whom, how much, when, and what it is worth."""

    title: str
    text: str | None = None
    kind: Kind | None = None
    target_group: str | None = None
    scope: Scope | None = None
    counts_towards_obligation: bool | None = None
    counts_ground: str | None = None
    quantity: str | None = None
    unit: str | None = None
    period: Period | None = None
    value: AmountValue | ValueToBeDiscussed | None = None
    result_goal: Goal | None = None
    effort_goal: Goal | None = None
    evidence: str | None = None
    responsible: tuple[RoleSlot, ...] = ()
    partners: tuple[Partner, ...] = ()
    standing_promises: StandingPromises | None = None
    purpose_parts: tuple[str, ...] = ()
    spent_cents: int | None = None
    paid_on_result_cents: int | None = None
    offer_ends: Deadline | None = None


class RevisionDocument(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """The n-th frozen text of one commitment, as one side put it to the other."""

    schema: Literal["samenspraak/revision/1"]
    commitment_id: UUID
    revision: int
    by: SigningSide
    origin: Origin
    terms: Terms
    predecessor: str | None = None


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
    return cast("Terms", _tidy(terms))


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


def validate(terms: Terms, pointer: str = "") -> list[Fault]:
    """Return everything that cannot be in these terms, whatever else is still missing."""
    faults = [*_member_faults(terms), *_coherence_faults(terms)]
    return [
        *(structs.replace(fault, pointer=pointer + fault.pointer) for fault in faults),
        *invisible_faults({pointer + place: text for place, text in texts(terms).items()}),
    ]


_HEXADECIMAL_64 = re.compile(r"[0-9a-f]{64}")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]{1,4})?")
_NUMBERS = {"quantity", "months", "weeks", "hours_per_week", "hours", "number", "of"}
_AMOUNTS = {"amount_cents", "spent_cents", "paid_on_result_cents"}
_DIGESTS = {"commitment", "digest"}
# Members that are text in JSON, yet nothing anybody wrote in words.
_NO_PROSE = _NUMBERS | _DIGESTS | {"currency", "basis", "side", "zone"}
_LENGTHS = {"/title": TITLE_LIMIT, "/text": TEXT_LIMIT}
_LONGER = {"text", "counts_ground", "evidence", "own_part", "target_group"}


def _unfilled(needs: dict[str, object]) -> tuple[str, ...]:
    return tuple(name for name, filled in needs.items() if not filled)


def _members(value: Struct, pointer: str) -> Iterator[tuple[str, str, object]]:
    """Walk every filled member: its JSON pointer, its name, its value."""
    for field in structs.fields(value):
        member = getattr(value, field.name)
        place = pointer_to(pointer, field.encode_name)
        parts = member if isinstance(member, tuple) else (member,)
        places = (pointer_to(place, index) for index in range(len(parts)))
        if isinstance(member, tuple):
            yield place, field.name, member
        for part_place, part in zip(places if parts is member else (place,), parts, strict=True):
            if isinstance(part, Struct):
                yield from _members(part, part_place)
            elif part is not None:
                yield part_place, field.name, part


def _member_faults(terms: Terms) -> Iterator[Fault]:
    for place, name, value in _members(terms, ""):
        if isinstance(value, tuple):
            if len(value) > LIST_LIMIT:
                yield Fault(pointer=place, slug="commitments/too-many", facts={"limit": LIST_LIMIT})
        elif name in _NUMBERS:
            if not _DECIMAL.fullmatch(str(value)) or Decimal(str(value)) >= NUMBER_LIMIT:
                yield Fault(pointer=place, slug="commitments/not-a-number")
        elif name in _AMOUNTS:
            if not 0 <= int(str(value)) <= CENTS_LIMIT:
                yield Fault(pointer=place, slug="commitments/not-an-amount")
        elif name in _DIGESTS:
            if not _HEXADECIMAL_64.fullmatch(str(value)):
                yield Fault(pointer=place, slug="commitments/not-a-digest")
        elif type(value) is str:
            limit = _LENGTHS.get(place, NOTE_LIMIT if name in _LONGER else LINE_LIMIT)
            if len(value) > limit:
                yield Fault(pointer=place, slug="commitments/too-long", facts={"limit": limit})


def _coherence_faults(terms: Terms) -> Iterator[Fault]:
    period = terms.period or Period()
    if period.starts_on and period.ends_on and period.ends_on < period.starts_on:
        yield Fault(pointer="/period/endsOn", slug="commitments/ends-before-start")
    for name, goal in (("resultGoal", terms.result_goal), ("effortGoal", terms.effort_goal)):
        if goal and not goal.text.strip():
            yield Fault(pointer=f"/{name}/text", slug="commitments/needed")
    for index, slot in enumerate(terms.responsible):
        if not slot.role.strip():
            yield Fault(pointer=f"/responsible/{index}/role", slug="commitments/needed")
    for index, partner in enumerate(terms.partners):
        if not partner.name.strip():
            yield Fault(pointer=f"/partners/{index}/name", slug="commitments/needed")
    value = terms.value
    if isinstance(value, AmountValue) and value.basis == "catalogue":
        if not value.catalogue:
            yield Fault(pointer="/value/catalogue", slug="commitments/needed")
        if not value.measure:
            yield Fault(pointer="/value/measure", slug="commitments/needed")
    if terms.offer_ends and terms.offer_ends.at.tzinfo is None:
        yield Fault(pointer="/offerEnds/at", slug="commitments/no-time-zone")


def _tidy(value: object) -> object:
    if type(value) is str:
        lines = value.replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", lines).strip()
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, tuple):
        return tuple(_tidy(part) for part in cast("tuple[object, ...]", value))
    if isinstance(value, Struct):
        changes = {}
        for field in structs.fields(value):
            member = _tidy(getattr(value, field.name))
            changes[field.name] = None if member == "" and field.default is None else member
        return structs.replace(value, **changes)
    return value
