"""Erasing who somebody was, while everything that was agreed and signed goes on to hold.

Signed bytes hold no name: a salt ties the name to them, and both go here. What the person wrote
stays, by somebody whose name is gone, and so does that they signed, in which role, for whom.
"""

from pathlib import Path
from typing import Any
from unicodedata import normalize
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct, structs

from samenspraak import surroundings
from samenspraak.agreements.documents import (
    NamesDocument,
    SignatureStatement,
    names_document,
)
from samenspraak.canonical import canonical_bytes
from samenspraak.commitments.queries import HeldNow, Holder
from samenspraak.database import execute, fetch
from samenspraak.errors import NotFound
from samenspraak.identity.schemas import PersonErased
from samenspraak.identity.spelling import email_of
from samenspraak.journal.commands import unit_of_sweep
from samenspraak.letting_go.drafts import erase_in_drafts
from samenspraak.letting_go.records import LetGo, note

# What one person alone has a part in, ways in first.
_OWN_TABLES = (
    "credential",
    "recovery_code",
    "external_identity",
    "provider_request",
    "password_reset",
    "session",
    "api_token",
    "read_mark",
    "sign_request",
)


class UnknownPerson(NotFound):
    """Nobody signs in with this address."""

    slug = "letting-go/unknown-person"


class Erased(Struct, frozen=True, kw_only=True):
    """In how many workspaces a name went."""

    person_id: UUID
    workspaces: int


class _Known(Struct, frozen=True, kw_only=True):
    """Who somebody is in one workspace: under which names, and as which participants."""

    person_id: UUID
    workspace_id: UUID
    names: frozenset[str]
    participant_ids: frozenset[UUID]


async def erase(owner_url: str, email: str, *, noted_in: Path | None = None) -> Erased:
    """Take away everything that says who somebody was: name, address, title, password, sessions.

    Each workspace and organisation is a unit of its own with an entry that says so, and the account
    goes last: cut off half-way, doing it again does the rest. Raises `UnknownPerson`. The folder
    gets a note of it, so that a backup from before does not bring them back.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        person = await connection.fetchrow(
            "select id, name, email from person where email = $1", email_of(email)
        )
        if person is None:
            raise UnknownPerson
        if noted_in is not None:
            note(noted_in, LetGo(kind="person", id=person["id"], at=surroundings.now()))
        return await _erase(connection, dict(person))
    finally:
        await connection.close()


async def erase_again(owner_url: str, person_id: UUID) -> Erased | None:
    """Erase somebody whom a backup brought back; None when there is nobody, or no more."""
    connection = await asyncpg.connect(owner_url)
    try:
        person = await connection.fetchrow(
            "select id, name, email from person where id = $1 and erased_at is null", person_id
        )
        return None if person is None else await _erase(connection, dict(person))
    finally:
        await connection.close()


async def _erase(connection: asyncpg.Connection, person: dict[str, Any]) -> Erased:
    rooms = await connection.fetch(
        "select w.id, w.journal_id from workspace w where exists"
        " (select from participant p where p.workspace_id = w.id and p.person_id = $1)"
        " order by w.id",
        person["id"],
    )
    for room in rooms:
        await _erase_in_room(connection, person, room["id"], room["journal_id"])
    await _erase_from_organisations(connection, person["id"])
    await _erase_account(connection, person["id"], person["email"])
    return Erased(person_id=person["id"], workspaces=len(rooms))


async def _erase_in_room(
    connection: asyncpg.Connection, person: dict[str, Any], workspace_id: UUID, journal_id: UUID
) -> None:
    async with unit_of_sweep(connection, journal_id) as work:
        # The trigger that keeps signatures as they are lets the owner through who says so.
        await execute("select set_config('app.letting_go', 'UPDATE', true)")
        known = await _known(person, workspace_id)
        await _erase_in_versions(known)
        await _erase_in_texts(known)
        await erase_in_drafts(
            workspace_id, known.person_id, lambda name: _plain(name) in known.names
        )
        await execute(
            "update participant set name = '', title = '', left_at = coalesce(left_at, $3)"
            " where workspace_id = $1 and person_id = $2",
            workspace_id,
            known.person_id,
            work.at,
        )
        await execute(
            "delete from journal_reader where person_id = $2 and journal_id in"
            " (select journal_id from side_room where workspace_id = $1 union select $3)",
            workspace_id,
            known.person_id,
            journal_id,
        )
        work.record(journal_id, PersonErased(person_id=known.person_id))


async def _known(person: dict[str, Any], workspace_id: UUID) -> _Known:
    rows = await fetch(
        "select id, name from participant where workspace_id = $1 and person_id = $2"
        " union all select v.id, s.name from signature s join version v on v.id = s.version_id"
        " where v.workspace_id = $1 and s.person_id = $2",
        workspace_id,
        person["id"],
    )
    names = {_plain(row["name"]) for row in rows} | {_plain(person["name"])}
    return _Known(
        person_id=person["id"],
        workspace_id=workspace_id,
        names=frozenset(names - {""}),
        participant_ids=frozenset(row["id"] for row in rows),
    )


async def _erase_in_versions(known: _Known) -> None:
    """Take names and salts from beside the versions; a slot of the signed bytes then tells nobody."""
    signed = await fetch(
        "select s.content from signature s join version v on v.id = s.version_id"
        " where v.workspace_id = $1 and s.person_id = $2",
        known.workspace_id,
        known.person_id,
    )
    slots = {
        msgspec.json.decode(row["content"], type=SignatureStatement).signatory for row in signed
    }
    versions = await fetch(
        "select id, names from version where workspace_id = $1", known.workspace_id
    )
    for row in versions:
        names = msgspec.json.decode(row["names"], type=NamesDocument).names
        left = [
            entry
            for entry in names
            if entry.commitment not in slots and _plain(entry.name) not in known.names
        ]
        if len(left) < len(names):
            await execute(
                "update version set names = $2 where id = $1",
                row["id"],
                canonical_bytes(names_document(left)).decode(),
            )
    await execute(
        "update signature set name = '' from version v where v.id = signature.version_id"
        " and v.workspace_id = $1 and signature.person_id = $2",
        known.workspace_id,
        known.person_id,
    )


async def _erase_in_texts(known: _Known) -> None:
    """Take the name from places in agreed texts, also where somebody wrote it without an account."""
    texts = await fetch(
        "select r.id, r.names from revision r join commitment c on c.id = r.commitment_id"
        " where c.workspace_id = $1",
        known.workspace_id,
    )
    for row in texts:
        holders = msgspec.json.decode(row["names"], type=list[Holder])
        left = [
            structs.replace(each, name="", salt="", participant_id=None)
            if _is_of(each, known)
            else each
            for each in holders
        ]
        if left != holders:
            await execute(
                "update revision set names = $2 where id = $1",
                row["id"],
                canonical_bytes(left).decode(),
            )
    changes = await fetch(
        "select id, names from holder_change where workspace_id = $1 and names is not null",
        known.workspace_id,
    )
    for row in changes:
        if _is_of(msgspec.json.decode(row["names"], type=HeldNow), known):
            await execute("update holder_change set names = null where id = $1", row["id"])
    await execute(
        "update invitation set email = '', title = '' where workspace_id = $1 and email ="
        " (select email from person where id = $2)",
        known.workspace_id,
        known.person_id,
    )


async def _erase_from_organisations(connection: asyncpg.Connection, person_id: UUID) -> None:
    members = await connection.fetch(
        "select journal_id from membership where person_id = $1 order by journal_id", person_id
    )
    for member in members:
        async with unit_of_sweep(connection, member["journal_id"]) as work:
            await execute(
                "update membership set title = '', is_administrator = false,"
                " left_at = coalesce(left_at, $3) where person_id = $1 and journal_id = $2",
                person_id,
                member["journal_id"],
                work.at,
            )
            await execute(
                "update mandate set revoked_at = coalesce(revoked_at, $3)"
                " where person_id = $1 and journal_id = $2",
                person_id,
                member["journal_id"],
                work.at,
            )
            await execute(
                "delete from journal_reader where person_id = $1 and journal_id = $2",
                person_id,
                member["journal_id"],
            )
            work.record(member["journal_id"], PersonErased(person_id=person_id))


async def _erase_account(connection: asyncpg.Connection, person_id: UUID, email: str) -> None:
    """End every way in, and the address with which somebody came in; nobody can be this again."""
    async with connection.transaction():
        for table in _OWN_TABLES:
            await connection.execute(
                f"delete from {table} where person_id = $1",  # noqa: S608  # names of our own tables
                person_id,
            )
        await connection.execute("delete from outbox where recipient = $1", email)
        # Also where somebody was asked to come in and never did.
        await connection.execute(
            "update invitation set email = '', title = '' where email = $1", email
        )
        await connection.execute(
            "update person set name = '', email = $2, erased_at = $3 where id = $1",
            person_id,
            f"{person_id}@erased.invalid",
            surroundings.now(),
        )


def _is_of(named: Holder | HeldNow, known: _Known) -> bool:
    if named.participant_id is not None and named.participant_id in known.participant_ids:
        return True
    return _plain(named.name) in known.names


def _plain(name: str) -> str:
    return normalize("NFC", " ".join(name.split())).casefold()
