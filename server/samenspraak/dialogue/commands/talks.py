"""Writing down a talk that was held aloud, and confirming what another side wrote."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import execute
from samenspraak.dialogue import policy
from samenspraak.dialogue.commands.texts import new_salt
from samenspraak.dialogue.decisions import talks as decisions
from samenspraak.dialogue.decisions.talks import Talk, check_talk, talk_digest
from samenspraak.dialogue.queries.rows import as_talk, talk_row
from samenspraak.dialogue.schemas import ConfirmTalk, RecordTalk
from samenspraak.errors import require
from samenspraak.journal.commands import unit_of_work
from samenspraak.personal_data import guard, refuse_invisible
from samenspraak.workspaces.schemas import Participant


async def record(participant: Participant, request: RecordTalk) -> None:
    """Write down a talk that was held aloud, for another side to confirm."""
    require(policy.may_record_talk(participant))
    check_talk(request, at=surroundings.now())
    texts = {
        "/attendees": request.attendees,
        **{f"/lines/{index}": line for index, line in enumerate(request.lines)},
    }
    found = guard(texts, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(texts)
    journal_id = participant.shared_journal_id
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id):
            return
        salt = new_salt()
        talk = Talk(
            id=request.id,
            workspace_id=participant.workspace_id,
            journal_id=journal_id,
            recorded_by_side=participant.side,
            digest=talk_digest(
                salt=salt,
                held_on=request.held_on,
                attendees=request.attendees,
                lines=request.lines,
            ),
            is_confirmed=False,
        )
        fact = decisions.record(
            talk,
            lines=len(request.lines),
            declared=any(findings.declared for findings in found.values()),
        )
        await execute(
            "insert into talk (id, journal_id, workspace_id, held_on, attendees, lines, salt,"
            " recorded_by, recorded_by_side, recorded_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            request.id,
            journal_id,
            participant.workspace_id,
            request.held_on,
            request.attendees,
            request.lines,
            salt,
            participant.person_id,
            participant.side,
            work.at,
        )
        work.record(journal_id, fact)


async def confirm(participant: Participant, talk_id: UUID, request: ConfirmTalk) -> None:
    """Stand behind what another side wrote down of a talk."""
    journal_id = participant.shared_journal_id
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id, talk_id):
            return
        talk = as_talk(await talk_row(participant, talk_id))
        require(policy.may_confirm_talk(participant, talk.recorded_by_side))
        fact = decisions.confirm(talk, seen_digest=request.digest, side=participant.side)
        await execute(
            "update talk set confirmed_by = $2, confirmed_at = $3 where id = $1",
            talk_id,
            participant.person_id,
            work.at,
        )
        work.record(journal_id, fact)
