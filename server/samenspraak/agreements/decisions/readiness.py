"""What a next version would hold, and what is still missing before it can be signed."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from samenspraak.agreements.decisions.refusals import NotReady
from samenspraak.commitments.schemas import AgreedRevision
from samenspraak.commitments.terms import Terms, missing
from samenspraak.errors import Fault


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
) -> list[Fault]:
    """Name everything that is still missing for signing, all of it at once.

    Agreeing asks less than signing: only here is it said who looks after a commitment, when it
    begins and ends, and what will show that it was done.
    """
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
    return faults
