"""A deal that was made on paper, outside: recorded as version 0, and binding once both confirm."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.agreements import decisions, policy, queries
from samenspraak.agreements.commands.offering import parties_and_contract
from samenspraak.agreements.commands.rows import close_overdue, conclude, insert_version
from samenspraak.agreements.documents import Attachment, PaperPart, agreement_document
from samenspraak.agreements.schemas import (
    ConfirmPaper,
    PaperConfirmed,
    PaperRecorded,
    RecordPaper,
    VersionState,
)
from samenspraak.database import execute
from samenspraak.deadlines import ZONE
from samenspraak.errors import Fault, Invalid, NotFound, require
from samenspraak.files.queries import open_file
from samenspraak.journal.commands import unit_of_work
from samenspraak.personal_data import guard, is_declared, refuse_invisible
from samenspraak.workspaces.access import still
from samenspraak.workspaces.commands import require_words
from samenspraak.workspaces.schemas import Participant


async def record_paper(participant: Participant, request: RecordPaper) -> None:
    """Bring in a deal that was made on paper, with the paper."""
    require(policy.may_record_paper(participant))
    decisions.check_paper(request, today=surroundings.now().astimezone(ZONE).date())
    refuse_invisible(summary=request.summary)
    found = guard(summary=request.summary, declared_not_bsn=request.declared_not_bsn)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may_record_paper(await still(participant)))
        if await work.repeats(request, shared):
            return
        stored = await queries.stored_versions(participant.workspace_id)
        waiting = next((each for each in stored if each.state is VersionState.OFFERED), None)
        judged = None if waiting is None else await queries.judged(waiting)
        decisions.record_paper(
            judged, is_bound=any(each.in_force_at is not None for each in stored), at=work.at
        )
        if waiting is not None and judged is not None:
            await close_overdue(work, participant, judged)
        attachment = await _attachment(participant, request.file_id)
        parties, contract = await parties_and_contract(participant.workspace_id)
        document = agreement_document(
            workspace_id=participant.workspace_id,
            number=0,
            predecessor=None,
            origin="outside",
            parties=parties,
            contract=contract,
            attachments=[attachment],
            paper=PaperPart(
                agreed_on=request.agreed_on,
                summary=request.summary,
                value_cents=request.value_cents,
                obligation_cents=request.obligation_cents,
            ),
        )
        made = await insert_version(
            work, participant, document, version_id=request.id, file_id=request.file_id
        )
        work.record(
            shared,
            PaperRecorded(
                workspace_id=participant.workspace_id,
                version_id=request.id,
                digest=made,
                file_id=request.file_id,
                side=participant.side,
                declared_not_bsn=is_declared(found),
            ),
        )


async def confirm_paper(participant: Participant, version_id: UUID, request: ConfirmPaper) -> None:
    """Stand behind the paper for the own side; once both do, it is in force, without a receipt."""
    require(policy.may_confirm_paper(participant))
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared, participant.side_journal_id) as work:
        require(policy.may_confirm_paper(await still(participant)))
        if await work.repeats(request, shared, version_id):
            return
        stored = await queries.stored_version(participant.workspace_id, version_id)
        judged = await queries.judged(stored)
        decisions.confirm_paper(judged, participant.side, request, at=work.at)
        document = queries.document_in(await queries.content_of(version_id))
        await require_words(work, participant, [queries.spoken_of(stored, document)])
        await execute(
            "insert into paper_confirmation (id, journal_id, version_id, side, person_id, digest,"
            " confirmed_at) values ($1, $2, $3, $4, $5, $6, $7)",
            surroundings.new_id(),
            shared,
            version_id,
            participant.side,
            participant.person_id,
            stored.digest,
            work.at,
        )
        work.record(
            shared,
            PaperConfirmed(
                workspace_id=participant.workspace_id,
                version_id=version_id,
                digest=stored.digest,
                side=participant.side,
            ),
        )
        if decisions.completes(judged, participant.side):
            await conclude(work, participant, stored)


async def _attachment(participant: Participant, file_id: UUID) -> Attachment:
    try:
        _, file = await open_file([participant.shared_journal_id], file_id, side=participant.side)
    except NotFound as missing:
        raise Invalid([Fault(pointer="/fileId", slug="agreements/unknown-file")]) from missing
    return Attachment(
        file_id=file.id,
        name=file.name,
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        digest=file.sha256,
    )
