"""Naming somebody else for a place in what is agreed: no version, no new text, only another name."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes
from samenspraak.commitments import policy, queries
from samenspraak.commitments.decisions import place_named, replaced_name
from samenspraak.commitments.queries import HeldNow
from samenspraak.commitments.schemas import HolderReplaced, ReplaceHolder
from samenspraak.commitments.terms import name_commitment
from samenspraak.database import as_person, execute
from samenspraak.errors import require
from samenspraak.journal.commands import unit_of_work
from samenspraak.personal_data import guard, refuse_invisible
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Participant


async def replace_holder(
    participant: Participant, commitment_id: UUID, request: ReplaceHolder
) -> None:
    """Let somebody else of the own side look after what is agreed, from now on."""
    require(policy.may_negotiate(participant))
    found = guard(name=request.name, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(name=request.name)
    workspace_id, shared = participant.workspace_id, participant.shared_journal_id
    async with as_person(participant.person_id):
        await queries.history(workspace_id, commitment_id)
    async with unit_of_work(participant.person_id, shared) as work:
        now = await still(participant)
        require(policy.may_negotiate(now))
        if await work.repeats(request, shared, commitment_id):
            return
        replaced = await queries.replacements(workspace_id)
        holders = await queries.holders_of(await queries.history(workspace_id, commitment_id))
        place = place_named(queries.places_in(holders, replaced), request.slot)
        require(policy.may_replace_holder(now, place.side))
        name = replaced_name(
            request,
            place,
            None
            if request.participant_id is None
            else await queries.participant_named(workspace_id, request.participant_id),
        )
        salt = surroundings.random_bytes(32).hex()
        before = replaced.get(place.slot)
        number = 1 if before is None else before.number + 1
        held_by = name_commitment(salt=salt, name=name)
        await execute(
            "insert into holder_change (id, journal_id, workspace_id, commitment_id, side, role,"
            " slot, number, held_by, names, since_at, set_by)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            request.id,
            shared,
            workspace_id,
            commitment_id,
            place.side,
            place.role,
            place.slot,
            number,
            held_by,
            canonical_bytes(
                HeldNow(name=name, salt=salt, participant_id=request.participant_id)
            ).decode(),
            work.at,
            participant.person_id,
        )
        work.record(
            shared,
            HolderReplaced(
                workspace_id=workspace_id,
                commitment_id=commitment_id,
                side=now.side,
                slot=place.slot,
                number=number,
                held_by=held_by,
                declared_not_bsn=any(each.declared for each in found.values()),
            ),
        )
