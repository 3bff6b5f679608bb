"""Bring tables of values into an organisation, and take them out of use."""

import hashlib
from typing import Any
from uuid import UUID

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.catalogue import queries
from samenspraak.catalogue.decisions import (
    AlreadyAdded,
    AlreadyRetired,
    TooManyEditions,
    checked_tables,
    names_in,
    texts_in,
)
from samenspraak.catalogue.policy import may_change_catalogues
from samenspraak.catalogue.schemas import (
    CatalogueAdded,
    CatalogueRetired,
    ImportCatalogues,
    RetireCatalogue,
)
from samenspraak.database import execute, fetch_one
from samenspraak.errors import Fault, IdTaken, Invalid, NotFound, require
from samenspraak.identity.schemas import Member, SignedIn
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.personal_data import guard

# As many as a list of two pages; a buyer has a handful in use.
EDITIONS_LIMIT = 200


async def import_catalogues(member: Member, request: ImportCatalogues) -> list[UUID]:
    """Bring in the editions of a file, all of them or none, and return their ids in its order."""
    tables, is_declared = checked(
        request.content, pointer="/content", declared_not_bsn=request.declared_not_bsn
    )
    ids = [edition_id(request.id, number) for number in range(len(tables))]
    require(may_change_catalogues(member))
    async with unit_of_work(member.person_id, member.journal_id) as work:
        require(await queries.may_still_change(member))
        if await work.repeats(request, member.journal_id):
            return ids
        await _refuse_unknown_origin(member.person, request.copied_from)
        await _refuse_too_many(member, len(tables))
        for each, table in zip(ids, tables, strict=True):
            named = await _insert(work, member, each, table, request.copied_from)
            work.record(
                member.journal_id,
                CatalogueAdded(
                    organisation_id=member.organisation_id,
                    edition_id=each,
                    digest=named,
                    copied_from=request.copied_from,
                    declared_not_bsn=is_declared,
                ),
            )
    return ids


async def retire_catalogue(person: SignedIn, edition_id: UUID, request: RetireCatalogue) -> None:
    """Let an edition be chosen for no contract any more; where it was chosen, it stays."""
    member = await queries.owner_of(person, edition_id)
    require(member is not None and may_change_catalogues(member))
    assert member is not None, "without an organisation it was refused"
    async with unit_of_work(member.person_id, member.journal_id) as work:
        require(await queries.may_still_change(member))
        if await work.repeats(request, member.journal_id, edition_id):
            return
        row = await fetch_one(
            "select retired_at from edition where id = $1 and journal_id = $2",
            edition_id,
            member.journal_id,
        )
        if row is None:
            raise NotFound
        if row["retired_at"] is not None:
            raise AlreadyRetired
        await execute(
            "update edition set retired_at = $3 where id = $1 and journal_id = $2",
            edition_id,
            member.journal_id,
            work.at,
        )
        work.record(
            member.journal_id,
            CatalogueRetired(organisation_id=member.organisation_id, edition_id=edition_id),
        )


def checked(
    content: object, *, pointer: str, declared_not_bsn: bool
) -> tuple[list[dict[str, Any]], bool]:
    """Return the tables of a file, and whether a number was said to be no citizen's number.

    Refuses it with everything that is wrong, and with a citizen's number wherever it stands.
    """
    tables = checked_tables(content, pointer=pointer)
    found = [
        guard(dict(texts(content, pointer)), declared_not_bsn=declared_not_bsn)
        for texts in (texts_in, names_in)
    ]
    return tables, any(findings.declared for each in found for findings in each.values())


def edition_id(request_id: UUID, number: int) -> UUID:
    """Return the id of the n-th edition of a request: the caller's own, or one made from it."""
    if number == 0:
        return request_id
    made = bytearray(hashlib.sha256(request_id.bytes + number.to_bytes(4, "big")).digest()[:16])
    made[6] = made[6] & 0x0F | 0x40
    made[8] = made[8] & 0x3F | 0x80
    return UUID(bytes=bytes(made))


async def _insert(
    work: Work, member: Member, edition_id: UUID, table: dict[str, Any], copied_from: UUID | None
) -> str:
    content = canonical_bytes(table)
    made = await fetch_one(
        "insert into edition (id, journal_id, organisation_id, catalogue, publisher, content,"
        " digest, added_at, added_by, copied_from)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " on conflict do nothing returning digest",
        edition_id,
        member.journal_id,
        member.organisation_id,
        table["id"],
        table.get("publisher"),
        content.decode(),
        digest(content),
        work.at,
        member.person_id,
        copied_from,
    )
    if made is None:
        there = await fetch_one(
            "select id from edition where journal_id = $1 and digest = $2 and retired_at is null",
            member.journal_id,
            digest(content),
        )
        raise IdTaken if there is None else AlreadyAdded(catalogue=table["id"])
    return made["digest"]


async def _refuse_unknown_origin(person: SignedIn, copied_from: UUID | None) -> None:
    if copied_from is None:
        return
    try:
        await queries.readable_edition(person.person_id, copied_from)
    except NotFound:
        fault = Fault(pointer="/copiedFrom", slug="catalogue/unknown-edition")
        raise Invalid([fault]) from None


async def _refuse_too_many(member: Member, more: int) -> None:
    row = await fetch_one(
        "select count(*) as editions from edition where journal_id = $1 and retired_at is null",
        member.journal_id,
    )
    assert row is not None, "a count is always there"
    if row["editions"] + more > EDITIONS_LIMIT:
        raise TooManyEditions(limit=EDITIONS_LIMIT)
