"""The rows behind threads, messages and talks, looked up for whoever went through the door."""

from typing import Any
from uuid import UUID

from samenspraak.database import fetch, fetch_one
from samenspraak.dialogue.decisions.messages import Message
from samenspraak.dialogue.decisions.talks import Talk, talk_digest
from samenspraak.dialogue.decisions.threads import Thread
from samenspraak.dialogue.schemas import SubjectKind
from samenspraak.errors import NotFound
from samenspraak.workspaces.schemas import Participant, Side

# In these queries $1 is who asks, $2 the workspace and $3 the journals they read there. A hidden or
# removed text does not leave the database.
MESSAGE = """
select m.id, m.thread_id, m.journal_id, m.number, m.kind, m.author_id, m.side, m.edition,
       m.posted_at, m.edited_at, m.removed_at, h.id as hiding_id,
       case when h.id is null and m.removed_at is null then m.text end as text,
       case when h.id is null and m.removed_at is null then m.html end as html,
       t.workspace_id, t.subject_kind, t.subject_id, t.outcome_id,
       t.resolved_at is not null as is_resolved,
       m.number > coalesce(k.number, 0) and m.author_id <> $1
         and m.removed_at is null and h.id is null as is_unread
from message m
join thread t on t.id = m.thread_id and t.journal_id = m.journal_id
left join hiding h on h.message_id = m.id and h.shown_at is null
left join read_mark k on k.id = $1::uuid::text || ':' || t.id::text and k.person_id = $1
where t.workspace_id = $2 and m.journal_id = any($3::uuid[])
"""
# The title goes with the message it came with.
THREAD = """
select t.id, t.id as thread_id, t.journal_id, t.workspace_id, t.subject_kind, t.subject_id, t.started_by,
       t.started_at, t.outcome_id, t.resolved_at, t.resolved_by,
       t.resolved_at is not null as is_resolved,
       case when first_hiding.id is null then t.title else '' end as title,
       case when outcome_hiding.id is null then outcome.html end as outcome_html
from thread t
join message first on first.thread_id = t.id and first.number = 1
left join hiding first_hiding
  on first_hiding.message_id = first.id and first_hiding.shown_at is null
left join message outcome on outcome.id = t.outcome_id and outcome.thread_id = t.id
left join hiding outcome_hiding
  on outcome_hiding.message_id = outcome.id and outcome_hiding.shown_at is null
where $1::uuid is not null and t.workspace_id = $2 and t.journal_id = any($3::uuid[])
"""
TALK = """
select id, journal_id, workspace_id, held_on, attendees, lines, salt, recorded_by,
       recorded_by_side, recorded_at, confirmed_by, confirmed_at
from talk where $1::uuid is not null and workspace_id = $2 and journal_id = any($3::uuid[])
"""
# Commitments and versions are kept by capabilities above this one, which build on threads; only
# their being there is looked up, so that no thread is about something of another workspace.
_SUBJECTS = {
    SubjectKind.COMMITMENT: "select 1 from commitment where id = $1 and workspace_id = $2",
    SubjectKind.AGREEMENT: "select 1 from version where id = $1 and workspace_id = $2",
}


async def rows_of(query: str, participant: Participant, *values: Any) -> list[dict[str, Any]]:
    """Run one of the queries above, with what follows it, as this participant."""
    return await fetch(
        query,
        participant.person_id,
        participant.workspace_id,
        list(participant.journal_ids),
        *values,
    )


async def thread_row(participant: Participant, thread_id: UUID) -> dict[str, Any]:
    """Return a thread's row, or say that it is not there for this participant."""
    return _one(await rows_of(f"{THREAD} and t.id = $4", participant, thread_id))


async def message_row(participant: Participant, message_id: UUID) -> dict[str, Any]:
    """Return a message's row, or say that it is not there for this participant."""
    return _one(await rows_of(f"{MESSAGE} and m.id = $4", participant, message_id))


async def talk_row(participant: Participant, talk_id: UUID) -> dict[str, Any]:
    """Return a talk's row, or say that it is not there for this participant."""
    return _one(await rows_of(f"{TALK} and id = $4", participant, talk_id))


async def is_subject(participant: Participant, kind: SubjectKind, subject_id: UUID) -> bool:
    """Tell whether there is such a thing to talk about in this workspace."""
    if kind is SubjectKind.WORKSPACE:
        return subject_id == participant.workspace_id
    found = await fetch_one(_SUBJECTS[kind], subject_id, participant.workspace_id)
    return found is not None


def as_thread(row: dict[str, Any]) -> Thread:
    """Read a row that holds a thread's columns for deciding."""
    return Thread(
        id=row["thread_id"],
        workspace_id=row["workspace_id"],
        journal_id=row["journal_id"],
        subject_kind=SubjectKind(row["subject_kind"]),
        subject_id=row["subject_id"],
        outcome_id=row["outcome_id"],
        is_resolved=row["is_resolved"],
    )


def as_message(row: dict[str, Any]) -> Message:
    """Read a row that holds a message's columns, and its thread's, for deciding."""
    return Message(
        id=row["id"],
        thread=as_thread(row),
        number=row["number"],
        author_id=row["author_id"],
        edition=row["edition"],
        posted_at=row["posted_at"],
        is_removed=row["removed_at"] is not None,
        hiding_id=row["hiding_id"],
    )


def as_talk(row: dict[str, Any]) -> Talk:
    """Read a row that holds a talk's columns for deciding."""
    return Talk(
        id=row["id"],
        workspace_id=row["workspace_id"],
        journal_id=row["journal_id"],
        recorded_by_side=Side(row["recorded_by_side"]),
        digest=talk_digest(
            salt=row["salt"],
            held_on=row["held_on"],
            attendees=row["attendees"],
            lines=row["lines"],
        ),
        is_confirmed=row["confirmed_at"] is not None,
    )


def _one(rows: list[dict[str, Any]]) -> dict[str, Any]:
    if not rows:
        raise NotFound
    return rows[0]
