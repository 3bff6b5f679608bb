"""What one side reads of its departments and of the words they gave; nobody else has any."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from samenspraak.database import fetch, reading_as
from samenspraak.errors import Refusal
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.workspaces.decisions import (
    Department,
    GivenWord,
    is_asked,
    missing,
    newest_word,
    refusal,
)
from samenspraak.workspaces.policy import may_define_departments, may_give_word
from samenspraak.workspaces.queries.rooms import administers, people_of
from samenspraak.workspaces.schemas import (
    ApproverView,
    DepartmentsView,
    DepartmentView,
    DepartmentWordView,
    NamedPersonView,
    Participant,
    ParticipantView,
    Role,
    Spoken,
)

_DEPARTMENTS = """
select id, name, before, above_cents, people from department
where workspace_id = $1 and journal_id = $2 and ended_at is null
order by defined_at, id
"""
_WORDS = """
select department_id, digest, word, reason, by_participant, given_at from department_word
where journal_id = $1 and about = $2 and about_id = $3
order by given_at, number
"""


async def departments(participant: Participant) -> list[Department]:
    """Return the departments that the own side asks, in the order of their beginning."""
    rows = await fetch(_DEPARTMENTS, participant.workspace_id, participant.side_journal_id)
    return [msgspec.convert(row, Department) for row in rows]


async def departments_view(participant: Participant) -> tuple[DepartmentsView, str]:
    """Return the departments of the own side, and the position this is true at."""
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        asked = await departments(participant)
        people = await people_of(participant.workspace_id)
        is_administrator = await administers(participant)
    may_define = may_define_departments(participant, is_administrator=is_administrator)
    return DepartmentsView(
        items=[
            DepartmentView(
                id=department.id,
                name=department.name,
                before=department.before,
                above_cents=department.above_cents,
                people=_named(department, people),
                moves=[
                    *(["change", "end"] if may_define else []),
                    *_moves(participant, department),
                ],
            )
            for department in asked
        ],
        approvers=[
            ApproverView(participant_id=person.id, name=person.name, title=person.title)
            for person in people
            if may_define and person.side is participant.side and _may_approve(person)
        ],
        moves=["define"] if may_define else [],
    ), reached


async def words_about(participant: Participant, spoken: Spoken) -> list[DepartmentWordView]:
    """Return what the own side's departments said of a text they are asked about.

    Inside a transaction. Nobody but this participant's side may be given what this returns.
    """
    asked = [each for each in await departments(participant) if is_asked(each, spoken)]
    if not asked:
        return []
    words = await _words(participant, spoken)
    names = {person.id: person.name for person in await people_of(participant.workspace_id)}
    views: list[DepartmentWordView] = []
    for department in asked:
        said = newest_word(department, spoken, words)
        last = [word for word in words if word.department_id == department.id][-1:]
        views.append(
            DepartmentWordView(
                department_id=department.id,
                department=department.name,
                word=None if said is None else said.word,
                reason="" if said is None else said.reason,
                by_name=None if said is None else names.get(said.by_participant, ""),
                at=None if said is None else said.given_at,
                earlier_at=last[0].given_at if said is None and last else None,
                moves=_moves(participant, department),
            )
        )
    return views


async def words_missing(participant: Participant, spoken: Sequence[Spoken]) -> Refusal | None:
    """Return the refusal that names whose word is missing before these texts may go out, if any.

    Inside a transaction; who judges by it holds the own side's journal.
    """
    asked = await departments(participant)
    if not asked:
        return None
    waiting: dict[UUID, Department] = {}
    for each in spoken:
        words = [] if each.id is None else await _words(participant, each)
        waiting |= {department.id: department for department in missing(asked, each, words)}
    return refusal(waiting.values(), has_draft=all(each.id is not None for each in spoken))


async def _words(participant: Participant, spoken: Spoken) -> list[GivenWord]:
    rows = await fetch(_WORDS, participant.side_journal_id, spoken.about, spoken.id)
    return [msgspec.convert(row, GivenWord) for row in rows]


def _moves(participant: Participant, department: Department) -> list[str]:
    return ["give-word"] if may_give_word(participant, department.people) else []


def _named(department: Department, people: Sequence[ParticipantView]) -> list[NamedPersonView]:
    by_id = {person.id: person for person in people}
    return [
        NamedPersonView(participant_id=person.id, name=person.name, can_give=_may_approve(person))
        for person in (by_id[one] for one in department.people)
    ]


def _may_approve(person: ParticipantView) -> bool:
    return not person.has_left and Role.APPROVER in person.roles
