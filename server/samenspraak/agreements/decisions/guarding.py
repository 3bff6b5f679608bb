"""The change guard: what procurement law asks before what is in force is changed.

A contract that was awarded may only change on a ground of articles 2.163b to 2.163g of the
Aanbestedingswet 2012. Nobody here judges whether a ground is true; it is asked, with a text, of
whoever offers, and stays in what both sides sign.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct, structs

from samenspraak.agreements.documents.shapes import Cause, ChangeAnswers, ChangePart, Ground
from samenspraak.agreements.schemas import OfferVersion, Why
from samenspraak.commitments.schemas import Less
from samenspraak.errors import Fault


class FromBid(Struct, frozen=True, kw_only=True):
    """What a version does with something that the winning bid promised.

    `is_answered`: the buyer's approver answers for it that this becomes less.
    """

    commitment_id: UUID
    number: int
    is_changed: bool = False
    is_left_out: bool = False
    less: Sequence[Less] = ()
    is_answered: bool = False

    @property
    def is_less(self) -> bool:
        """Tell whether less is promised than was bid; what is left out promises nothing."""
        return self.is_left_out or bool(self.less)


class Amendment(Struct, frozen=True, kw_only=True):
    """What a version changes beside the one in force; without one there is nothing to change."""

    is_amendment: bool
    obligation_changes: bool = False
    contract_value_changes: bool = False
    from_bid: Sequence[FromBid] = ()


class Asked(Struct, frozen=True, kw_only=True):
    """One thing that makes a ground, or answers, be asked."""

    why: Why
    commitment_id: UUID | None = None
    number: int | None = None


def fitting_causes(amendment: Amendment) -> list[Cause]:
    """Return why a version can be made now: the first is that, and every later one is another."""
    if not amendment.is_amendment:
        return [Cause.FIRST]
    return [cause for cause in Cause if cause is not Cause.FIRST]


def asks_ground(amendment: Amendment) -> list[Asked]:
    """Say why a ground is asked; where nothing is in force yet none ever is."""
    if not amendment.is_amendment:
        return []
    found: list[Asked] = []
    if amendment.obligation_changes:
        found.append(Asked(why=Why.OBLIGATION))
    if amendment.contract_value_changes:
        found.append(Asked(why=Why.CONTRACT_VALUE))
    for each in amendment.from_bid:
        if each.is_left_out:
            found.append(_about(each, Why.BID_LEFT_OUT))
        elif each.is_changed:
            found.append(_about(each, Why.BID_CHANGED))
    return found


def asks_answers(amendment: Amendment) -> list[Asked]:
    """Say why the four questions are asked, whatever the ground."""
    return [_about(each, Why.LESS_THAN_BID) for each in amendment.from_bid if each.is_less]


def guard_faults(amendment: Amendment, request: OfferVersion) -> list[Fault]:
    """Return everything that the guard misses in an offer, or does not let pass."""
    if not amendment.is_amendment:
        return [*_first_faults(request), *_answer_faults(amendment, request), *_less(amendment)]
    return [
        *_cause_faults(request),
        *_ground_faults(amendment, request),
        *_answer_faults(amendment, request),
        *_less(amendment),
    ]


def change_part(amendment: Amendment, request: OfferVersion) -> ChangePart:
    """Return why a version is made, as it is signed; the guard let it pass."""
    cause = request.cause if amendment.is_amendment else Cause.FIRST
    assert cause is not None, "the guard asks a cause for every version but the first"
    return ChangePart(
        cause=cause,
        ground=request.ground,
        ground_text=request.ground_text.strip() or None,
        answers=request.answers,
    )


def _first_faults(request: OfferVersion) -> list[Fault]:
    """Return what a first version cannot say, for nothing is in force that it would change."""
    said = {
        "/cause": request.cause not in {None, Cause.FIRST},
        "/ground": request.ground is not None,
        "/groundText": bool(request.ground_text.strip()),
        "/endings": bool(request.endings),
        "/ending": request.ending is not None,
    }
    return [
        Fault(pointer=pointer, slug="agreements/nothing-in-force")
        for pointer, is_said in said.items()
        if is_said
    ]


def _cause_faults(request: OfferVersion) -> list[Fault]:
    if request.cause is None:
        return [Fault(pointer="/cause", slug="agreements/cause-missing")]
    if request.cause is Cause.FIRST:
        return [Fault(pointer="/cause", slug="agreements/not-the-first")]
    if request.ending is not None and request.cause is not Cause.ENDING:
        return [Fault(pointer="/cause", slug="agreements/cause-is-ending")]
    if request.cause is Cause.ENDING and request.ending is None and not request.endings:
        return [Fault(pointer="/cause", slug="agreements/cause-not-ending")]
    return []


def _ground_faults(amendment: Amendment, request: OfferVersion) -> list[Fault]:
    """Ask a ground and its text together: neither says anything without the other."""
    has_text = bool(request.ground_text.strip())
    if request.ground is None and not has_text and not asks_ground(amendment):
        return []
    faults: list[Fault] = []
    if request.ground is None:
        faults.append(Fault(pointer="/ground", slug="agreements/ground-missing"))
    if not has_text:
        faults.append(Fault(pointer="/groundText", slug="agreements/ground-missing"))
    return faults


def _answer_faults(amendment: Amendment, request: OfferVersion) -> list[Fault]:
    is_not_substantial = request.ground is Ground.NOT_SUBSTANTIAL
    if request.answers is None:
        if not is_not_substantial and not asks_answers(amendment):
            return []
        return [Fault(pointer="/answers", slug="agreements/answers-missing")]
    if not is_not_substantial:
        return []
    # Any yes makes the change substantial, and then this is not its ground.
    return [
        Fault(pointer=f"/answers/{pointer}", slug="agreements/substantial")
        for name, pointer in zip(
            structs.fields(ChangeAnswers), ChangeAnswers.__struct_encode_fields__, strict=True
        )
        if getattr(request.answers, name.name)
    ]


def _less(amendment: Amendment) -> list[Fault]:
    return [
        Fault(
            pointer=f"/commitments/{each.commitment_id}",
            slug="agreements/left-out-of-bid" if each.is_left_out else "agreements/less-than-bid",
            facts={"number": each.number},
        )
        for each in amendment.from_bid
        if each.is_less and not each.is_answered
    ]


def _about(each: FromBid, why: Why) -> Asked:
    return Asked(why=why, commitment_id=each.commitment_id, number=each.number)
