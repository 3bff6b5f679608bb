"""What an author, and a coordinator, may still do with a message that was posted."""

from uuid import UUID

from samenspraak.database import as_person, execute, fetch_one
from samenspraak.dialogue import policy
from samenspraak.dialogue.commands.texts import checked, new_salt, worded
from samenspraak.dialogue.decisions import messages as decisions
from samenspraak.dialogue.decisions.messages import Message
from samenspraak.dialogue.decisions.texts import REASON_LIMIT
from samenspraak.dialogue.queries.rows import as_message, message_row
from samenspraak.dialogue.schemas import EditMessage, HideMessage, RemoveMessage, ShowMessage
from samenspraak.errors import require
from samenspraak.journal.commands import unit_of_work
from samenspraak.workspaces.schemas import Participant


async def edit(participant: Participant, message_id: UUID, request: EditMessage) -> None:
    """Word one's own message anew. The former text goes, and with it the worth of its digest."""
    wording = worded("/text", request.text, declared_not_bsn=request.declared_not_bsn)
    journal_id = await _journal_of_message(participant, message_id)
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id, message_id):
            return
        message = await _message(participant, message_id)
        require(policy.may_edit(participant, message.author_id))
        salt = new_salt()
        fact = decisions.edit(
            message,
            edition=request.edition,
            text=wording.text,
            salt=salt,
            at=work.at,
            declared=wording.declared,
        )
        await execute(
            "update message set text = $2, html = $3, salt = $4, edition = $5, edited_at = $6"
            " where id = $1",
            message_id,
            wording.text,
            wording.html,
            salt,
            fact.edition,
            work.at,
        )
        work.record(journal_id, fact)


async def remove(participant: Participant, message_id: UUID, request: RemoveMessage) -> None:
    """Take back one's own text, with its salt, and the thread's title if it began there."""
    journal_id = await _journal_of_message(participant, message_id)
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id, message_id):
            return
        message = await _message(participant, message_id)
        require(policy.may_remove(participant, message.author_id))
        fact = decisions.remove(message, work.at)
        await execute(
            "update message set text = '', html = '', salt = '', removed_at = $2 where id = $1",
            message_id,
            work.at,
        )
        if message.number == 1:
            await execute(
                "update thread set title = '', salt = '' where id = $1", message.thread.id
            )
        work.record(journal_id, fact)


async def hide(participant: Participant, message_id: UUID, request: HideMessage) -> None:
    """Hide a message from everybody, with a reason everybody sees. Its text is kept."""
    journal_id = await _journal_of_message(participant, message_id)
    require(policy.may_hide(participant, journal_id))
    declared = checked(
        "/reason", request.reason, limit=REASON_LIMIT, declared_not_bsn=request.declared_not_bsn
    )
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id, message_id):
            return
        salt = new_salt()
        fact = decisions.hide(
            await _message(participant, message_id),
            edition=request.edition,
            hiding_id=request.id,
            reason=request.reason,
            salt=salt,
            declared=declared,
        )
        await execute(
            "insert into hiding (id, journal_id, message_id, reason, salt, hidden_by, hidden_at)"
            " values ($1, $2, $3, $4, $5, $6, $7)",
            request.id,
            journal_id,
            message_id,
            request.reason,
            salt,
            participant.person_id,
            work.at,
        )
        work.record(journal_id, fact)


async def show(participant: Participant, message_id: UUID, request: ShowMessage) -> None:
    """Show a hidden message again, with a reason beside the one for which it was hidden."""
    journal_id = await _journal_of_message(participant, message_id)
    require(policy.may_hide(participant, journal_id))
    declared = checked(
        "/reason", request.reason, limit=REASON_LIMIT, declared_not_bsn=request.declared_not_bsn
    )
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id, message_id):
            return
        hiding = await fetch_one(
            "select salt from hiding where message_id = $1 and shown_at is null", message_id
        )
        fact = decisions.show(
            await _message(participant, message_id),
            reason=request.reason,
            salt="" if hiding is None else hiding["salt"],
            declared=declared,
        )
        await execute(
            "update hiding set shown_reason = $2, shown_by = $3, shown_at = $4 where id = $1",
            fact.hiding_id,
            request.reason,
            participant.person_id,
            work.at,
        )
        work.record(journal_id, fact)


async def _journal_of_message(participant: Participant, message_id: UUID) -> UUID:
    async with as_person(participant.person_id):
        return (await _message(participant, message_id)).thread.journal_id


async def _message(participant: Participant, message_id: UUID) -> Message:
    return as_message(await message_row(participant, message_id))
