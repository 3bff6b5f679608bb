"""Let departments of the own side give their word, and let nothing go out without it.

All of it locks and marks the own side's journal alone, so that nobody across can tell.
"""

from collections.abc import Sequence
from uuid import UUID

from samenspraak.database import execute, fetch, fetch_one
from samenspraak.errors import NotFound, require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.personal_data import guard, refuse_invisible
from samenspraak.workspaces.access import still
from samenspraak.workspaces.decisions import (
    Department,
    DepartmentOver,
    check_department,
    check_word,
)
from samenspraak.workspaces.policy import may_define_departments, may_give_word
from samenspraak.workspaces.queries import administers, departments, words_missing
from samenspraak.workspaces.schemas import (
    ChangeDepartment,
    DefineDepartment,
    DepartmentChanged,
    DepartmentDefined,
    DepartmentEnded,
    EndDepartment,
    GiveWord,
    Participant,
    Spoken,
    WordGiven,
)


async def define_department(participant: Participant, request: DefineDepartment) -> None:
    """Ask a department from now on before the own side proposes or signs."""
    _check_name(request)
    async with unit_of_work(participant.person_id, participant.side_journal_id) as work:
        await _require_definer(participant)
        if await work.repeats(request, participant.side_journal_id):
            return
        check_department(
            request,
            approvers=await _approvers(participant),
            others=await departments(participant),
        )
        await execute(
            "insert into department (id, journal_id, workspace_id, name, before, above_cents,"
            " people, defined_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            request.id,
            participant.side_journal_id,
            participant.workspace_id,
            request.name.strip(),
            [each.value for each in request.before],
            request.above_cents,
            request.participant_ids,
            work.at,
        )
        work.record(
            participant.side_journal_id,
            DepartmentDefined(workspace_id=participant.workspace_id, department_id=request.id),
        )


async def change_department(
    participant: Participant, department_id: UUID, request: ChangeDepartment
) -> None:
    """Change whom a department is, and what it is asked; its words stay about what they name."""
    _check_name(request)
    async with unit_of_work(participant.person_id, participant.side_journal_id) as work:
        await _require_definer(participant)
        if await work.repeats(request, participant.side_journal_id, department_id):
            return
        department = await _department(participant, department_id)
        check_department(
            request,
            approvers=await _approvers(participant),
            kept=department.people,
            others=[each for each in await departments(participant) if each.id != department_id],
        )
        await execute(
            "update department set name = $2, before = $3, above_cents = $4, people = $5"
            " where id = $1",
            department_id,
            request.name.strip(),
            [each.value for each in request.before],
            request.above_cents,
            request.participant_ids,
        )
        work.record(
            participant.side_journal_id,
            DepartmentChanged(workspace_id=participant.workspace_id, department_id=department_id),
        )


async def end_department(
    participant: Participant, department_id: UUID, request: EndDepartment
) -> None:
    """Ask a department no longer; what it said stays in the own side's journal."""
    async with unit_of_work(participant.person_id, participant.side_journal_id) as work:
        await _require_definer(participant)
        if await work.repeats(request, participant.side_journal_id, department_id):
            return
        await _department(participant, department_id)
        await execute("update department set ended_at = $2 where id = $1", department_id, work.at)
        work.record(
            participant.side_journal_id,
            DepartmentEnded(workspace_id=participant.workspace_id, department_id=department_id),
        )


async def give_word(participant: Participant, request: GiveWord) -> None:
    """Say for a department yes or no to exactly the text that was seen."""
    check_word(request)
    findings = guard(reason=request.reason, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(reason=request.reason)
    async with unit_of_work(participant.person_id, participant.side_journal_id) as work:
        participant = await still(participant)
        if await work.repeats(request, participant.side_journal_id):
            return
        department = await _department(participant, request.department_id)
        require(may_give_word(participant, department.people))
        newest = await fetch_one(
            "select coalesce(max(number), 0) as number from department_word"
            " where department_id = $1",
            department.id,
        )
        assert newest is not None, "an aggregate always gives a row"
        await execute(
            "insert into department_word (id, journal_id, department_id, number, about, about_id,"
            " digest, word, reason, by_participant, given_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            request.id,
            participant.side_journal_id,
            department.id,
            newest["number"] + 1,
            request.about,
            request.about_id,
            request.digest,
            request.word,
            request.reason.strip(),
            participant.id,
            work.at,
        )
        work.record(
            participant.side_journal_id,
            WordGiven(
                workspace_id=participant.workspace_id,
                department_id=department.id,
                about=request.about,
                about_id=request.about_id,
                digest=request.digest,
                word=request.word,
                declared_not_bsn=any(found.declared for found in findings.values()),
            ),
        )


async def require_words(work: Work, participant: Participant, spoken: Sequence[Spoken]) -> None:
    """Let nothing go out to which a department of the own side that is asked has not said yes.

    Within a unit that holds the shared journal. The side's own is locked after it whether or not
    there are departments: no word changes between judging and going out, and how long something
    takes tells nothing of there being any.
    """
    await work.lock(participant.side_journal_id)
    refusal = await words_missing(participant, spoken)
    if refusal is not None:
        raise refusal


def _check_name(request: DefineDepartment) -> None:
    guard(name=request.name)
    refuse_invisible(name=request.name)


async def _require_definer(participant: Participant) -> None:
    participant = await still(participant)
    require(may_define_departments(participant, is_administrator=await administers(participant)))


async def _approvers(participant: Participant) -> list[UUID]:
    """Return who could speak for a department: whoever approves for the own side."""
    rows = await fetch(
        "select id from participant where workspace_id = $1 and side = $2 and left_at is null"
        " and 'approver' = any(roles)",
        participant.workspace_id,
        participant.side,
    )
    return [row["id"] for row in rows]


async def _department(participant: Participant, department_id: UUID) -> Department:
    """Return a department of the own side that is asked; of another's there is none."""
    for department in await departments(participant):
        if department.id == department_id:
            return department
    ended = await fetch_one(
        "select 1 from department where id = $1 and workspace_id = $2 and journal_id = $3",
        department_id,
        participant.workspace_id,
        participant.side_journal_id,
    )
    if ended is None:
        raise NotFound
    raise DepartmentOver
