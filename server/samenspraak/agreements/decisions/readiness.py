"""What a next version would hold, and what is still missing before it can be signed."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.decisions.refusals import NotReady
from samenspraak.amounts import in_euros
from samenspraak.commitments.schemas import AgreedRevision
from samenspraak.commitments.terms import Terms, missing
from samenspraak.errors import Fault
from samenspraak.workspaces.schemas import ScopeRule


class Spread(Struct, frozen=True, kw_only=True):
    """How much counts within the contract and outside it, and what was agreed about that.

    `least_within_cents` is there under a mixed rule; `owed_cents` is None where no amount is owed.
    """

    rule: ScopeRule
    owed_cents: int | None
    least_within_cents: int | None
    within_cents: int
    outside_cents: int


def candidates(agreed: Iterable[AgreedRevision]) -> list[AgreedRevision]:
    """Return what can go into a next version: all that is agreed and not being changed.

    What is in force stays a candidate while a change of it is discussed, for it binds meanwhile.
    """
    return [each for each in agreed if each.bound_by is not None or not each.is_reopened]


def chosen(
    able: Sequence[AgreedRevision],
    wanted: Collection[UUID] | None,
    *,
    discussed: Collection[AgreedRevision] = (),
) -> list[AgreedRevision]:
    """Return those asked for, or all; what cannot go in is refused by name.

    `discussed` are those in force of which something newer is agreed but taken up again. A version
    without them would end them, which nobody asked for by staying silent.
    """
    faults = [
        Fault(
            pointer=f"/commitments/{each.commitment_id}",
            slug="agreements/being-discussed",
            facts={"number": each.number},
        )
        for each in discussed
        if wanted is None or each.commitment_id in wanted
    ]
    if wanted is not None:
        left = {each.commitment_id for each in (*able, *discussed)}
        for at, commitment_id in enumerate(wanted):
            if commitment_id not in left:
                faults.append(
                    Fault(pointer=f"/commitments/{at}", slug="agreements/unknown-commitment")
                )
            left.discard(commitment_id)
    if faults:
        raise NotReady(faults)
    return [each for each in able if wanted is None or each.commitment_id in wanted]


def shortcomings(
    included: Sequence[tuple[AgreedRevision, Terms]],
    *,
    has_purpose: bool,
    has_obligation: bool,
    spread: Spread | None = None,
    ends: bool = False,
) -> list[Fault]:
    """Name everything that is still missing for signing, all of it at once.

    Agreeing asks less than signing: only here is it said who looks after a commitment, when it
    begins and ends, and what will show that it was done. A version with which all `ends` asks none of it.
    """
    if ends:
        return []
    faults: list[Fault] = []
    if not has_purpose:
        faults.append(Fault(pointer="/purpose", slug="agreements/no-purpose"))
    if not has_obligation:
        faults.append(Fault(pointer="/obligation", slug="agreements/no-obligation"))
    if not included:
        faults.append(Fault(pointer="/commitments", slug="agreements/no-commitments"))
    for each, terms in included:
        lacks = missing(terms)
        faults += [
            Fault(
                pointer=f"/commitments/{each.commitment_id}",
                slug=f"agreements/missing-{name}",
                facts={"number": each.number},
            )
            for name in (*lacks.to_propose, *lacks.to_agree, *lacks.to_sign)
        ]
    return faults if spread is None else [*faults, *_scope_faults(spread)]


def _scope_faults(spread: Spread) -> list[Fault]:
    """Return why this much cannot count outside the contract.

    What is still open may be filled in within the contract later, so a version with little in it can
    be signed; one that leaves too little room for what has to lie within cannot.
    """
    if spread.rule is ScopeRule.STRICT and spread.outside_cents > 0:
        facts: dict[str, str | int] = {"outside": in_euros(spread.outside_cents)}
        return [Fault(pointer="/obligation", slug="agreements/counts-outside", facts=facts)]
    least, owed = spread.least_within_cents, spread.owed_cents
    if least is None or owed is None or spread.within_cents >= least:
        return []
    if spread.outside_cents <= owed - least:
        return []
    facts = {
        "least": in_euros(least),
        "within": in_euros(spread.within_cents),
        "room": in_euros(owed - least),
        "outside": in_euros(spread.outside_cents),
    }
    return [Fault(pointer="/obligation", slug="agreements/too-little-within", facts=facts)]
