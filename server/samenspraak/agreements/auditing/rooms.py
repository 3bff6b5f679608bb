"""Going through the rooms one by one, and through each room's versions and texts one by one."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import Struct

from samenspraak.agreements.auditing.beside import beside_misfits
from samenspraak.agreements.auditing.held import held_misfits
from samenspraak.agreements.auditing.houses import house_misfits, strangers, windows_of
from samenspraak.agreements.auditing.ledger import PAGE, Ledger, ToldVersion, ledger_of
from samenspraak.agreements.auditing.reading import readable
from samenspraak.agreements.auditing.receipts import Window, receipt_misfits
from samenspraak.agreements.auditing.shapes import (
    MISFITS_LIMIT,
    AgreementsReport,
    Misfit,
)
from samenspraak.agreements.auditing.signatures import confirmation_misfits, signature_misfits
from samenspraak.agreements.auditing.texts import binding_misfits, revision_misfits
from samenspraak.agreements.auditing.versions import Read, name_misfits, read, version_misfits
from samenspraak.agreements.documents import AgreementDocument, SignatureStatement

Row = Mapping[str, Any]

_ROOMS = """
select w.id, w.journal_id, c.title from workspace w join contract c on c.id = w.contract_id
where $1::uuid[] is null or w.id = any($1::uuid[]) order by w.id
"""
# By either of both, so that a row that was moved elsewhere is found in both places.
_VERSIONS = """
select id from version where workspace_id = $1 or journal_id = $2 order by offered_at, number, id
"""
_BESIDE = {
    "signature": "select * from signature where version_id = $1 order by signed_at, id",
    "receipt": "select * from receipt where version_id = $1 order by issued_at, id",
    "paper_confirmation": (
        "select * from paper_confirmation where version_id = $1 order by confirmed_at, id"
    ),
    "binding": (
        "select b.*, r.digest, r.commitment_id as of_commitment from binding b"
        " join revision r on r.id = b.revision_id where b.version_id = $1 order by b.id"
    ),
}
_ASTRAY = """
select 'signature' as what, s.id from signature s join version v on v.id = s.version_id
where s.journal_id = $2 and v.workspace_id <> $1 and v.journal_id <> $2
union all
select 'receipt', r.id from receipt r join version v on v.id = r.version_id
where r.journal_id = $2 and v.workspace_id <> $1 and v.journal_id <> $2
union all
select 'paper_confirmation', p.id from paper_confirmation p join version v on v.id = p.version_id
where p.journal_id = $2 and v.workspace_id <> $1 and v.journal_id <> $2
union all
select 'binding', b.id from binding b
where b.journal_id = $2 and not exists (
    select from version v where v.id = b.version_id and (v.workspace_id = $1 or v.journal_id = $2))
order by 1, 2
"""
_REVISIONS = """
select r.*, c.number as commitment_number, c.workspace_id
from revision r join commitment c on c.id = r.commitment_id
where c.workspace_id = $1 or r.journal_id = $2 order by c.number, r.number, r.id
"""
# What makes a version void is told by an entry of its own. A lapse is no entry's moment.
_MOMENT = """
select $3 = 'version.lapsed' or exists (select from entry where journal_id = $1 and at = $2)
"""


class Room(Struct, frozen=True, kw_only=True):
    """One workspace, with what its journal tells and the keys that ever sealed."""

    id: UUID
    journal_id: UUID
    title: str
    ledger: Ledger
    windows: Mapping[str, Window]

    def is_erased(self, person_id: UUID) -> bool:
        """Tell whether the journal says that who this was went away."""
        return str(person_id) in self.ledger.erased


class Around(Struct, frozen=True, kw_only=True):
    """The versions before and after one: in force when it was offered, and in its place since."""

    before: AgreementDocument | None
    after: AgreementDocument | None


async def audit_agreements(
    owner_url: str,
    workspace_ids: Sequence[UUID] | None = None,
    *,
    keys_folder: Path | None = None,
    held: Sequence[bytes] = (),
) -> AgreementsReport:
    """Judge the versions of these workspaces, or of all, as they stand at one moment.

    It needs the owner's address: only the owner sees the rows of everybody. With the folder of the
    keys it also tells which keys were put into the table by somebody else, and with bundles that
    somebody holds what of those is not here any more.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await audited_agreements(
                connection, workspace_ids, keys_folder=keys_folder, held=held
            )
    finally:
        await connection.close()


async def audited_agreements(
    connection: asyncpg.Connection,
    workspace_ids: Sequence[UUID] | None = None,
    *,
    keys_folder: Path | None = None,
    held: Sequence[bytes] = (),
) -> AgreementsReport:
    """Do as `audit_agreements` within the transaction that is open on this connection."""
    windows, misfits = await windows_of(connection)
    if keys_folder is not None:
        misfits += strangers(windows, keys_folder)
    misfits += [misfit async for misfit in house_misfits(connection)]
    for bundle in held:
        misfits += await held_misfits(connection, bundle)
    more = rooms = versions = 0
    wanted = None if workspace_ids is None else list(workspace_ids)
    for row in await connection.fetch(_ROOMS, wanted):
        room = Room(
            id=row["id"],
            journal_id=row["journal_id"],
            title=row["title"],
            ledger=await ledger_of(connection, row["journal_id"]),
            windows=windows,
        )
        listed = 0
        async for misfit in _room_misfits(connection, room):
            if listed < MISFITS_LIMIT:
                misfits.append(misfit)
            listed += 1
        more += max(0, listed - MISFITS_LIMIT)
        rooms += 1
        versions += len(room.ledger.versions)
    return AgreementsReport(workspaces=rooms, versions=versions, misfits=tuple(misfits), more=more)


async def _room_misfits(connection: asyncpg.Connection, room: Room) -> AsyncIterator[Misfit]:
    """Judge one room: its versions in the order in which they were offered, then its texts."""
    seen: set[str] = set()
    for version in await connection.fetch(_VERSIONS, room.id, room.journal_id):
        row = await connection.fetchrow("select * from version where id = $1", version["id"])
        assert row is not None, "it was there at this very moment"
        beside = {
            table: await connection.fetch(query, version["id"]) for table, query in _BESIDE.items()
        }
        told = room.ledger.versions.get(str(version["id"]), ToldVersion())
        around = Around(
            before=await _document(connection, room, "digest", told.predecessor),
            after=await _document(connection, room, "id::text", told.superseded_by),
        )
        seen.add(str(version["id"]))
        for misfit in _judged(room, row, told, beside, around):
            yield misfit
        if told.closed is not None and not await connection.fetchval(
            _MOMENT, room.journal_id, row["closed_at"], told.closed.kind
        ):
            entry = told.closed.number
            yield _misfit(room, "changed", "version.closed_at", row["number"], entry)
    for version_id, told in room.ledger.versions.items():
        if version_id not in seen and told.offered is not None:
            number = told.offered.body.get("number", 0)
            yield _misfit(room, "gone", "version", number, told.offered.number, version_id)
    for row in await connection.fetch(_ASTRAY, room.id, room.journal_id):
        yield _misfit(room, "foreign", row["what"], row=str(row["id"]))
    async for misfit in _text_misfits(connection, room):
        yield misfit
    beside = beside_misfits(
        connection,
        room.ledger.beside,
        workspace_id=room.id,
        journal_id=room.journal_id,
        may_be_gone=bool(room.ledger.erased),
    )
    async for each in beside:
        yield _misfit(room, each.problem, each.what, entry=each.entry, row=each.row)


def _judged(
    room: Room,
    row: Row,
    told: ToldVersion,
    beside: Mapping[str, Sequence[Row]],
    around: Around,
) -> Iterator[Misfit]:
    """Judge one version with all that hangs on it."""
    number = row["number"]
    if told.offered is None:
        yield _misfit(room, "foreign", "version", number, row=str(row["id"]))
        return
    entry = told.offered.number
    found = read(row)
    columns = version_misfits(
        row, told, found, around.before, workspace_id=room.id, journal_id=room.journal_id
    )
    for column in columns:
        yield _misfit(room, "changed", f"version.{column}", number, entry)
    yield from _judged_names(room, row, found, beside["signature"], entry)
    yield from _judged_signatures(room, row, told, found, beside["signature"])
    yield from _judged_confirmations(room, row, told, beside["paper_confirmation"])
    yield from _judged_receipts(room, row, told, beside)
    if found.document is not None and row["origin"] == "samenspraak":
        bound = binding_misfits(
            beside["binding"], told, found.document, around.after, journal_id=room.journal_id
        )
        for what, commitment in bound:
            problem = what if what in {"gone", "foreign"} else "changed"
            yield _misfit(room, problem, _in_binding(what), number, row=commitment)


def _in_binding(what: str) -> str:
    return "binding" if what in {"gone", "foreign"} else f"binding.{what}"


async def _document(
    connection: asyncpg.Connection, room: Room, column: str, value: str | None
) -> AgreementDocument | None:
    """Return another version of the same room, as far as it can be read."""
    content = await connection.fetchval(
        f"select content from version where workspace_id = $1 and {column} = $2 limit 1",  # noqa: S608  # one of two names of our own
        room.id,
        value,
    )
    return None if content is None else readable(content, AgreementDocument)


def _judged_names(
    room: Room, row: Row, found: Read, signatures: Sequence[Row], entry: int
) -> Iterator[Misfit]:
    by_slot = {
        stated.signatory: each["person_id"]
        for each in signatures
        if (stated := readable(each["content"], SignatureStatement)) and stated.signatory
    }
    gone = {slot for slot, person_id in by_slot.items() if room.is_erased(person_id)}
    if room.ledger.erased and found.document is not None:
        # Who is responsible is a name and no account; the erasure says which.
        gone |= {
            slot.commitment
            for part in found.document.commitments
            for slot in part.document.terms.responsible
        }
    for column in name_misfits(row, found, signatories=by_slot, may_be_gone=gone):
        yield _misfit(room, "changed", f"version.{column}", row["number"], entry)


def _judged_signatures(
    room: Room,
    version: Row,
    told: ToldVersion,
    found: Read,
    rows: Sequence[Row],
) -> Iterator[Misfit]:
    number = version["number"]
    waiting = dict(told.signed)
    for row in rows:
        said = waiting.pop(str(row["id"]), None)
        if said is None:
            yield _misfit(room, "foreign", "signature", number, row=str(row["id"]))
            continue
        columns = signature_misfits(
            row,
            said,
            version=version,
            names=found.names,
            is_erased=room.is_erased(row["person_id"]),
        )
        for column in columns:
            yield _misfit(room, "changed", f"signature.{column}", number, said.number)
    for said in waiting.values():
        yield _misfit(room, "gone", "signature", number, said.number)


def _judged_confirmations(
    room: Room, version: Row, told: ToldVersion, rows: Sequence[Row]
) -> Iterator[Misfit]:
    number = version["number"]
    waiting = {str(said.body.get("side")): said for said in told.confirmed}
    for row in rows:
        said = waiting.pop(row["side"], None)
        if said is None:
            yield _misfit(room, "foreign", "paper_confirmation", number, row=str(row["id"]))
            continue
        for column in confirmation_misfits(row, said, version=version):
            yield _misfit(room, "changed", f"paper_confirmation.{column}", number, said.number)
    for said in waiting.values():
        yield _misfit(room, "gone", "paper_confirmation", number, said.number)


def _judged_receipts(
    room: Room, version: Row, told: ToldVersion, beside: Mapping[str, Sequence[Row]]
) -> Iterator[Misfit]:
    number = version["number"]
    concluded = told.concluded
    promised = None if concluded is None else concluded.body.get("receiptId")
    is_there = False
    for row in beside["receipt"]:
        if concluded is None or str(row["id"]) != promised:
            yield _misfit(room, "foreign", "receipt", number, row=str(row["id"]))
            continue
        is_there = True
        faults = receipt_misfits(
            row, told, version=version, signatures=beside["signature"], windows=room.windows
        )
        for problem, what in faults:
            yield _misfit(room, problem, what, number, concluded.number)
    if concluded is not None and promised is not None and not is_there:
        yield _misfit(room, "gone", "receipt", number, concluded.number)
    if concluded is not None and promised is None and version["origin"] == "samenspraak":
        yield _misfit(room, "gone", "receipt", number, concluded.number)


async def _text_misfits(connection: asyncpg.Connection, room: Room) -> AsyncIterator[Misfit]:
    waiting = dict(room.ledger.revisions)
    async for row in connection.cursor(_REVISIONS, room.id, room.journal_id, prefetch=PAGE):
        number = row["commitment_number"]
        told = waiting.pop((str(row["commitment_id"]), row["number"]), None)
        if told is None:
            yield _misfit(room, "foreign", "revision", number, row=str(row["id"]))
            continue
        columns = revision_misfits(
            row, told, journal_id=room.journal_id, may_be_gone=bool(room.ledger.erased)
        )
        for column in columns:
            yield _misfit(room, "changed", f"revision.{column}", number, told.number)
    for (commitment_id, _), told in waiting.items():
        yield _misfit(room, "gone", "revision", entry=told.number, row=commitment_id)


def _misfit(
    room: Room,
    problem: str,
    what: str,
    number: Any = None,
    entry: int | None = None,
    row: str | None = None,
) -> Misfit:
    return Misfit(
        problem=problem,
        what=what,
        workspace_id=room.id,
        title=room.title,
        number=number if isinstance(number, int) else None,
        entry=entry,
        row=row,
    )
