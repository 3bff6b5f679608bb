"""Holding the house against a bundle that somebody kept: what was signed has to be here still.

Rows and entries that were taken out together leave no trace in the house, as does a backup of before
the signing. Whoever took a bundle away can tell.
"""

from uuid import UUID

import asyncpg

from samenspraak.agreements.archive import unpack
from samenspraak.agreements.auditing.reading import readable
from samenspraak.agreements.auditing.shapes import Misfit
from samenspraak.agreements.documents import AgreementDocument, ReceiptDocument
from samenspraak.agreements.sealing import AGREEMENT, RECEIPT

_ENTRIES = """
select e.digest from entry e join workspace w on w.journal_id = e.journal_id
where w.id = $1 and e.digest = any($2)
"""
_VERSION = "select digest from version where workspace_id = $1 and number = $2"
_PURGED = "select exists (select from purge_record where workspace_id = $1)"


async def held_misfits(connection: asyncpg.Connection, bundle: bytes) -> list[Misfit]:
    """Name what a bundle proves and the house does not have; the bundle was verified before.

    Of a workspace that was purged nothing is expected any more.
    """
    parts = unpack(bundle)
    receipt = readable(parts[RECEIPT].decode(), ReceiptDocument)
    agreement = readable(parts[AGREEMENT].decode(), AgreementDocument)
    assert receipt is not None, "a verified bundle has a receipt"
    assert agreement is not None, "a verified bundle has an agreement"
    workspace_id: UUID = receipt.workspace_id
    if await connection.fetchval(_PURGED, workspace_id):
        return []
    wanted = {receipt.head_digest, *(each.entry_digest for each in receipt.signatures)}
    entries = await connection.fetch(_ENTRIES, workspace_id, sorted(wanted))
    version = await connection.fetchval(_VERSION, workspace_id, receipt.number)
    missing: list[tuple[str, str]] = []
    if version != receipt.version_digest:
        missing.append(("other-than-held", "version.digest"))
    if {row["digest"] for row in entries} != wanted:
        missing.append(("other-than-held", "entry.digest"))
    return [
        Misfit(
            problem=problem,
            what=what,
            workspace_id=workspace_id,
            title=agreement.contract.title,
            number=receipt.number,
        )
        for problem, what in missing
    ]
