"""Putting signed files beside a version, and forbidding to throw a workspace away."""

from uuid import UUID

from samenspraak.agreements import decisions, policy, queries
from samenspraak.agreements.decisions import Beside
from samenspraak.agreements.schemas import (
    AddSignedCopy,
    HoldLifted,
    HoldPlaced,
    LiftHold,
    PlaceHold,
    SignedCopyAdded,
)
from samenspraak.database import execute
from samenspraak.errors import Fault, Invalid, NotFound, require
from samenspraak.files.queries import open_file
from samenspraak.files.schemas import FileView
from samenspraak.journal.commands import unit_of_work
from samenspraak.personal_data import guard, is_declared, refuse_invisible
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Participant


async def add_signed_copy(
    participant: Participant, version_id: UUID, request: AddSignedCopy
) -> None:
    """Put a file with signatures of its own beside a version; what was signed here stays as it is."""
    require(policy.may_add_copy(participant))
    found = guard(remark=request.remark, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(remark=request.remark)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may_add_copy(await still(participant)))
        if await work.repeats(request, shared, version_id):
            return
        stored = await queries.stored_version(participant.workspace_id, version_id)
        file = await _file(participant, request.file_id)
        present = await queries.signed_copies(version_id)
        decisions.add_copy(
            _beside(file),
            [_beside(copy.file) for copy in present],
            is_signed=stored.in_force_at is not None,
            remark=request.remark,
        )
        await execute(
            "insert into signed_copy (id, journal_id, version_id, file_id, side, remark, added_at,"
            " added_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            request.id,
            shared,
            version_id,
            file.id,
            participant.side,
            request.remark.strip(),
            work.at,
            participant.person_id,
        )
        work.record(
            shared,
            SignedCopyAdded(
                workspace_id=participant.workspace_id,
                version_id=version_id,
                number=stored.number,
                copy_id=request.id,
                file_id=file.id,
                sha256=file.sha256,
                side=participant.side,
                declared_not_bsn=is_declared(found),
            ),
        )


async def place_hold(participant: Participant, request: PlaceHold) -> None:
    """Forbid, for the own side, to throw this workspace away."""
    require(policy.may_hold(participant))
    declared = _check_reason(request)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may_hold(await still(participant)))
        if await work.repeats(request, shared):
            return
        decisions.place_hold(await queries.holds_in(participant.workspace_id), participant.side)
        await execute(
            "insert into dispute_hold (id, journal_id, workspace_id, side, reason, placed_at,"
            " placed_by) values ($1, $2, $3, $4, $5, $6, $7)",
            request.id,
            shared,
            participant.workspace_id,
            participant.side,
            request.reason.strip(),
            work.at,
            participant.person_id,
        )
        work.record(
            shared,
            HoldPlaced(
                workspace_id=participant.workspace_id,
                hold_id=request.id,
                side=participant.side,
                declared_not_bsn=declared,
            ),
        )


async def lift_hold(participant: Participant, hold_id: UUID, request: LiftHold) -> None:
    """End what the own side forbade."""
    require(policy.may_hold(participant))
    declared = _check_reason(request)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may_hold(await still(participant)))
        if await work.repeats(request, shared, hold_id):
            return
        held = await queries.holds_in(participant.workspace_id)
        hold = next((each for each in held if each.id == hold_id), None)
        if hold is None:
            raise NotFound
        require(policy.may_lift(participant, hold.side))
        decisions.lift_hold(hold)
        await execute(
            "update dispute_hold set lifted_at = $2, lifted_by = $3, lifted_reason = $4"
            " where id = $1 and lifted_at is null",
            hold_id,
            work.at,
            participant.person_id,
            request.reason.strip(),
        )
        work.record(
            shared,
            HoldLifted(
                workspace_id=participant.workspace_id,
                hold_id=hold_id,
                side=participant.side,
                declared_not_bsn=declared,
            ),
        )


def _check_reason(request: PlaceHold | LiftHold) -> bool:
    decisions.check_reason(request.reason)
    found = guard(reason=request.reason, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(reason=request.reason)
    return is_declared(found)


async def _file(participant: Participant, file_id: UUID) -> FileView:
    try:
        _, file = await open_file([participant.shared_journal_id], file_id, side=participant.side)
    except NotFound as missing:
        fault = Fault(pointer="/fileId", slug="agreements/unknown-file")
        raise Invalid([fault]) from missing
    return file


def _beside(file: FileView) -> Beside:
    return Beside(file_id=file.id, media_type=file.media_type, size_bytes=file.size_bytes)
