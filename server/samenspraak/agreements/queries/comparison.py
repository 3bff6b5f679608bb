"""What a version comes to, and what it says differently from the version before."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from samenspraak.agreements.documents import (
    AgreementDocument,
    ClausePart,
    CommitmentPart,
    NamesDocument,
    ObligationText,
    PurposeText,
)
from samenspraak.agreements.schemas import (
    ChangeKind,
    ChangesView,
    Clause,
    CommitmentChangeView,
    FieldChangeView,
    StatementChangeView,
    SumsView,
)
from samenspraak.amounts import in_euros
from samenspraak.commitments.queries import Figures, Holder, differences, totals
from samenspraak.commitments.terms import AmountValue, Terms
from samenspraak.text import Language, sentence
from samenspraak.workspaces.queries import percent_in_words


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
    old = {} if before is None else _values(before)
    new = _values(after)
    if after.paper is not None:
        return after.paper.value_cents or 0
    return sum(abs(new.get(each, 0) - old.get(each, 0)) for each in {**old, **new})


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


def changes(
    before: AgreementDocument,
    after: AgreementDocument,
    *,
    previous_digest: str,
    names_before: NamesDocument,
    names_after: NamesDocument,
    language: Language,
) -> ChangesView:
    """Put two versions side by side, part by part."""
    commitments = _commitments(before, after, names_before, names_after)
    clauses = clause_changes(before.clauses, after.clauses)
    purpose = _statement("purpose", _purpose(before.purpose), _purpose(after.purpose), language)
    obligation = _obligation(before, after, language)
    kinds = [part.kind for part in (*commitments, *clauses, purpose, obligation)]
    return ChangesView(
        previous_number=before.number,
        previous_digest=previous_digest,
        added=kinds.count(ChangeKind.ADDED),
        changed=kinds.count(ChangeKind.CHANGED),
        removed=kinds.count(ChangeKind.REMOVED),
        purpose=purpose,
        obligation=obligation,
        clauses=clauses,
        commitments=commitments,
        before=sums(before),
        after=sums(after),
    )


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
        kind=_kind(before, after, lambda one, other: one == other),
        title=title,
        before=before,
        after=after,
    )


def _commitments(
    before: AgreementDocument,
    after: AgreementDocument,
    names_before: NamesDocument,
    names_after: NamesDocument,
) -> list[CommitmentChangeView]:
    old = {part.commitment_id: part for part in before.commitments}
    new = {part.commitment_id: part for part in after.commitments}
    found = [
        _commitment(old.get(commitment_id), new.get(commitment_id), names_before, names_after)
        for commitment_id in {**old, **new}
    ]
    return sorted(found, key=lambda change: change.number)


def _commitment(
    old: CommitmentPart | None,
    new: CommitmentPart | None,
    names_before: NamesDocument,
    names_after: NamesDocument,
) -> CommitmentChangeView:
    known = new or old
    assert known is not None, "a commitment is in one of both versions"
    before, after = (_cents(part.document.terms) if part else None for part in (old, new))
    fields = []
    if old is not None and new is not None and old.digest != new.digest:
        fields = differences(
            old.document.terms,
            new.document.terms,
            held_before=_holders(old.document.terms, names_before),
            held_after=_holders(new.document.terms, names_after),
        )
    return CommitmentChangeView(
        kind=_kind(old, new, lambda one, other: one.digest == other.digest),
        commitment_id=known.commitment_id,
        number=known.number,
        title=known.document.terms.title,
        before_cents=before,
        after_cents=after,
        difference_cents=(after or 0) - (before or 0),
        fields=[
            FieldChangeView(pointer=field.pointer, before=field.before, after=field.after)
            for field in fields
        ],
    )


def _obligation(
    before: AgreementDocument, after: AgreementDocument, language: Language
) -> StatementChangeView:
    statement = _statement(
        "obligation",
        _owed(before.obligation, language),
        _owed(after.obligation, language),
        language,
    )
    return StatementChangeView(
        # What was weighed is part of it, though it is not told here in full.
        kind=_kind(before.obligation, after.obligation, lambda one, other: one == other),
        title=statement.title,
        before=statement.before,
        after=statement.after,
        before_cents=sums(before).obligation_cents,
        after_cents=sums(after).obligation_cents,
    )


def _statement(
    name: str, before: str | None, after: str | None, language: Language
) -> StatementChangeView:
    return statement_change(sentence(language, f"agreements.part.{name}"), before, after)


def _purpose(purpose: PurposeText | None) -> str | None:
    if purpose is None:
        return None
    return "\n".join([purpose.text, *(f"{part.letter}. {part.text}" for part in purpose.parts)])


def _owed(obligation: ObligationText | None, language: Language) -> str | None:
    if obligation is None:
        return None
    said: list[str] = []
    if obligation.amount_cents is not None:
        said.append(in_euros(obligation.amount_cents, language=language))
    if obligation.percent is not None:
        said.append(percent_in_words(obligation.percent, language))
    said.append(obligation.basis)
    if obligation.within_cents is not None:
        within = in_euros(obligation.within_cents, language=language)
        said.append(sentence(language, "agreements.within", amount=within))
    said.append(obligation.reason)
    if obligation.change is not None:
        said.append(obligation.change.reason)
    return "\n".join([*said, *(reaction.text for reaction in obligation.reactions)])


def _kind(before: object | None, after: object | None, is_same: Callable[..., bool]) -> ChangeKind:
    if before is None:
        return ChangeKind.SAME if after is None else ChangeKind.ADDED
    if after is None:
        return ChangeKind.REMOVED
    return ChangeKind.SAME if is_same(before, after) else ChangeKind.CHANGED


def _in_order(new: Iterable[str], old: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*new, *old]))


def _holders(terms: Terms, names: NamesDocument) -> list[Holder]:
    known = {entry.commitment: entry.name for entry in names.names}
    return [
        Holder(
            side=slot.side,
            role=slot.role,
            commitment=slot.commitment,
            name=known.get(slot.commitment, ""),
        )
        for slot in terms.responsible
    ]


def _cents(terms: Terms) -> int | None:
    return terms.value.amount_cents if isinstance(terms.value, AmountValue) else None
