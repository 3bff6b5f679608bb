"""What proposing a draft comes to, and what stands against it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import structs

from samenspraak.commitments.decisions.clocks import ends_of
from samenspraak.commitments.decisions.contents import Reading
from samenspraak.commitments.decisions.hints import skipped_faults
from samenspraak.commitments.decisions.moves import judge, name_of
from samenspraak.commitments.decisions.refusals import NotOnTheTable, StaleRevision
from samenspraak.commitments.decisions.standing import (
    DISCARDED,
    held_agreement,
    how_closed,
    is_live,
)
from samenspraak.commitments.decisions.texts import scope_faults
from samenspraak.commitments.schemas import (
    Bound,
    Clock,
    Negotiation,
    Proposal,
    Responsible,
    Verb,
)
from samenspraak.commitments.terms import TEXT_LIMIT, TITLE_LIMIT, validate
from samenspraak.errors import Fault, Invalid, NotFound, Refusal
from samenspraak.workspaces.schemas import ScopeRule, Side


def with_condition(text: str, condition: str) -> str:
    """Put a condition where both sides agree to it: below the text, as its last paragraph."""
    return "\n\n".join(part for part in (text.rstrip(), condition.strip()) if part)


def check_beginning(*, title: str, text: str, condition: str) -> None:
    """Refuse to begin a draft with more than terms can hold."""
    limits = {
        "title": (title, TITLE_LIMIT),
        "text": (text, TEXT_LIMIT),
        "condition": (condition, TEXT_LIMIT),
    }
    faults = [
        Fault(pointer=f"/{name}", slug="commitments/too-long", facts={"limit": limit})
        for name, (words, limit) in limits.items()
        if len(words) > limit
    ]
    if faults:
        raise Invalid(faults)


def proposal_of(
    negotiations: Sequence[Negotiation], bounds: Sequence[Bound], at: datetime
) -> tuple[Proposal, Negotiation | None]:
    """Tell what a proposal about a commitment would be now, and which round it answers or changes.

    What was never agreed is proposed as something new, so that a no stays a no.
    """
    if not negotiations:
        return Proposal.PROPOSE, None
    newest = negotiations[-1]
    if is_live(newest, at):
        return Proposal.COUNTER, newest
    held = held_agreement(negotiations, bounds)
    if held is None:
        raise NotOnTheTable(closed_as=how_closed(newest))
    return Proposal.PROPOSE_ANEW, held


def open_proposal(
    negotiations: Sequence[Negotiation], bounds: Sequence[Bound], side: Side, at: datetime
) -> list[Proposal]:
    """Tell what a side's proposal would be now, by trying it; empty when there can be none."""
    try:
        proposal, round_ = proposal_of(negotiations, bounds, at)
        if proposal is Proposal.COUNTER and round_ is not None:
            judge(Verb.COUNTER, round_, side, name_of(round_), at)
    except Refusal:
        return []
    return [proposal]


def check_beginning_round(round_: Negotiation, revision: int | None, digest: str | None) -> None:
    """Refuse to begin from another round than the writer saw, as far as they named it."""
    if revision not in {None, round_.revision} or digest not in {None, round_.digest}:
        raise _stale(round_)


def check_still_written(discarded_at: datetime | None) -> None:
    """Refuse to write about what was only ever a draft, once that was put away."""
    if discarded_at is not None:
        raise NotOnTheTable(closed_as=DISCARDED)


def check_answers(round_: Negotiation | None, *, has_named: bool) -> None:
    """Refuse a proposal that names a round where there is none, or none where there is one."""
    if round_ is None and has_named:
        raise NotFound
    if round_ is not None and not has_named:
        raise _stale(round_)


def clock_of(reading: Reading) -> Clock:
    """Return by when the other side is to answer, as a draft says it."""
    return Clock(until_on=reading.until_on, within=reading.within, lapses=reading.until_lapses)


def draft_faults(reading: Reading, rule: ScopeRule, at: datetime) -> list[Fault]:
    """Return all that stands against proposing a draft, besides what it still lacks."""
    found = [
        *validate(reading.terms, "/terms"),
        *skipped_faults(reading.terms, "/terms"),
        *scope_faults(reading.terms, rule, "/terms"),
    ]
    try:
        ends_of(clock_of(reading), at)
    except Invalid as refusal:
        found += refusal.faults
    return [*reading.faults, *at_fields(found, reading.responsible)]


def at_fields(faults: Iterable[Fault], responsible: Sequence[Responsible]) -> list[Fault]:
    """Let faults of a request with terms point at the fields of the draft they were read from."""
    return [
        structs.replace(fault, pointer=_field_of(fault.pointer, responsible)) for fault in faults
    ]


def package_faults(readings: Sequence[Reading], rule: ScopeRule, at: datetime) -> list[Fault]:
    """Return all that stands against proposing some drafts as one."""
    return [
        structs.replace(fault, pointer=f"/drafts/{index}{fault.pointer}")
        for index, reading in enumerate(readings)
        for fault in draft_faults(reading, rule, at)
    ]


def at_drafts(faults: Iterable[Fault], readings: Sequence[Reading]) -> list[Fault]:
    """Do as `at_fields` for a package: what was found in a draft is shown in that draft."""
    found: list[Fault] = []
    for fault in faults:
        in_draft = _DRAFT.fullmatch(fault.pointer)
        if in_draft is None:
            found.append(fault)
            continue
        responsible = readings[int(in_draft["index"])].responsible
        [shown] = at_fields([structs.replace(fault, pointer=in_draft["rest"])], responsible)
        found.append(structs.replace(shown, pointer=in_draft["draft"] + shown.pointer))
    return found


def package_clock(own: Clock, readings: Sequence[Reading]) -> Clock:
    """Return by when a package is to be answered: its own clock, else the one its drafts agree on.

    A package is answered whole, so it has one end.
    """
    if own != Clock():
        return own
    said = {clock_of(reading) for reading in readings} - {Clock()}
    if len(said) > 1:
        raise Invalid([Fault(pointer="/untilOn", slug="commitments/package-one-end")])
    return said.pop() if said else own


_DRAFT = re.compile(r"(?P<draft>/drafts/(?P<index>[0-9]+))(?P<rest>/.*)")
_PERSON = re.compile(r"(?:/terms)?/responsible/([0-9]+)(?:/(\w+))?")
# Where several members, or one with parts, are one field of the draft.
_ALIASES = (
    (re.compile(r"/terms/period"), "period.months"),
    (re.compile(r"/terms/value/calculation/.*"), "value.calculation"),
    (re.compile(r"/terms/value(?:/(?:catalogue|measure).*)?"), "value.amountCents"),
    (re.compile(r"/terms/(result|effort)Goal"), r"\1Goal.text"),
    (re.compile(r"/terms/partners/[0-9]+/(\w+)"), r"partner.\1"),
    (re.compile(r"/terms/partners"), "partner.name"),
    (re.compile(r"/terms/pilot"), "pilot.question"),
    (re.compile(r"/terms/(purposeParts|hintsSkipped|ladder)/.*"), r"\1"),
    (re.compile(r"/terms/counting/(additions|factors)/.*"), r"counting.\1"),
    (re.compile(r"/within"), "within.days"),
    (re.compile(r"/responsible"), "responsible.buyer.name"),
)


def _field_of(pointer: str, responsible: Sequence[Responsible]) -> str:
    if pointer == "/terms/text":
        return "/text"
    if pointer.startswith("/bidAnswers"):
        # Asked when it is put, and no part of the draft.
        return pointer
    if person := _PERSON.fullmatch(pointer):
        index = int(person[1])
        side = responsible[index].side if index < len(responsible) else "buyer"
        return f"/fields/responsible.{side}.{person[2] or 'name'}"
    for pattern, name in _ALIASES:
        if found := pattern.fullmatch(pointer):
            return "/fields/" + found.expand(name)
    return "/fields/" + pointer.removeprefix("/terms").removeprefix("/").replace("/", ".")


def _stale(round_: Negotiation) -> StaleRevision:
    return StaleRevision(
        commitment_id=str(round_.commitment_id),
        current_revision=round_.revision,
        current_digest=round_.digest,
    )
