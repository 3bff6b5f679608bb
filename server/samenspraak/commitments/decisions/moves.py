"""What each side may do with the terms on the table, and what follows from it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import structs

from samenspraak.commitments.decisions.refusals import (
    NoClock,
    NothingProposed,
    NothingToAnswer,
    NotOnTheTable,
    NotPaused,
    NotYourTurn,
    OthersClock,
    OthersProposal,
    OwnProposal,
    PackageOver,
    PackageTogether,
    Paused,
    ReasonMissing,
    StaleRevision,
    StillOnTheTable,
    TooLate,
)
from samenspraak.commitments.decisions.standing import held_agreement, how_closed, is_live
from samenspraak.commitments.decisions.texts import check_ready_to_agree
from samenspraak.commitments.schemas import Bound, ClosedAs, Named, Negotiation, Put, Verb
from samenspraak.commitments.terms import Terms
from samenspraak.deadlines import is_over
from samenspraak.errors import Fault, Invalid, Refusal
from samenspraak.workspaces.schemas import Side

# Enough for a page of explanation, and no place to keep a file.
REASON_LIMIT = 4_000
# One column on a screen shows them all; no real contract comes near.
COMMITMENTS_LIMIT = 200
# Whoever needs more rounds needs a talk.
REVISIONS_LIMIT = 100
# More than this cannot be judged as one.
PACKAGE_LIMIT = 20

# What goes on while the clock stands still: talking is what a pause is for.
_DURING_PAUSE = frozenset({Verb.QUESTION, Verb.ANSWER})
# What a proposer does with the own text, when the turn came back with a question.
_BY_PROPOSER = frozenset({Verb.ANSWER, Verb.COUNTER})
# What a coordinator may do besides those whose offer it is.
_ABOUT_CLOCK = frozenset({Verb.PAUSE, Verb.RESUME})


def propose(put: Put, *, negotiation_id: UUID, commitment_id: UUID, number: int = 1) -> Negotiation:
    """Open the bargaining with a first text; the other side is to move."""
    return Negotiation(
        id=negotiation_id,
        commitment_id=commitment_id,
        number=number,
        opened_at=put.at,
        first_revision=put.revision,
        revision_id=put.revision_id,
        revision=put.revision,
        digest=put.digest,
        proposed_by=put.by,
        turn=put.by.other,
        until_at=put.until_at,
        until_lapses=put.until_lapses,
        remind_at=put.remind_at,
        package_id=put.package_id,
    )


def check_anew(
    negotiations: Sequence[Negotiation], bounds: Sequence[Bound], named: Named, at: datetime
) -> None:
    """Let a side propose a change of what is agreed, and of nothing else.

    What was never agreed is proposed as something new, so that a no stays a no.
    """
    if not negotiations:
        raise NothingProposed
    newest = negotiations[-1]
    if is_live(newest, at):
        raise StillOnTheTable(current_revision=newest.revision, current_digest=newest.digest)
    held = held_agreement(negotiations, bounds)
    if held is None:
        raise NotOnTheTable(closed_as=how_closed(newest))
    if name_of(held) != named:
        raise _stale(held)


def counter(negotiation: Negotiation, put: Put, named: Named) -> Negotiation:
    """Put other terms in the place of those on the table; the turn passes.

    The proposer may do so too once the turn came back with a question; a package that side made
    then holds the new text. From the other side it is an answer to one part, which leaves it.
    """
    judge(Verb.COUNTER, negotiation, put.by, named, put.at)
    stays_in_package = put.by is negotiation.proposed_by and put.package_id is None
    return structs.replace(
        negotiation,
        revision_id=put.revision_id,
        revision=put.revision,
        digest=put.digest,
        proposed_by=put.by,
        turn=put.by.other,
        has_question=False,
        until_at=put.until_at,
        until_lapses=put.until_lapses,
        remind_at=put.remind_at,
        reminded_at=None,
        package_id=negotiation.package_id if stays_in_package else put.package_id,
    )


def question(negotiation: Negotiation, side: Side, named: Named, at: datetime) -> Negotiation:
    """Hand the turn to the proposer without a new text."""
    judge(Verb.QUESTION, negotiation, side, named, at)
    return structs.replace(negotiation, turn=side.other, has_question=True)


def answer(negotiation: Negotiation, side: Side, named: Named, at: datetime) -> Negotiation:
    """Hand the turn back; the text stays as it was."""
    judge(Verb.ANSWER, negotiation, side, named, at)
    return structs.replace(negotiation, turn=side.other, has_question=False)


def accept(
    negotiation: Negotiation, side: Side, named: Named, terms: Terms, at: datetime
) -> Negotiation:
    """Let a side agree to the terms the other side proposed.

    An answer names the revision and its digest, so nobody is bound to words they have not seen.
    """
    judge(Verb.ACCEPT, negotiation, side, named, at)
    check_ready_to_agree({"": terms})
    return _closed(negotiation, ClosedAs.AGREED, at=at)


def accept_package(
    package: Mapping[UUID, Negotiation],
    side: Side,
    named: Sequence[Named],
    terms: Mapping[UUID, Terms],
    at: datetime,
) -> list[Negotiation]:
    """Let a side agree to all texts of a package at once, each named by number and digest."""
    if not package:
        raise PackageOver
    commitment_ids = [name.commitment_id for name in named]
    if len(set(commitment_ids)) != len(commitment_ids) or set(commitment_ids) != set(package):
        raise PackageTogether
    for name in named:
        judge(Verb.ACCEPT_PACKAGE, package[name.commitment_id], side, name, at)
    check_ready_to_agree(
        {
            f"/revisions/{index}": terms[commitment_id]
            for index, commitment_id in enumerate(commitment_ids)
        }
    )
    return [_closed(package[name], ClosedAs.AGREED, at=at) for name in commitment_ids]


def decline(
    negotiation: Negotiation, side: Side, named: Named, reason: str, at: datetime
) -> Negotiation:
    """Let a side say no, with the reason."""
    judge(Verb.DECLINE, negotiation, side, named, at)
    return _closed(negotiation, ClosedAs.DECLINED, reason=fitting_reason(reason), at=at)


def withdraw(
    negotiation: Negotiation, side: Side, named: Named, reason: str, at: datetime
) -> Negotiation:
    """Let the proposer take the text off the table, whoever is to move."""
    judge(Verb.WITHDRAW, negotiation, side, named, at)
    return _closed(negotiation, ClosedAs.WITHDRAWN, reason=_fitting(reason) or None, at=at)


def lapse(negotiation: Negotiation) -> Negotiation:
    """Write down that an offer ended by itself, at the moment it did."""
    assert negotiation.until_at is not None, "only what has an end can pass it"
    return _closed(negotiation, ClosedAs.LAPSED, at=negotiation.until_at)


def breaks_package(before: Negotiation, after: Negotiation) -> bool:
    """Tell whether a move took a text out of its package other than by agreeing to all of it."""
    has_left = after.package_id != before.package_id
    has_ended = after.closed_as not in {None, ClosedAs.AGREED}
    return before.package_id is not None and (has_left or has_ended)


def unpack(others: Sequence[Negotiation]) -> list[Negotiation]:
    """Take a package apart because one of its texts was answered or taken back by itself.

    The rest was offered with that one, so nobody may say yes to it alone yet: each text goes back
    to its proposer, as if the other side had asked whether it also stands for itself. The proposer
    answers that it does, counters, or withdraws.
    """
    return [
        structs.replace(other, package_id=None, turn=other.proposed_by, has_question=True)
        for other in others
    ]


def check_package(commitment_ids: Sequence[UUID]) -> None:
    """Refuse a package of one, of very many, or with a commitment twice."""
    faults: list[Fault] = []
    if not 2 <= len(commitment_ids) <= PACKAGE_LIMIT:
        facts: dict[str, str | int] = {"least": 2, "most": PACKAGE_LIMIT}
        faults.append(Fault(pointer="/parts", slug="commitments/package-size", facts=facts))
    if len(set(commitment_ids)) != len(commitment_ids):
        faults.append(Fault(pointer="/parts", slug="commitments/package-twice"))
    if faults:
        raise Invalid(faults)


def judge(verb: Verb, negotiation: Negotiation, side: Side, named: Named, at: datetime) -> None:
    """Refuse what this side cannot do now with the text it names."""
    if not negotiation.is_open:
        raise NotOnTheTable(closed_as=negotiation.closed_as)
    if not is_live(negotiation, at):
        raise TooLate
    if name_of(negotiation) != named:
        raise _stale(negotiation)
    if verb is Verb.WITHDRAW:
        if side is not negotiation.proposed_by:
            raise OthersProposal
        return
    if verb in _ABOUT_CLOCK:
        _judge_clock(verb, negotiation, side, at)
        return
    _judge_turn(verb, negotiation, side)
    if negotiation.paused_at is not None and verb not in _DURING_PAUSE:
        raise Paused
    if verb is Verb.ACCEPT and negotiation.package_id is not None:
        raise PackageTogether


def open_verbs(
    negotiations: Sequence[Negotiation],
    bounds: Sequence[Bound],
    package: Sequence[Negotiation],
    terms: Mapping[UUID, Terms],
    side: Side,
    at: datetime,
) -> list[Verb]:
    """Tell what a side can do now, by trying each move on the text it would name.

    `package` is every open negotiation of the same package, this one too; `terms` are the texts
    on the table by commitment.
    """
    newest = negotiations[-1]
    named = name_of(newest)
    held = name_of(held_agreement(negotiations, bounds) or newest)
    parts = {part.commitment_id: part for part in package}
    tries: dict[Verb, Callable[[], object]] = {
        Verb.PROPOSE: lambda: check_anew(negotiations, bounds, held, at),
        Verb.ACCEPT: lambda: accept(newest, side, named, terms[newest.commitment_id], at),
        Verb.ACCEPT_PACKAGE: lambda: accept_package(
            parts, side, [name_of(part) for part in package], terms, at
        ),
    }
    return [
        verb
        for verb in Verb
        if _goes_well(tries.get(verb) or (lambda verb=verb: judge(verb, newest, side, named, at)))
    ]


def fitting_reason(reason: str) -> str:
    """Return a reason that has to be there, as it is kept."""
    if not reason.strip():
        raise ReasonMissing([Fault(pointer="/reason", slug="required")])
    return _fitting(reason)


def name_of(negotiation: Negotiation) -> Named:
    """Name the text on the table."""
    return Named(
        commitment_id=negotiation.commitment_id,
        revision=negotiation.revision,
        digest=negotiation.digest,
    )


def _judge_turn(verb: Verb, negotiation: Negotiation, side: Side) -> None:
    if verb is Verb.ANSWER and not negotiation.has_question:
        raise NothingToAnswer
    if side is negotiation.proposed_by and verb not in _BY_PROPOSER:
        raise OwnProposal
    if side is not negotiation.turn:
        raise NotYourTurn


def _judge_clock(verb: Verb, negotiation: Negotiation, side: Side, at: datetime) -> None:
    if side not in {Side.COORDINATOR, negotiation.proposed_by}:
        raise OthersClock
    if verb is Verb.RESUME:
        if negotiation.paused_at is None:
            raise NotPaused
        return
    if negotiation.paused_at is not None:
        raise Paused
    if negotiation.until_at is None or is_over(negotiation.until_at, at):
        raise NoClock


def _goes_well(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Refusal:
        return False
    return True


def _stale(current: Negotiation) -> StaleRevision:
    return StaleRevision(
        commitment_id=str(current.commitment_id),
        current_revision=current.revision,
        current_digest=current.digest,
    )


def _fitting(reason: str) -> str:
    if len(reason) > REASON_LIMIT:
        facts: dict[str, str | int] = {"limit": REASON_LIMIT}
        raise Invalid([Fault(pointer="/reason", slug="commitments/too-long", facts=facts)])
    return reason.strip()


def _closed(
    negotiation: Negotiation, closed_as: ClosedAs, *, at: datetime, reason: str | None = None
) -> Negotiation:
    return structs.replace(
        negotiation,
        is_open=False,
        closed_as=closed_as,
        closed_reason=reason,
        closed_at=at,
        paused_at=None,
        paused_side=None,
        paused_by=None,
        paused_reason=None,
    )
