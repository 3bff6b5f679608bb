"""Whether every department that is asked about a text has said yes to it."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.errors import Conflict, Fault, Refusal
from samenspraak.workspaces.decisions.texts import cents_faults, line_faults, refuse, text_faults
from samenspraak.workspaces.schemas import Before, DefineDepartment, GiveWord, Spoken, Word

NAME_LIMIT = 100
REASON_LIMIT = 2_000
# More than any organisation asks before it says something; with these a rule can still be read.
DEPARTMENTS_LIMIT = 12
# Everybody on a side who may approve; more do not fit in one department.
PEOPLE_LIMIT = 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class WordMissing(Conflict):
    """The own side's departments that are asked about this have not all said yes to this text."""

    slug = "workspaces/word-missing"


class DraftNeeded(Conflict):
    """The own side's departments give their word about a draft, and this comes from none."""

    slug = "workspaces/draft-needed"


class DepartmentOver(Conflict):
    """The own side asks this department no longer."""

    slug = "workspaces/department-over"


class Department(Struct, frozen=True, kw_only=True):
    """A department that is asked, with its rule."""

    id: UUID
    name: str
    before: list[Before]
    above_cents: int | None
    people: list[UUID]


class GivenWord(Struct, frozen=True, kw_only=True):
    """What a department said, about which content, in the order in which words were given."""

    department_id: UUID
    digest: str
    word: Word
    reason: str
    by_participant: UUID
    given_at: datetime


def is_asked(department: Department, spoken: Spoken) -> bool:
    """Tell whether a department gives its word about this, by its own rule.

    Nobody can say that a value in consultation stays below an amount, so then it is asked.
    """
    if spoken.about.before not in department.before:
        return False
    if department.above_cents is None or spoken.value_cents is None:
        return True
    return spoken.value_cents > department.above_cents


def newest_word(
    department: Department, spoken: Spoken, words: Sequence[GivenWord]
) -> GivenWord | None:
    """Return what a department last said of exactly this text; words come oldest first."""
    return next(
        (
            word
            for word in reversed(words)
            if word.department_id == department.id and word.digest == spoken.digest
        ),
        None,
    )


def missing(
    departments: Iterable[Department], spoken: Spoken, words: Sequence[GivenWord]
) -> list[Department]:
    """Return the departments without whose yes this text does not go out."""
    waiting: list[Department] = []
    for department in departments:
        if is_asked(department, spoken):
            word = newest_word(department, spoken, words)
            if word is None or word.word is not Word.YES:
                waiting.append(department)
    return waiting


def refusal(waiting: Collection[Department], *, has_draft: bool) -> Refusal | None:
    """Say whose word is missing; None when everybody who is asked said yes."""
    if not waiting:
        return None
    names = ", ".join(dict.fromkeys(department.name for department in waiting))
    return WordMissing(departments=names) if has_draft else DraftNeeded(departments=names)


def check_department(
    request: DefineDepartment,
    *,
    approvers: Collection[UUID],
    kept: Collection[UUID] = (),
    others: Collection[Department] = (),
) -> None:
    """Refuse a department that could never give its word, or that nobody could tell from another.

    `kept` are those who spoke for it already: they stay, also once they may approve no longer.
    """
    faults = line_faults("/name", request.name, NAME_LIMIT)
    called = request.name.strip().casefold()
    if any(other.name.casefold() == called for other in others):
        faults.append(Fault(pointer="/name", slug="workspaces/department-name-taken"))
    if len(others) >= DEPARTMENTS_LIMIT:
        faults.append(Fault(pointer="/name", slug="too-many", facts={"limit": DEPARTMENTS_LIMIT}))
    if not request.before:
        faults.append(Fault(pointer="/before", slug="required"))
    elif len(set(request.before)) != len(request.before):
        faults.append(Fault(pointer="/before", slug="value"))
    if request.above_cents is not None:
        faults += cents_faults("/aboveCents", request.above_cents)
    refuse([*faults, *_people_faults(request.participant_ids, {*approvers, *kept})])


def check_word(request: GiveWord) -> None:
    """Refuse a no without a reason: whoever writes has to know what to change."""
    if request.word is Word.NO or request.reason.strip():
        refuse(text_faults("/reason", request.reason, REASON_LIMIT))
    if not _DIGEST.fullmatch(request.digest):
        refuse([Fault(pointer="/digest", slug="value")])


def _people_faults(people: Sequence[UUID], possible: Collection[UUID]) -> list[Fault]:
    if not people:
        return [Fault(pointer="/participantIds", slug="required")]
    if len(people) > PEOPLE_LIMIT:
        return [Fault(pointer="/participantIds", slug="too-many", facts={"limit": PEOPLE_LIMIT})]
    if len(set(people)) != len(people):
        return [Fault(pointer="/participantIds", slug="value")]
    return [
        Fault(pointer=f"/participantIds/{at}", slug="workspaces/not-an-approver")
        for at, person in enumerate(people)
        if person not in possible
    ]
