"""What terms become in a draft, and what a draft says as terms.

A draft shows most of what terms can say. What it does not show, such as the factors of a
calculation, stays as it was in the text it began from, as long as nobody changed what it belongs to.
What people do not see they cannot put to each other: of two fields that stand for one on the screen,
only one may be filled in.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, TypeVar

from msgspec import Struct, structs

from samenspraak.commitments.decisions.contents.reading import Reader
from samenspraak.commitments.decisions.contents.worth import (
    counting_in,
    ladder_in,
    value_in,
    value_places,
    worth_fields,
)
from samenspraak.commitments.schemas import WITHIN_LIMIT, Responsible, Within
from samenspraak.commitments.terms import (
    Goal,
    Kind,
    Partner,
    Period,
    Pilot,
    Scope,
    StandingPromises,
    Terms,
)
from samenspraak.drafting.schemas import Content, FieldValue
from samenspraak.errors import Fault

Choice = TypeVar("Choice", Kind, Scope)

# What somebody looks after a commitment as, unless they are given another part in it.
USUAL_ROLE = "responsible"

# Where a goal lacks something, and what: screens say it, so words could not hide here.
_HINT = re.compile(r"(?:resultGoal|effortGoal|terms)/[a-z-]{1,30}")


class Reading(Struct, frozen=True, kw_only=True):
    """A draft read as what a proposal asks; what cannot be read is left out and is a fault.

    Faults point at fields of the draft (`/fields/quantity`, `/text`).
    """

    terms: Terms
    responsible: list[Responsible]
    until_on: date | None
    within: Within | None = None
    until_lapses: bool = False
    faults: list[Fault]


def content_of_terms(terms: Terms, responsible: Sequence[Responsible]) -> Content:
    """Return a draft that says what these terms say; the end of the offer is not taken along.

    Whoever takes part no longer is to be given by name alone, for nobody can be chosen who left.
    """
    period = terms.period or Period()
    partner = terms.partners[0] if terms.partners else Partner(name="")
    promises = terms.standing_promises or StandingPromises()
    pilot = terms.pilot or Pilot()
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
        **worth_fields(terms),
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
        "standingPromises.startSupport": promises.start_support,
        "pilot.endsOn": _spelled(pilot.ends_on),
        "pilot.question": pilot.question,
        "pilot.decision": pilot.decision,
        "purposeParts": list(terms.purpose_parts),
        "hintsSkipped": list(terms.hints_skipped),
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
    read = Reader(content, content_of_terms(old, named))
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
        value=value_in(read, old),
        result_goal=_goal(read, "resultGoal"),
        effort_goal=_goal(read, "effortGoal"),
        evidence=read.text("evidence"),
        partners=(*_partner(read), *old.partners[1:]),
        standing_promises=_promises(read, old),
        purpose_parts=tuple(read.letters("purposeParts")),
        counting=counting_in(read),
        ladder=ladder_in(read),
        pilot=_pilot(read),
        hints_skipped=read.parts("hintsSkipped", _hint),
        spent_cents=_spent(read, number),
        paid_on_result_cents=read.cents("paidOnResultCents"),
    )
    shown_in = {**_SHOWN_IN, "value": value_places(content)}
    untouched = {
        member: getattr(old, member)
        for member, names in shown_in.items()
        if not read.has_changed(*names)
    }
    if content.text == (old.text or ""):
        untouched["text"] = old.text
    return Reading(
        terms=structs.replace(terms, **untouched),
        responsible=_people(read, named),
        until_on=read.day("untilOn"),
        within=_within(read),
        until_lapses=read.yes_no("untilLapses") or False,
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
    "result_goal": ("resultGoal.",),
    "effort_goal": ("effortGoal.",),
    "evidence": ("evidence",),
    "partners": ("partner.",),
    "standing_promises": ("standingPromises.",),
    "purpose_parts": ("purposeParts",),
    "counting": ("counting.",),
    "ladder": ("ladder",),
    "pilot": ("pilot.",),
    "hints_skipped": ("hintsSkipped",),
    "paid_on_result_cents": ("paidOnResultCents",),
}
_SIDES: tuple[Literal["buyer", "contractor"], ...] = ("buyer", "contractor")


def _one_of(choices: type[Choice], read: Reader, name: str) -> Choice | None:
    text = read.text(name)
    found = next((choice for choice in choices if choice == text), None)
    if text is not None and found is None:
        read.unread(name)
    return found


def _ground(read: Reader, scope: Scope | None) -> str | None:
    """Return why it counts outside the contract; within it, screens show no such reason."""
    ground = read.text("countsGround")
    return None if scope in {None, Scope.WITHIN_CONTRACT} else ground


def _spent(read: Reader, quantity: str | None) -> int | None:
    """Return the amount to spend, which is how much there is of it unless a number says so."""
    cents = read.cents("spentCents")
    is_added = read.has_changed("spentCents") or not read.was_filled("quantity")
    if cents is not None and quantity is not None and is_added:
        read.unread("spentCents", "commitments/number-or-amount")
        return None
    return cents


def _period(read: Reader) -> Period | None:
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


def _goal(read: Reader, name: str) -> Goal | None:
    text, measure = read.text(f"{name}.text"), read.text(f"{name}.measure")
    number, unit = read.number(f"{name}.number"), read.text(f"{name}.unit")
    by = read.day(f"{name}.by")
    if text is measure is number is by is None:
        return None
    return Goal(
        text=text or "",
        measure=measure,
        number=number,
        unit=unit if number is not None else None,
        by=by,
    )


def _partner(read: Reader) -> list[Partner]:
    name, own_part = read.text("partner.name"), read.text("partner.ownPart")
    return [] if name is own_part is None else [Partner(name=name or "", own_part=own_part)]


def _promises(read: Reader, old: Terms) -> StandingPromises | None:
    promises = StandingPromises(
        adjustments_asked_from_person=read.yes_no("standingPromises.adjustmentsAskedFromPerson"),
        contact_person=read.yes_no("standingPromises.contactPerson"),
        start_support=read.yes_no("standingPromises.startSupport"),
    )
    is_empty = promises == StandingPromises() and old.standing_promises is None
    return None if is_empty else promises


def _pilot(read: Reader) -> Pilot | None:
    pilot = Pilot(
        ends_on=read.day("pilot.endsOn"),
        question=read.text("pilot.question"),
        decision=read.text("pilot.decision"),
    )
    return None if pilot == Pilot() else pilot


def _hint(line: str) -> str | None:
    return line if _HINT.fullmatch(line) else None


def _within(read: Reader) -> Within | None:
    days, kind = read.number("within.days"), read.text("within.kind")
    if days is None:
        return None
    if not days.isdecimal() or not 1 <= int(days) <= WITHIN_LIMIT:
        read.unread("within.days", "commitments/not-a-number")
        return None
    if kind not in {None, "calendar", "working"}:
        read.unread("within.kind")
        return None
    return Within(days=int(days), kind="working" if kind == "working" else "calendar")


def _people(read: Reader, named: Sequence[Responsible]) -> list[Responsible]:
    """Return who looks after it: the first of each side as the draft says, and those after them."""
    firsts = {side: _person(read, side, named) for side in _SIDES}
    people: list[Responsible] = []
    for person in named:
        first = firsts.pop(person.side, person)
        people += [] if first is None else [first]
    return [*people, *(first for first in firsts.values() if first is not None)]


def _person(
    read: Reader, side: Literal["buyer", "contractor"], named: Sequence[Responsible]
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


def _goal_fields(name: str, goal: Goal | None) -> Mapping[str, FieldValue]:
    if goal is None:
        return {}
    return {
        f"{name}.text": goal.text,
        f"{name}.measure": goal.measure,
        f"{name}.number": goal.number,
        f"{name}.unit": goal.unit,
        f"{name}.by": _spelled(goal.by),
    }


def _spelled(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
