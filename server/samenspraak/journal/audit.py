"""Recomputing the chains: whether every journal still says what it said.

A chain shows that nothing inside it was changed, put between or taken out. That nothing was cut off
its end is shown by what others hold: receipts name the digest their journal had reached.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from msgspec import Struct

from samenspraak.canonical import MalformedJson, canonical_bytes, strict_json
from samenspraak.journal.decisions import NOTHING, entry_digest

# Read in pages, so that a journal of any length fits in memory.
PAGE = 500

_ENTRIES = """
select number, id, kind, actor, at, body, previous_digest, digest from entry
where journal_id = $1 order by number, id
"""


class StoredEntry(Struct, frozen=True, kw_only=True):
    """An entry as it stands in the database."""

    number: int
    id: UUID
    kind: str
    actor: UUID | None
    at: datetime
    body: str
    previous_digest: str
    digest: str


class Finding(Struct, frozen=True, kw_only=True):
    """What is wrong with a journal, and at which entry. `problem` ends the key of its sentence."""

    journal_id: UUID
    number: int
    problem: str


class AuditReport(Struct, frozen=True, kw_only=True):
    """How much was looked at, and what was found."""

    journals: int
    entries: int
    findings: tuple[Finding, ...]


class Chain:
    """Follows one journal from its first entry and collects what does not fit."""

    def __init__(self, journal_id: UUID) -> None:
        self.findings: list[Finding] = []
        self.number = 0
        self._journal_id = journal_id
        self._digest = NOTHING
        self._at: datetime | None = None

    def follow(self, entry: StoredEntry) -> None:
        """Judge the next entry, and go on from what it says of itself."""
        for problem in self._problems(entry):
            self._find(entry.number, problem)
        self.number = entry.number
        self._digest = entry.digest
        self._at = entry.at

    def end(
        self,
        *,
        head: int,
        head_digest: str,
        head_at: datetime | None,
        purged_at: datetime | None = None,
    ) -> None:
        """Judge where the journal's own row says it ends; of one that was purged the head is left."""
        if purged_at is not None:
            if self.number:
                self._find(self.number, "not-purged")
            return
        if (head, head_digest, head_at) != (self.number, self._digest, self._at):
            self._find(head, "other-head")

    def _problems(self, entry: StoredEntry) -> Iterator[str]:
        if entry.number != self.number + 1:
            yield "gap"
        if entry.previous_digest != self._digest:
            yield "broken-chain"
        if self._at is not None and entry.at < self._at:
            yield "time-runs-back"
        if not _is_canonical(entry.body):
            yield "other-spelling"
        if entry.digest != entry_digest(
            journal_id=self._journal_id,
            number=entry.number,
            entry_id=entry.id,
            kind=entry.kind,
            actor=entry.actor,
            at=entry.at,
            body=entry.body,
            previous_digest=entry.previous_digest,
        ):
            yield "changed"

    def _find(self, number: int, problem: str) -> None:
        self.findings.append(Finding(journal_id=self._journal_id, number=number, problem=problem))


async def audit(owner_url: str, journal_ids: Sequence[UUID] | None = None) -> AuditReport:
    """Recompute the chains of these journals, or of all of them, as they stand at one moment.

    It needs the owner's address: only the owner sees the journals of everybody.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await audited(connection, journal_ids)
    finally:
        await connection.close()


async def audited(
    connection: asyncpg.Connection, journal_ids: Sequence[UUID] | None
) -> AuditReport:
    """Do as `audit` within the transaction that is open on this connection."""
    findings: list[Finding] = []
    entries = 0
    journals = await connection.fetch(
        "select id, head, head_digest, head_at, purged_at from journal"
        " where $1::uuid[] is null or id = any($1::uuid[]) order by id",
        None if journal_ids is None else list(journal_ids),
    )
    for journal in journals:
        chain = Chain(journal["id"])
        async for row in connection.cursor(_ENTRIES, journal["id"], prefetch=PAGE):
            chain.follow(StoredEntry(**dict(row)))
            entries += 1
        chain.end(
            head=journal["head"],
            head_digest=journal["head_digest"],
            head_at=journal["head_at"],
            purged_at=journal["purged_at"],
        )
        findings += chain.findings
    return AuditReport(journals=len(journals), entries=entries, findings=tuple(findings))


def _is_canonical(body: str) -> bool:
    try:
        return canonical_bytes(strict_json(body)).decode() == body
    except MalformedJson:
        return False
