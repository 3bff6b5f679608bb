"""What terms become in a draft, and what a draft says as terms.

A draft shows most of what terms can say. What it does not show, such as the factors of a
calculation, stays as it was in the text it began from, as long as nobody changed what it belongs to.
What people do not see they cannot put to each other: of two fields that stand for one on the screen,
only one may be filled in.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Literal, TypeVar
from uuid import UUID

from msgspec import Struct, structs

from samenspraak.commitments.schemas import Responsible
from samenspraak.commitments.terms import (
    AmountValue,
    CalculationLine,
    Goal,
    Kind,
    Partner,
    Period,
    Scope,
    StandingPromises,
    Terms,
    ValueToBeDiscussed,
    is_amount,
    is_number,
)
from samenspraak.drafting.schemas import FIELDS, Content, DraftKind, FieldValue
from samenspraak.errors import Fault

Choice = TypeVar("Choice", Kind, Scope)

# What somebody looks after a commitment as, unless they are given another part in it.
USUAL_ROLE = "responsible"


class Reading(Struct, frozen=True, kw_only=True):
    """A draft read as what a proposal asks; what cannot be read is left out and is a fault.

    Faults point at fields of the draft (`/fields/quantity`, `/text`).
    """

    terms: Terms
    responsible: list[Responsible]
    until_on: date | None
    faults: list[Fault]


def content_of_terms(terms: Terms, responsible: Sequence[Responsible]) -> Content:
    """Return a draft that says what these terms say; the end of the offer is not taken along.

    Whoever takes part no longer is to be given by name alone, for nobody can be chosen who left.
    """
    period = terms.period or Period()
    partner = terms.partners[0] if terms.partners else Partner(name="")
    promises = terms.standing_promises or StandingPromises()
    fields: dict[str, FieldValue] = {
        "title": terms.title,
        "kind": terms.kind,
        "targetGroup": terms.target_group,
        "scope": terms.scope,
        "countsTowardsObligation": terms.counts_towards_obligation,
        "countsGround": terms.counts_ground,
        "quantity": terms.quantity,
        "unit": terms.unit,
        "spentCents": terms.spent_cents,
        "period.startsOn": _spelled(period.starts_on),
        "period.endsOn": _spelled(period.ends_on),
        "period.months": period.months,
        "period.weeks": period.weeks,
        "period.hoursPerWeek": period.hours_per_week,
        "period.hours": period.hours,
        **_value_fields(terms),
        "paidOnResultCents": terms.paid_on_result_cents,
        **_goal_fields("resultGoal", terms.result_goal),
        **_goal_fields("effortGoal", terms.effort_goal),
        "evidence": terms.evidence,
        **_person_fields("buyer", responsible),
        **_person_fields("contractor", responsible),
        "partner.name": partner.name,
        "partner.ownPart": partner.own_part,
        "standingPromises.adjustmentsAskedFromPerson": promises.adjustments_asked_from_person,
        "standingPromises.contactPerson": promises.contact_person,
        "purposeParts": list(terms.purpose_parts),
    }
    return Content(
        fields={
            name: value if not isinstance(value, str) else str(value)
            for name, value in fields.items()
            if value not in (None, "", [])
        },
        text=terms.text or "",
    )


def terms_of_content(
    content: Content, base: Terms | None = None, named: Sequence[Responsible] = ()
) -> Reading:
    """Read a draft; `base` and `named` are the text it began from, or was proposed as last.

    The server fills in role slots and the end of an offer later, so here the terms have neither.
    """
    old = structs.replace(base or Terms(title=""), responsible=(), offer_ends=None)
    read = _Reader(content, content_of_terms(old, named))
    number = read.number("quantity")
    scope = _one_of(Scope, read, "scope")
    terms = Terms(
        title=read.text("title") or "",
        text=content.text or None,
        kind=_one_of(Kind, read, "kind"),
        target_group=read.text("targetGroup"),
        scope=scope,
        counts_towards_obligation=read.yes_no("countsTowardsObligation"),
        counts_ground=_ground(read, scope),
        quantity=number,
        unit=read.text("unit") if number is not None else None,
        period=_period(read),
        value=_value(read, old),
        result_goal=_goal(read, "resultGoal", old.result_goal),
        effort_goal=_goal(read, "effortGoal", old.effort_goal),
        evidence=read.text("evidence"),
        partners=(*_partner(read), *old.partners[1:]),
        standing_promises=_promises(read, old),
        purpose_parts=tuple(read.letters("purposeParts")),
        spent_cents=_spent(read, number),
        paid_on_result_cents=read.cents("paidOnResultCents"),
    )
    untouched = {
        member: getattr(old, member)
        for member, names in _SHOWN_IN.items()
        if not read.has_changed(*names)
    }
    if content.text == (old.text or ""):
        untouched["text"] = old.text
    return Reading(
        terms=structs.replace(terms, **untouched),
        responsible=_people(read, named),
        until_on=read.day("untilOn"),
        faults=read.faults,
    )


# Which fields show a member of the terms; as long as none of them changed, it stays as it was.
_SHOWN_IN: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "kind": ("kind",),
    "target_group": ("targetGroup",),
    "scope": ("scope",),
    "counts_towards_obligation": ("countsTowardsObligation",),
    "counts_ground": ("countsGround", "scope"),
    "quantity": ("quantity",),
    "unit": ("quantity", "unit"),
    "spent_cents": ("spentCents",),
    "period": ("period.",),
    "value": ("value.",),
    "result_goal": ("resultGoal.",),
    "effort_goal": ("effortGoal.",),
    "evidence": ("evidence",),
    "partners": ("partner.",),
    "standing_promises": ("standingPromises.",),
    "purpose_parts": ("purposeParts",),
    "paid_on_result_cents": ("paidOnResultCents",),
}
_SIDES: tuple[Literal["buyer", "contractor"], ...] = ("buyer", "contractor")
_NAMES = FIELDS[DraftKind.COMMITMENT]
# As long as the letter of a part of the purpose can be.
_LETTER_LIMIT = 3
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Reader:
    """Reads fields, and gathers a fault for each that holds something else than it should."""

    def __init__(self, content: Content, before: Content) -> None:
        self._fields = content.fields
        self._before = before.fields
        self.faults: list[Fault] = []

    def has_changed(self, *names: str) -> bool:
        """Tell whether one of these fields, or of those below "period.", says something else."""
        return any(
            self._fields.get(name) != self._before.get(name)
            for name in _NAMES
            if name in names or name.startswith(tuple(each for each in names if each[-1] == "."))
        )

    def was_filled(self, name: str) -> bool:
        """Tell whether this field said something in the text that the draft began from."""
        return self._before.get(name) not in (None, "", [])

    def text(self, name: str) -> str | None:
        value = self._filled(name)
        return value if value is None or isinstance(value, str) else self._unread(name, "value")

    def letters(self, name: str) -> list[str]:
        """Return the letters in a list; screens show nothing else of it, so words could hide there."""
        value, before = self._filled(name), self._before.get(name)
        if value is None or value == before:
            return value if isinstance(value, list) else []
        if isinstance(value, list) and all(len(letter) <= _LETTER_LIMIT for letter in value):
            return value
        self._unread(name, "value")
        return []

    def yes_no(self, name: str) -> bool | None:
        value = self._filled(name)
        return value if value is None or isinstance(value, bool) else self._unread(name, "value")

    def number(self, name: str) -> str | None:
        value = self._filled(name)
        if value is None:
            return None
        # Yjs clients may write a whole number as a number.
        number = str(value) if isinstance(value, str | int) else ""
        return number if is_number(number) else self._unread(name, "commitments/not-a-number")

    def cents(self, name: str) -> int | None:
        value = self._filled(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and is_amount(value):
            return value
        return self._unread(name, "commitments/not-an-amount")

    def day(self, name: str) -> date | None:
        value = self._filled(name)
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        return self._unread(name, "commitments/not-a-date")

    def someone(self, name: str) -> UUID | None:
        value = self._filled(name)
        if value is None:
            return None
        with suppress(ValueError):
            return UUID(str(value))
        return self._unread(name, "commitments/not-of-that-side")

    def unread(self, name: str, slug: str = "value") -> None:
        """Note that what this field holds cannot be taken as it stands."""
        self._unread(name, slug)

    def _filled(self, name: str) -> FieldValue:
        value = self._fields.get(name)
        return None if value in ("", []) else value

    def _unread(self, name: str, slug: str) -> None:
        self.faults.append(Fault(pointer=f"/fields/{name}", slug=slug))


def _one_of(choices: type[Choice], read: _Reader, name: str) -> Choice | None:
    text = read.text(name)
    found = next((choice for choice in choices if choice == text), None)
    if text is not None and found is None:
        read.unread(name)
    return found


def _ground(read: _Reader, scope: Scope | None) -> str | None:
    """Return why it counts outside the contract; within it, screens show no such reason."""
    ground = read.text("countsGround")
    return None if scope in {None, Scope.WITHIN_CONTRACT} else ground


def _spent(read: _Reader, quantity: str | None) -> int | None:
    """Return the amount to spend, which is how much there is of it unless a number says so."""
    cents = read.cents("spentCents")
    is_added = read.has_changed("spentCents") or not read.was_filled("quantity")
    if cents is not None and quantity is not None and is_added:
        read.unread("spentCents", "commitments/number-or-amount")
        return None
    return cents


def _period(read: _Reader) -> Period | None:
    months, weeks = read.number("period.months"), read.number("period.weeks")
    has_both = months is not None and weeks is not None
    if has_both and read.has_changed("period.months", "period.weeks"):
        read.unread("period.weeks", "commitments/months-or-weeks")
        weeks = None
    period = Period(
        starts_on=read.day("period.startsOn"),
        ends_on=read.day("period.endsOn"),
        months=months,
        weeks=weeks,
        hours_per_week=read.number("period.hoursPerWeek"),
        hours=read.number("period.hours"),
    )
    return None if period == Period() else period


def _value(read: _Reader, old: Terms) -> AmountValue | ValueToBeDiscussed | None:
    kind = read.text("value.kind")
    if kind == "to_be_discussed":
        return old.value if isinstance(old.value, ValueToBeDiscussed) else ValueToBeDiscussed()
    if kind != "amount":
        if kind is not None:
            read.unread("value.kind")
        return None
    cents = read.cents("value.amountCents")
    lines = (read.text("value.calculation") or "").split("\n")
    if cents is None:
        return None
    return AmountValue(
        amount_cents=cents,
        currency="EUR",
        basis="agreed",
        calculation=tuple(CalculationLine(text=line) for line in lines if line.strip()),
    )


def _goal(read: _Reader, name: str, old: Goal | None) -> Goal | None:
    text = read.text(f"{name}.text")
    number, unit = read.number(f"{name}.number"), read.text(f"{name}.unit")
    by = read.day(f"{name}.by")
    if text is number is by is None:
        return None
    return Goal(
        text=text or "",
        # No draft shows it, so it stays what it was.
        measure=old.measure if old is not None else None,
        number=number,
        unit=unit if number is not None else None,
        by=by,
    )


def _partner(read: _Reader) -> list[Partner]:
    name, own_part = read.text("partner.name"), read.text("partner.ownPart")
    return [] if name is own_part is None else [Partner(name=name or "", own_part=own_part)]


def _promises(read: _Reader, old: Terms) -> StandingPromises | None:
    promises = StandingPromises(
        adjustments_asked_from_person=read.yes_no("standingPromises.adjustmentsAskedFromPerson"),
        contact_person=read.yes_no("standingPromises.contactPerson"),
    )
    is_empty = promises == StandingPromises() and old.standing_promises is None
    return None if is_empty else promises


def _people(read: _Reader, named: Sequence[Responsible]) -> list[Responsible]:
    """Return who looks after it: the first of each side as the draft says, and those after them."""
    firsts = {side: _person(read, side, named) for side in _SIDES}
    people: list[Responsible] = []
    for person in named:
        first = firsts.pop(person.side, person)
        people += [] if first is None else [first]
    return [*people, *(first for first in firsts.values() if first is not None)]


def _person(
    read: _Reader, side: Literal["buyer", "contractor"], named: Sequence[Responsible]
) -> Responsible | None:
    field = f"responsible.{side}"
    before = next((person for person in named if person.side == side), None)
    if not read.has_changed(f"{field}."):
        return before
    participant_id = read.someone(f"{field}.participantId")
    name, role = read.text(f"{field}.name"), read.text(f"{field}.role")
    if participant_id is name is None:
        return None
    return Responsible(
        side=side,
        name="" if participant_id is not None else name or "",
        participant_id=participant_id,
        role=role or USUAL_ROLE,
    )


def _person_fields(
    side: Literal["buyer", "contractor"], responsible: Sequence[Responsible]
) -> dict[str, FieldValue]:
    person = next((each for each in responsible if each.side == side), None)
    if person is None:
        return {}
    participant_id = person.participant_id
    return {
        f"responsible.{side}.participantId": None
        if participant_id is None
        else str(participant_id),
        f"responsible.{side}.name": person.name if participant_id is None else None,
        f"responsible.{side}.role": None if person.role == USUAL_ROLE else person.role,
    }


def _value_fields(terms: Terms) -> dict[str, FieldValue]:
    match terms.value:
        case AmountValue(amount_cents=cents, calculation=lines):
            return {
                "value.kind": "amount",
                "value.amountCents": cents,
                "value.calculation": "\n".join(line.text for line in lines),
            }
        case ValueToBeDiscussed():
            return {"value.kind": "to_be_discussed"}
        case None:
            return {}


def _goal_fields(name: str, goal: Goal | None) -> Mapping[str, FieldValue]:
    if goal is None:
        return {}
    return {
        f"{name}.text": goal.text,
        f"{name}.number": goal.number,
        f"{name}.unit": goal.unit,
        f"{name}.by": _spelled(goal.by),
    }


def _spelled(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
