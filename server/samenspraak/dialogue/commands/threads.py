"""Starting threads and saying things in them, settling them, and marking them read."""

from collections.abc import Sequence
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch_one
from samenspraak.dialogue import policy
from samenspraak.dialogue.commands.attachments import attachable, hang
from samenspraak.dialogue.commands.texts import Wording, new_salt, worded
from samenspraak.dialogue.decisions import threads as decisions
from samenspraak.dialogue.decisions.attachments import check_files
from samenspraak.dialogue.decisions.texts import check_start
from samenspraak.dialogue.decisions.threads import Thread, UnknownSubject
from samenspraak.dialogue.queries.rows import as_thread, is_subject, thread_row
from samenspraak.dialogue.schemas import (
    MessageKind,
    MessagePosted,
    PostMessage,
    ReadThread,
    ReopenThread,
    ResolveThread,
    StartThread,
    SubjectKind,
)
from samenspraak.errors import IdTaken, require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.markup import render
from samenspraak.personal_data import guard, refuse_invisible
from samenspraak.workspaces.schemas import Participant


async def start(participant: Participant, request: StartThread) -> None:
    """Start a thread, for all or for the own side, with its first message.

    An own-side thread touches the side's journal only: the others cannot even notice a lock.
    """
    require(policy.may_write(participant))
    check_files(request.files)
    check_start(request.title, request.text, may_be_empty=bool(request.files))
    # Both at once, so that the writer hears of all there is to mend.
    found = guard(title=request.title, text=request.text, declared_not_bsn=request.declared_not_bsn)
    wording = Wording(
        text=request.text,
        html=render(request.text),
        declared="/text" in found and bool(found["/text"].declared),
    )
    journal_id = participant.journal_of(request.audience)
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id):
            return
        thread = await _start(
            work,
            participant,
            journal_id=journal_id,
            thread_id=request.id,
            subject_kind=request.subject_kind,
            subject_id=request.subject_id or participant.workspace_id,
            title=request.title,
            declared="/title" in found and bool(found["/title"].declared),
        )
        await _post(
            work,
            participant,
            thread,
            wording,
            kind=MessageKind.MESSAGE,
            message_id=surroundings.new_id(),
            file_ids=request.files,
        )


async def post(participant: Participant, thread_id: UUID, request: PostMessage) -> None:
    """Say something in a thread."""
    require(policy.may_write(participant))
    check_files(request.files)
    wording = worded(
        "/text",
        request.text,
        declared_not_bsn=request.declared_not_bsn,
        may_be_empty=bool(request.files),
    )
    journal_id = await _journal_of_thread(participant, thread_id)
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id, thread_id):
            return
        await _post(
            work,
            participant,
            await _thread(participant, thread_id),
            wording,
            kind=MessageKind.MESSAGE,
            message_id=request.id,
            file_ids=request.files,
        )


async def post_in(
    work: Work,
    participant: Participant,
    *,
    subject_kind: SubjectKind,
    subject_id: UUID,
    kind: MessageKind,
    text: str,
    message_id: UUID,
    declared_not_bsn: bool = False,
    pointer: str = "/text",
) -> MessagePosted:
    """Say something about a subject to both sides, in the oldest open thread about it or a new one.

    For capabilities above this one, whose questions and answers are said among the messages. They
    judged whether this person may, and their work holds the shared journal. `pointer` is where the
    text stood in their request.
    """
    wording = worded(pointer, text, declared_not_bsn=declared_not_bsn)
    row = await fetch_one(
        "select id from thread where workspace_id = $1 and journal_id = $2 and subject_kind = $3"
        " and subject_id = $4 and resolved_at is null order by started_at, id limit 1",
        participant.workspace_id,
        participant.shared_journal_id,
        subject_kind,
        subject_id,
    )
    if row is None:
        thread = await _start(
            work,
            participant,
            journal_id=participant.shared_journal_id,
            thread_id=surroundings.new_id(),
            subject_kind=subject_kind,
            subject_id=subject_id,
            title="",
            declared=False,
        )
    else:
        thread = await _thread(participant, row["id"])
    return await _post(work, participant, thread, wording, kind=kind, message_id=message_id)


async def resolve(participant: Participant, thread_id: UUID, request: ResolveThread) -> None:
    """Close a thread with what came of it, said as its last message."""
    require(policy.may_settle(participant))
    wording = worded("/outcome", request.outcome, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(outcome=request.outcome)
    journal_id = await _journal_of_thread(participant, thread_id)
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id, thread_id):
            return
        salt = new_salt()
        fact = decisions.resolve(
            await _thread(participant, thread_id),
            message_id=request.id,
            number=await _next_number(thread_id),
            outcome=request.outcome,
            salt=salt,
            side=participant.side,
            declared=wording.declared,
        )
        await _insert_message(
            work,
            participant,
            journal_id=journal_id,
            thread_id=thread_id,
            message_id=fact.message_id,
            number=fact.number,
            kind=MessageKind.OUTCOME,
            wording=wording,
            salt=salt,
        )
        await execute(
            "update thread set outcome_id = $2, resolved_at = $3, resolved_by = $4 where id = $1",
            thread_id,
            fact.message_id,
            work.at,
            participant.person_id,
        )
        work.record(journal_id, fact)


async def reopen(participant: Participant, thread_id: UUID, request: ReopenThread) -> None:
    """Go on in a resolved thread."""
    require(policy.may_settle(participant))
    journal_id = await _journal_of_thread(participant, thread_id)
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id, thread_id):
            return
        fact = decisions.reopen(await _thread(participant, thread_id), participant.side)
        await execute(
            "update thread set outcome_id = null, resolved_at = null, resolved_by = null"
            " where id = $1",
            thread_id,
        )
        work.record(journal_id, fact)


async def read(participant: Participant, thread_id: UUID, request: ReadThread) -> None:
    """Move one's own mark on, never back, and never past what there is to read.

    Outside a unit of work: what somebody read is nobody's news.
    """
    async with as_person(participant.person_id):
        await thread_row(participant, thread_id)
        await execute(
            "insert into read_mark (id, person_id, thread_id, number)"
            " select $1, $2, $3, least($4::bigint, max(number))::int from message"
            " where thread_id = $3"
            " on conflict (id) do update"
            " set number = greatest(read_mark.number, excluded.number)",
            f"{participant.person_id}:{thread_id}",
            participant.person_id,
            thread_id,
            max(request.number, 0),
        )


async def _start(
    work: Work,
    participant: Participant,
    *,
    journal_id: UUID,
    thread_id: UUID,
    subject_kind: SubjectKind,
    subject_id: UUID,
    title: str,
    declared: bool,
) -> Thread:
    require(await is_subject(participant, subject_kind, subject_id), UnknownSubject)
    thread = Thread(
        id=thread_id,
        workspace_id=participant.workspace_id,
        journal_id=journal_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        outcome_id=None,
        is_resolved=False,
    )
    salt = new_salt()
    row = await fetch_one(
        "insert into thread (id, journal_id, workspace_id, subject_kind, subject_id, title, salt,"
        " started_by, started_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " on conflict (id) do nothing returning id",
        thread.id,
        journal_id,
        participant.workspace_id,
        subject_kind,
        subject_id,
        title,
        salt,
        participant.person_id,
        work.at,
    )
    # Some threads and messages got their id from us, and no earlier request went by it.
    require(row is not None, IdTaken)
    work.record(
        journal_id,
        decisions.start(thread, title=title, salt=salt, side=participant.side, declared=declared),
    )
    return thread


async def _post(
    work: Work,
    participant: Participant,
    thread: Thread,
    wording: Wording,
    *,
    kind: MessageKind,
    message_id: UUID,
    file_ids: Sequence[UUID] = (),
) -> MessagePosted:
    salt = new_salt()
    files = await attachable(work, thread.journal_id, file_ids)
    fact = decisions.post(
        thread,
        kind=kind,
        message_id=message_id,
        number=await _next_number(thread.id),
        text=wording.text,
        salt=salt,
        side=participant.side,
        declared=wording.declared,
        files=files,
    )
    await _insert_message(
        work,
        participant,
        journal_id=thread.journal_id,
        thread_id=thread.id,
        message_id=message_id,
        number=fact.number,
        kind=kind,
        wording=wording,
        salt=salt,
    )
    await hang(thread.journal_id, message_id=message_id, files=files)
    work.record(thread.journal_id, fact)
    return fact


async def _insert_message(
    work: Work,
    participant: Participant,
    *,
    journal_id: UUID,
    thread_id: UUID,
    message_id: UUID,
    number: int,
    kind: MessageKind,
    wording: Wording,
    salt: str,
) -> None:
    row = await fetch_one(
        "insert into message (id, journal_id, thread_id, number, kind, author_id, side, text,"
        " html, salt, posted_at, edition) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)"
        " on conflict (id) do nothing returning id",
        message_id,
        journal_id,
        thread_id,
        number,
        kind,
        participant.person_id,
        participant.side,
        wording.text,
        wording.html,
        salt,
        work.at,
    )
    require(row is not None, IdTaken)


async def _next_number(thread_id: UUID) -> int:
    # The journal is locked, so nobody else counts at the same time.
    row = await fetch_one(
        "select coalesce(max(number), 0) + 1 as number from message where thread_id = $1", thread_id
    )
    assert row is not None, "an aggregate has a row"
    return row["number"]


async def _journal_of_thread(participant: Participant, thread_id: UUID) -> UUID:
    """Look up which journal to lock; a thread never moves to another."""
    async with as_person(participant.person_id):
        return (await _thread(participant, thread_id)).journal_id


async def _thread(participant: Participant, thread_id: UUID) -> Thread:
    return as_thread(await thread_row(participant, thread_id))
