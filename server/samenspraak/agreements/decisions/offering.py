"""What may be put into a version and up for signing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from samenspraak.agreements.decisions.moves import (
    REASON_LIMIT,
    TEXT_LIMIT,
    JudgedVersion,
    length_faults,
    refuse,
    require_none_open,
    text_faults,
)
from samenspraak.agreements.schemas import Clause, OfferVersion
from samenspraak.deadlines import ends_at, local_day
from samenspraak.errors import Fault

TITLE_LIMIT = 200
# What a person can be asked to read before signing.
DOCUMENT_LIMIT = 200_000
# More articles than any real agreement about social return has.
CLAUSES_LIMIT = 60
YEARS_LIMIT = 10
# Four weeks: a board that meets once a month can still sign, and no offer hangs for ever.
SIGN_WITHIN_DAYS = 28
# As many as a workspace can have.
COMMITMENTS_LIMIT = 200


def check_offer(request: OfferVersion, *, at: datetime) -> None:
    """Refuse what cannot be offered whatever is agreed, all faults at once.

    It is judged before anything else, so that no endless text is read or locked for.
    """
    faults = [
        *length_faults("/reason", request.reason, REASON_LIMIT),
        *length_faults("/groundText", request.ground_text, REASON_LIMIT),
        *_clause_faults(request.clauses or ()),
        *_deadline_faults(request, at),
    ]
    if request.clauses is not None and request.clauses_draft is not None:
        faults.append(Fault(pointer="/clausesDraft", slug="agreements/clauses-twice"))
    faults += [
        Fault(pointer=pointer, slug="too-many", facts={"limit": COMMITMENTS_LIMIT})
        for pointer, named in (
            ("/commitments", request.commitments or ()),
            ("/endings", request.endings),
        )
        if len(named) > COMMITMENTS_LIMIT
    ]
    for pointer, reason in ending_reasons(request).items():
        faults += length_faults(pointer, reason, REASON_LIMIT)
    refuse(faults)


def offer(open_version: JudgedVersion | None, request: OfferVersion, *, at: datetime) -> None:
    """Let a side put up a version, unless one is up already."""
    require_none_open(open_version, at)
    refuse(_deadline_faults(request, at))


def sign_by_on(asked: date | None, *, at: datetime) -> date:
    """Return the last day on which a version can be signed; there always is one."""
    return asked or local_day(at) + timedelta(days=SIGN_WITHIN_DAYS)


def ending_reasons(request: OfferVersion) -> dict[str, str]:
    """Return why things end, each by its pointer in the request."""
    reasons = {
        f"/endings/{at}/reason": ending.reason
        for at, ending in enumerate(request.endings[:COMMITMENTS_LIMIT])
    }
    if request.ending is not None:
        reasons["/ending/reason"] = request.ending.reason
    return reasons


def clause_texts(clauses: Sequence[Clause]) -> dict[str, str]:
    """Return every text of the articles by its pointer in the request."""
    return {
        f"/clauses/{at}/{name}": text
        for at, clause in enumerate(clauses[:CLAUSES_LIMIT])
        for name, text in (("title", clause.title), ("text", clause.text))
    }


def _deadline_faults(request: OfferVersion, at: datetime) -> list[Fault]:
    if request.sign_by_on is None:
        return []
    # Calendars end, and nobody means to sign in the next century.
    if not at.year - 1 <= request.sign_by_on.year <= at.year + YEARS_LIMIT:
        return [Fault(pointer="/signByOn", slug="agreements/past-deadline")]
    if ends_at(request.sign_by_on) > at:
        return []
    return [Fault(pointer="/signByOn", slug="agreements/past-deadline")]


def _clause_faults(clauses: Sequence[Clause]) -> list[Fault]:
    faults: list[Fault] = []
    if len(clauses) > CLAUSES_LIMIT:
        faults.append(Fault(pointer="/clauses", slug="too-many", facts={"limit": CLAUSES_LIMIT}))
    if sum(len(clause.text) for clause in clauses) > DOCUMENT_LIMIT:
        faults.append(Fault(pointer="/clauses", slug="too-long", facts={"limit": DOCUMENT_LIMIT}))
    titles: set[str] = set()
    for at, clause in enumerate(clauses[:CLAUSES_LIMIT]):
        faults += text_faults(f"/clauses/{at}/title", clause.title, TITLE_LIMIT)
        faults += text_faults(f"/clauses/{at}/text", clause.text, TEXT_LIMIT)
        # Versions are compared article by article, and people speak of them by their titles.
        if clause.title.strip() in titles:
            faults.append(Fault(pointer=f"/clauses/{at}/title", slug="agreements/doubled-title"))
        titles.add(clause.title.strip())
    return faults
