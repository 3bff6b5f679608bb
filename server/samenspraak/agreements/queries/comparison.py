"""What a version comes to and changes in euros, and what a draft of texts says differently."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from samenspraak.agreements.decisions import AtStake
from samenspraak.agreements.documents import (
    AgreementDocument,
    ClausePart,
)
from samenspraak.agreements.schemas import (
    ChangeKind,
    Clause,
    StatementChangeView,
    SumsView,
)
from samenspraak.commitments.queries import Figures, totals
from samenspraak.commitments.terms import AmountValue, Terms


def sums(document: AgreementDocument) -> SumsView:
    """Add up what the commitments of a version come to."""
    come_to = totals(Figures(agreed=part.document.terms) for part in document.commitments)
    owed = document.obligation.amount_cents if document.obligation is not None else None
    if document.paper is not None:
        owed = document.paper.obligation_cents
    return SumsView(
        agreed_cents=come_to.counting.agreed_cents,
        within_cents=come_to.within.agreed_cents,
        outside_cents=come_to.outside.agreed_cents,
        extra_cents=come_to.extra.agreed_cents,
        to_be_discussed=come_to.to_be_discussed,
        obligation_cents=owed,
        least_within_cents=None
        if document.obligation is None
        else document.obligation.within_cents,
    )


def value_cents(document: AgreementDocument) -> int:
    """Return what a signature under this version binds to: all it is worth, counting or not."""
    if document.paper is not None:
        return document.paper.value_cents or 0
    come_to = sums(document)
    return come_to.agreed_cents + come_to.extra_cents


def changed_cents(before: AgreementDocument | None, after: AgreementDocument) -> int:
    """Return how much a version changes, up and down together; the first changes all it is worth."""
    if after.paper is not None:
        return after.paper.value_cents or 0
    old = {} if before is None else _values(before)
    changed = _apart(old, _values(after))
    if before is None or before.paper is None:
        return changed
    # Nobody knows what of a deal on paper goes on; at least this much of it does not.
    return max(changed, value_cents(before) - value_cents(after))


def at_stake(before: AgreementDocument | None, after: AgreementDocument) -> AtStake:
    """Return how far a mandate has to reach for a version, beside what its commitments say.

    An end is worth nothing and takes everything away; an obligation and a payment grow without any
    commitment that is worth more.
    """
    paid = _payments(after)
    if before is None:
        return AtStake(total_cents=sum(paid.values()), change_cents=sum(paid.values()))
    owed = (sums(after).obligation_cents or 0) - (sums(before).obligation_cents or 0)
    return AtStake(
        total_cents=max(value_cents(before), sum(paid.values())),
        change_cents=max(abs(owed), _apart(_payments(before), paid)),
    )


def says_the_same(before: AgreementDocument, after: AgreementDocument) -> bool:
    """Tell whether two versions bind to the same, whatever they are numbered and offered with."""
    return all(
        getattr(before, part) == getattr(after, part)
        for part in (
            "parties",
            "contract",
            "purpose",
            "obligation",
            "clauses",
            "commitments",
            "ending",
        )
    )


def _values(document: AgreementDocument) -> dict[UUID, int]:
    return {part.commitment_id: _cents(part.document.terms) or 0 for part in document.commitments}


def _payments(document: AgreementDocument) -> dict[UUID, int]:
    return {
        part.commitment_id: part.document.terms.paid_on_result_cents or 0
        for part in document.commitments
    }


def _apart(old: Mapping[UUID, int], new: Mapping[UUID, int]) -> int:
    return sum(abs(new.get(each, 0) - old.get(each, 0)) for each in {**old, **new})


def clause_changes(
    before: Sequence[ClausePart | Clause], after: Sequence[ClausePart | Clause]
) -> list[StatementChangeView]:
    """Match articles by their titles: one that only moved to another place is the same."""
    old = {clause.title: clause.text for clause in before}
    new = {clause.title: clause.text for clause in after}
    return [
        statement_change(title, old.get(title), new.get(title)) for title in _in_order(new, old)
    ]


def statement_change(title: str, before: str | None, after: str | None) -> StatementChangeView:
    """Put two wordings of one thing side by side."""
    return StatementChangeView(
        kind=_kind(before, after),
        title=title,
        before=before,
        after=after,
    )


def _kind(before: str | None, after: str | None) -> ChangeKind:
    if before is None:
        return ChangeKind.SAME if after is None else ChangeKind.ADDED
    if after is None:
        return ChangeKind.REMOVED
    return ChangeKind.SAME if before == after else ChangeKind.CHANGED


def _in_order(new: Iterable[str], old: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*new, *old]))


def _cents(terms: Terms) -> int | None:
    return terms.value.amount_cents if isinstance(terms.value, AmountValue) else None
