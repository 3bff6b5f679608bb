"""Threads as a reader sees them, and how much of them is unread."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from samenspraak.database import fetch_one, reading_as
from samenspraak.dialogue import policy
from samenspraak.dialogue.decisions.threads import Thread
from samenspraak.dialogue.queries.pages import PAGE_LIMIT, page_of, read_page_mark
from samenspraak.dialogue.queries.people import audience, people
from samenspraak.dialogue.queries.rows import MESSAGE, THREAD, as_thread, rows_of, thread_row
from samenspraak.dialogue.schemas import (
    ReadMarkView,
    SubjectKind,
    SubjectsView,
    SubjectView,
    ThreadsView,
    ThreadView,
)
from samenspraak.workspaces.schemas import Participant

# The screen asks for all of them at once to put a number beside each commitment.
SUBJECTS_LIMIT = 1_000

_COUNTS = f"""
select thread_id, max(number) as last_number, max(posted_at) as last_posted_at,
       count(*) filter (where is_unread) as unread
from ({MESSAGE}) message where thread_id = any($4::uuid[]) group by thread_id
"""  # noqa: S608  # Only texts of our own are put together.
_SUBJECTS = f"""
select subject_kind, subject_id, count(distinct thread_id) as threads,
       count(distinct thread_id) filter (where not is_resolved) as open_threads,
       count(*) as messages, count(*) filter (where is_unread) as unread
from ({MESSAGE}) message group by subject_kind, subject_id
order by subject_kind <> 'workspace', subject_kind, subject_id limit $4
"""  # noqa: S608  # Only texts of our own are put together.


async def threads(
    participant: Participant,
    *,
    subject_kind: SubjectKind | None = None,
    subject_id: UUID | None = None,
    after: str | None = None,
    limit: int = PAGE_LIMIT,
) -> ThreadsView:
    """Return a page of threads, about one subject or about all."""
    at, thread_id = read_page_mark(after, parts=2)
    async with reading_as(participant.person_id):
        rows = await rows_of(
            THREAD + " and ($4::text is null or t.subject_kind = $4)"
            " and ($5::uuid is null or t.subject_id = $5)"
            " and ($6::timestamptz is null or (t.started_at, t.id) < ($6, $7::uuid))"
            " order by t.started_at desc, t.id desc limit $8",
            participant,
            subject_kind,
            subject_id,
            at,
            thread_id,
            limit + 1,
        )
        page, following = page_of(rows, limit, "started_at", "id")
        return ThreadsView(
            items=await _views(participant, page),
            next=following,
            moves=["start"] if policy.may_write(participant) else [],
        )


async def thread(participant: Participant, thread_id: UUID) -> ThreadView:
    """Return one thread."""
    async with reading_as(participant.person_id):
        row = await thread_row(participant, thread_id)
        return (await _views(participant, [row]))[0]


async def subjects(participant: Participant) -> SubjectsView:
    """Return what is talked about, with how much of it this person did not read yet."""
    async with reading_as(participant.person_id):
        return SubjectsView(items=await subject_counts(participant))


async def subject_counts(participant: Participant) -> list[SubjectView]:
    """Do as `subjects` within the transaction that is open, for a higher capability's view."""
    rows = await rows_of(_SUBJECTS, participant, SUBJECTS_LIMIT)
    return [
        SubjectView(
            subject_kind=SubjectKind(row["subject_kind"]),
            subject_id=row["subject_id"],
            threads=row["threads"],
            open_threads=row["open_threads"],
            messages=row["messages"],
            unread=row["unread"],
        )
        for row in rows
    ]


async def read_mark(participant: Participant, thread_id: UUID) -> ReadMarkView:
    """Return how far this person read a thread."""
    async with reading_as(participant.person_id):
        await thread_row(participant, thread_id)
        mark = await fetch_one(
            "select number from read_mark where person_id = $1 and thread_id = $2",
            participant.person_id,
            thread_id,
        )
        counts = await _counts(participant, [thread_id])
        return ReadMarkView(
            thread_id=thread_id,
            number=0 if mark is None else mark["number"],
            unread=counts[thread_id]["unread"],
        )


async def _views(participant: Participant, rows: Sequence[dict[str, Any]]) -> list[ThreadView]:
    counts = await _counts(participant, [row["id"] for row in rows])
    authors = await people(
        participant, [row[act] for row in rows for act in ("started_by", "resolved_by")]
    )
    return [
        ThreadView(
            id=row["id"],
            subject_kind=SubjectKind(row["subject_kind"]),
            subject_id=row["subject_id"],
            audience=audience(participant, row["journal_id"]),
            title=row["title"],
            started_by=authors[row["started_by"]],
            started_at=row["started_at"],
            last_number=counts[row["id"]]["last_number"],
            last_posted_at=counts[row["id"]]["last_posted_at"],
            unread=counts[row["id"]]["unread"],
            is_resolved=row["resolved_at"] is not None,
            outcome_id=row["outcome_id"],
            outcome_html=row["outcome_html"],
            resolved_by=authors.get(row["resolved_by"]),
            resolved_at=row["resolved_at"],
            moves=_moves(participant, as_thread(row)),
        )
        for row in rows
    ]


def _moves(participant: Participant, thread: Thread) -> list[str]:
    return [
        move
        for move, may in {
            "post": policy.may_write(participant) and not thread.is_resolved,
            "resolve": policy.may_settle(participant) and not thread.is_resolved,
            "reopen": policy.may_settle(participant) and thread.is_resolved,
        }.items()
        if may
    ]


async def _counts(
    participant: Participant, thread_ids: Sequence[UUID]
) -> dict[UUID, dict[str, Any]]:
    rows = await rows_of(_COUNTS, participant, thread_ids)
    return {row["thread_id"]: row for row in rows}
