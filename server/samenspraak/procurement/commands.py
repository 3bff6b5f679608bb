"""Keep what an upload would become until somebody opens it, and remember which notices came in."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.database import as_person, execute, fetch, fetch_one
from samenspraak.errors import Fault, Invalid, NotFound, Refusal, TooLarge
from samenspraak.identity.schemas import Member
from samenspraak.journal.commands import Work
from samenspraak.personal_data import guard, guard_document
from samenspraak.procurement.decisions.comparisons import differences, relation
from samenspraak.procurement.decisions.openings import notice_key, opening_of_row, openings
from samenspraak.procurement.reading import read
from samenspraak.procurement.schemas import (
    AwardNotice,
    ContractUpdated,
    KeptRow,
    LeftOut,
    NoticeImported,
    Opening,
    Preview,
    PreviewRow,
    Reading,
    Relation,
    Upload,
)

# Long enough to look at a preview and have lunch.
PREVIEW_HOURS = 24
# One upload of a year's contracts; more is a second upload.
FILES_LIMIT = 100
OPENINGS_LIMIT = 500
# Twice the largest file; what five hundred real contracts become is a tenth of it.
PREVIEW_LIMIT_BYTES = 20_000_000


class TooManyFiles(Invalid):
    """More files at once than anybody can look through."""

    slug = "procurement/too-many-files"


async def preview(member: Member, import_id: UUID, uploads: list[Upload]) -> None:
    """Read the files, each judged by itself, and keep what they would become.

    One broken file does not stop the others; a single one is refused with its cause.
    """
    if not 0 < len(uploads) <= FILES_LIMIT:
        raise TooManyFiles(limit=FILES_LIMIT)
    guard({f"/files/{at}": upload.name for at, upload in enumerate(uploads)}, declared_not_bsn=True)
    rows: list[PreviewRow] = []
    left_out: list[LeftOut] = []
    for upload in uploads:
        try:
            # Seconds of computing for the largest files, so not on the event loop.
            reading = await asyncio.to_thread(_read, upload)
        except Refusal as refusal:
            if len(uploads) == 1:
                raise
            left_out.append(_left_out(upload.name, None, refusal))
            continue
        found, passed = await _rows_of(member, reading, len(rows))
        rows += found
        left_out += passed
    content = _content(rows[:OPENINGS_LIMIT], left_out[:OPENINGS_LIMIT])
    async with as_person(member.person_id):
        await execute(
            "insert into import_preview (id, person_id, organisation_id, content, rows, expires_at)"
            " values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing",
            import_id,
            member.person_id,
            member.organisation_id,
            content,
            len(rows),
            surroundings.now() + timedelta(hours=PREVIEW_HOURS),
        )


def _read(upload: Upload) -> Reading:
    """Read a file, unless somebody's citizen's number stands in it."""
    reading = read(upload.data, upload.name)
    guard_document(msgspec.to_builtins(reading))
    return reading


def _content(rows: list[PreviewRow], left_out: list[LeftOut]) -> str:
    """Write a preview down, unless a small file repeats itself into an endless one.

    Buyers, winners and terms stand in every row, and one file can name each a thousand times.
    """
    notices = list({id(row.notice): row.notice for row in rows if row.notice is not None}.values())
    places = {id(notice): at for at, notice in enumerate(notices)}
    kept = [
        KeptRow(row=structs.replace(row, notice=None), notice_at=places.get(id(row.notice)))
        for row in rows
    ]
    size = 0
    for part in (*notices, *kept, *left_out):
        size += len(msgspec.json.encode(part))
        if size > PREVIEW_LIMIT_BYTES:
            raise TooLarge(limit=PREVIEW_LIMIT_BYTES)
    return msgspec.json.encode(
        Preview(kept=tuple(kept), notices=tuple(notices), left_out=tuple(left_out))
    ).decode()


async def chosen_rows(member: Member, import_id: UUID, keys: list[str]) -> list[PreviewRow]:
    """Return the rows of a preview to open, in its order; inside a transaction."""
    row = await fetch_one(
        "select content from import_preview"
        " where id = $1 and organisation_id = $2 and person_id = $3 and expires_at > $4",
        import_id,
        member.organisation_id,
        member.person_id,
        surroundings.now(),
    )
    if row is None:
        raise NotFound
    kept = msgspec.json.decode(row["content"], type=Preview)
    wanted = set(keys)
    unknown = wanted - {found.key for found in kept.rows}
    if unknown or not wanted:
        raise Invalid([Fault(pointer="/keys", slug="value")])
    return [found for found in kept.rows if found.key in wanted]


async def remember_notices(work: Work, member: Member, rows: list[PreviewRow]) -> None:
    """Note which notices came in, so that the next import recognises them."""
    by_key: dict[tuple[str, str], list[PreviewRow]] = {}
    for row in rows:
        if row.notice is not None and row.notice_key is not None:
            by_key.setdefault((row.notice_key, row.notice.version or ""), []).append(row)
    for (key, version), found in by_key.items():
        notice = found[0].notice
        assert notice is not None, "only rows of notices are gathered"
        content = canonical_bytes(msgspec.to_builtins(notice))
        notice_id = surroundings.new_id()
        inserted = await fetch_one(
            "insert into notice (id, journal_id, organisation_id, notice_key, version,"
            " procedure_id, content, digest, file_name, imported_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            " on conflict (organisation_id, notice_key, version) do nothing returning id",
            notice_id,
            member.journal_id,
            member.organisation_id,
            key,
            version,
            notice.procedure_id,
            content.decode(),
            digest(content),
            found[0].file_name,
            work.at,
        )
        if inserted is not None:
            work.record(
                member.journal_id,
                NoticeImported(notice_id=notice_id, digest=digest(content), workspaces=len(found)),
            )


async def _rows_of(
    member: Member, reading: Reading, offset: int
) -> tuple[list[PreviewRow], list[LeftOut]]:
    rows: list[PreviewRow] = []
    left_out: list[LeftOut] = []
    for at, notice in enumerate(reading.notices):
        earlier, how = await _imported_before(member, notice)
        told = () if earlier is None else differences(earlier, notice)
        found = openings(notice)
        for number, opening in enumerate(found):
            contract_id = (
                await _contract_before(member, notice_key(earlier), opening)
                if earlier is not None and how is not Relation.SAME_PROCEDURE
                else None
            )
            rows.append(
                PreviewRow(
                    key=f"{offset}-{at}-{number}",
                    file_name=reading.file_name,
                    opening=opening,
                    notice=notice,
                    notice_key=notice_key(notice),
                    relation=how,
                    differences=told,
                    contract_id=contract_id,
                )
            )
        if not found:
            slug = f"procurement/{notice.why_nothing or 'no-award'}"
            left_out.append(
                LeftOut(
                    file_name=reading.file_name,
                    title=next(iter(notice.titles.values()), None),
                    slug=slug,
                    facts={},
                    faults=(Fault(pointer="", slug=slug),),
                )
            )
    for row in reading.rows:
        opening = opening_of_row(row)
        if opening is None:
            left_out.append(
                LeftOut(
                    file_name=reading.file_name,
                    title=row.title,
                    slug="procurement/row",
                    facts={},
                    faults=tuple(
                        Fault(pointer=f"/rows/{row.number}", slug=fault.slug, facts=fault.facts)
                        for fault in row.faults
                    ),
                )
            )
        else:
            rows.append(
                PreviewRow(
                    key=f"{offset}-row-{row.number}",
                    file_name=reading.file_name,
                    opening=opening,
                    notice=None,
                    notice_key=None,
                    relation=Relation.UNRELATED,
                    differences=(),
                )
            )
    return rows, left_out


# What somebody wants to know first of a notice that came before.
_TOLD_FIRST = (
    Relation.SAME,
    Relation.NEWER,
    Relation.OLDER,
    Relation.MODIFIES,
    Relation.SAME_PROCEDURE,
)


async def _imported_before(
    member: Member, notice: AwardNotice
) -> tuple[AwardNotice | None, Relation]:
    """Return the import that this notice follows, and how; others' imports are not known here."""
    async with as_person(member.person_id):
        rows = await fetch(
            "select content from notice where organisation_id = $1"
            " and (notice_key = $2 or procedure_id = $3) order by imported_at desc limit 50",
            member.organisation_id,
            notice_key(notice),
            notice.procedure_id,
        )
    known = [msgspec.json.decode(row["content"], type=AwardNotice) for row in rows]
    for wanted in _TOLD_FIRST:
        for earlier in known:
            if relation(earlier, notice) is wanted:
                return earlier, wanted
    return None, Relation.UNRELATED


async def _contract_before(member: Member, key: str, opening: Opening) -> UUID | None:
    """Return the contract that an earlier notice opened for the same lots, if one may see it."""
    async with as_person(member.person_id):
        row = await fetch_one(
            "select id from contract where notice_key = $1 and coalesce(lot_id, '') = $2"
            " and journal_id in (select journal_id from journal_reader where person_id = $3)"
            " order by id limit 1",
            key,
            lots_text(opening),
            member.person_id,
        )
    return None if row is None else row["id"]


def lots_text(opening: Opening) -> str:
    """Return by which lots a contract is recognised in a later notice."""
    return ", ".join(opening.lot_ids)


async def update_contract(work: Work, journal_id: UUID, row: PreviewRow, **fields: Any) -> None:
    """Bring a contract up to date with a later notice; what the notice leaves out stays."""
    assert row.notice is not None, "only notices change contracts"
    known = {name: value for name, value in fields.items() if value is not None}
    names = list(known)
    await execute(
        "update contract set "  # noqa: S608  # the names are ours, the values go as arguments
        + ", ".join(f"{name} = ${at}" for at, name in enumerate(names, start=2))
        + " where id = $1",
        row.contract_id,
        *known.values(),
    )
    assert row.contract_id is not None, "there is a contract to change"
    work.record(
        journal_id,
        ContractUpdated(
            contract_id=row.contract_id,
            notice_digest=digest(canonical_bytes(msgspec.to_builtins(row.notice))),
        ),
    )


def _left_out(file_name: str, title: str | None, refusal: Refusal) -> LeftOut:
    return LeftOut(
        file_name=file_name,
        title=title,
        slug=refusal.slug,
        facts={name: value for name, value in refusal.facts.items() if value is not None},
        faults=refusal.faults,
    )
