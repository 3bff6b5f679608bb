"""Which of what binds ends early, on which day and why."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.decisions.moves import REASON_LIMIT, text_faults
from samenspraak.agreements.decisions.offering import YEARS_LIMIT
from samenspraak.agreements.documents.shapes import EndingPart
from samenspraak.agreements.schemas import OfferVersion
from samenspraak.errors import Fault


class BoundText(Struct, frozen=True, kw_only=True):
    """A commitment that binds now, with the last day that it would hold anyway."""

    commitment_id: UUID
    number: int
    title: str
    digest: str
    ends_on: date | None = None


def days_to_end(ends_on: date | None, *, today: date) -> tuple[date, date]:
    """Return the first and last day on which something can end early.

    Nobody can undo days that are past. What is over already ended on its own last day and on no
    other.
    """
    latest = ends_on or _far(today)
    return min(today, latest), latest


def ending_faults(
    request: OfferVersion,
    bound: Sequence[BoundText],
    included: Collection[UUID],
    *,
    today: date,
    contract_ends_on: date | None = None,
) -> list[Fault]:
    """Return what is wrong with what an offer lets end, all of it at once.

    A version is the whole deal, so what it leaves out ends; that has to be said, with a day and a
    reason, so that nothing ends because somebody forgot to tick it.
    """
    if request.ending is not None:
        return _whole_faults(request, today=today, contract_ends_on=contract_ends_on)
    faults: list[Fault] = []
    left_out = {each.commitment_id: each for each in bound if each.commitment_id not in included}
    for at, ending in enumerate(request.endings):
        about = left_out.pop(ending.commitment_id, None)
        if about is None:
            pointer = f"/endings/{at}/commitmentId"
            faults.append(Fault(pointer=pointer, slug="agreements/ends-nothing"))
            continue
        faults += _day_faults(f"/endings/{at}/endsOn", ending.ends_on, about.ends_on, today)
        faults += text_faults(f"/endings/{at}/reason", ending.reason, REASON_LIMIT)
    return [
        *faults,
        *(
            Fault(
                pointer=f"/commitments/{each.commitment_id}",
                slug="agreements/ending-missing",
                facts={"number": each.number},
            )
            for each in left_out.values()
        ),
    ]


def endings_of(
    request: OfferVersion, bound: Sequence[BoundText], included: Collection[UUID], *, today: date
) -> list[EndingPart]:
    """Return what ends early as it is signed; when all ends, each on that day or its own."""
    said = {each.commitment_id: (each.ends_on, each.reason) for each in request.endings}
    parts: list[EndingPart] = []
    for each in bound:
        if each.commitment_id in included:
            continue
        if request.ending is not None:
            _, latest = days_to_end(each.ends_on, today=today)
            ends_on, reason = min(request.ending.ends_on, latest), request.ending.reason
        else:
            ends_on, reason = said[each.commitment_id]
        parts.append(
            EndingPart(
                commitment_id=each.commitment_id,
                number=each.number,
                title=each.title,
                digest=each.digest,
                ends_on=ends_on,
                reason=reason.strip(),
            )
        )
    return parts


def _whole_faults(
    request: OfferVersion, *, today: date, contract_ends_on: date | None
) -> list[Fault]:
    assert request.ending is not None, "the caller looked"
    faults = [
        *_day_faults("/ending/endsOn", request.ending.ends_on, contract_ends_on, today),
        *text_faults("/ending/reason", request.ending.reason, REASON_LIMIT),
    ]
    # Where all ends nothing goes on, and each day and reason is that of the whole.
    if request.commitments:
        faults.append(Fault(pointer="/commitments", slug="agreements/all-ends"))
    if request.endings:
        faults.append(Fault(pointer="/endings", slug="agreements/all-ends"))
    return faults


def _day_faults(pointer: str, day: date, ends_on: date | None, today: date) -> list[Fault]:
    earliest, latest = days_to_end(ends_on, today=today)
    if day < earliest:
        return [Fault(pointer=pointer, slug="agreements/ends-before-today")]
    if day > latest:
        return [Fault(pointer=pointer, slug="agreements/ends-after-its-end")]
    return []


def _far(today: date) -> date:
    return today + timedelta(days=366 * YEARS_LIMIT)
