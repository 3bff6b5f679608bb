"""Erasing who somebody was, while everything that was agreed and signed goes on to hold.

Signed bytes hold no name: a salt ties the name to them, and both go here. What the person wrote
stays, by somebody whose name is gone, and so does that they signed, in which role, for whom.
"""

from collections.abc import Sequence
from datetime import datetime
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
from samenspraak.database import as_sweeper, execute, fetch, fetch_one
from samenspraak.errors import NotFound
from samenspraak.identity.schemas import PersonErased
from samenspraak.identity.spelling import email_of
from samenspraak.journal.commands import Work, unit_of_sweep
from samenspraak.letting_go.drafts import erase_in_drafts
from samenspraak.letting_go.records import LetGo, note
from samenspraak.workspaces.schemas import InvitationWithdrawn


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
    sides: frozenset[str]
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
    person_id: UUID = person["id"]
    async with as_sweeper(connection):
        await forget_letters(person_id)
        places = await fetch("select * from places_of($1)", person_id)
    rooms = [place for place in places if place["workspace_id"] is not None]
    for room in rooms:
        async with unit_of_sweep(connection, room["journal_id"]) as work:
            await erase_in_room(work, person, room["workspace_id"], room["journal_id"])
    for place in places:
        if place["organisation_id"] is not None:
            async with unit_of_sweep(connection, place["journal_id"]) as work:
                await erase_from_organisation(work, person_id, place["journal_id"])
    async with as_sweeper(connection):
        await forget_account(person_id, surroundings.now())
    return Erased(person_id=person_id, workspaces=len(rooms))


async def erase_within(work: Work, places: Sequence[dict[str, Any]]) -> Erased:
    """Do all of that for the person whose work this is, in one unit: all of it, or nothing.

    The unit holds the journals of these places, which `places_of` opened to it.
    """
    person = await fetch_one("select id, name from person where id = $1", work.person_id)
    assert person is not None, "whoever works is somebody"
    await forget_letters(work.person_id)
    rooms = 0
    for place in places:
        if place["workspace_id"] is None:
            await erase_from_organisation(work, work.person_id, place["journal_id"])
        else:
            await erase_in_room(work, person, place["workspace_id"], place["journal_id"])
            rooms += 1
    await forget_account(work.person_id, work.at)
    return Erased(person_id=work.person_id, workspaces=rooms)


async def forget_letters(person_id: UUID) -> None:
    """Take back every letter that waits for this person or names them, while the names are known."""
    await execute("select forget_letters($1)", person_id)


async def forget_account(person_id: UUID, at: datetime) -> None:
    """End every way in, and the address with which somebody came in; nobody can be this again."""
    await execute("select forget_account($1, $2)", person_id, at)


async def erase_in_room(
    work: Work, person: dict[str, Any], workspace_id: UUID, journal_id: UUID
) -> None:
    """Take a name from everything in a workspace, within the unit that holds its shared journal."""
    known = await _known(person, workspace_id)
    await _erase_in_versions(known)
    await _erase_in_texts(known)
    await erase_in_drafts(
        workspace_id,
        known.person_id,
        lambda side, name: side in known.sides and _plain(name) in known.names,
    )
    await _withdraw_invitations(work, known)
    await execute(
        "update participant set name = '', title = '', left_at = coalesce(left_at, $3)"
        " where workspace_id = $1 and person_id = $2",
        workspace_id,
        known.person_id,
        work.at,
    )
    work.record(journal_id, PersonErased(person_id=known.person_id))


async def _withdraw_invitations(work: Work, known: _Known) -> None:
    """Make worthless whom they invited: the letters named them, and nobody else knows of these."""
    rows = await fetch(
        "update invitation set withdrawn_at = $3 where workspace_id = $1 and invited_by = $2"
        " and accepted_at is null and withdrawn_at is null returning id, journal_id",
        known.workspace_id,
        known.person_id,
        work.at,
    )
    await work.lock(*(row["journal_id"] for row in rows))
    for row in rows:
        work.record(
            row["journal_id"],
            InvitationWithdrawn(workspace_id=known.workspace_id, invitation_id=row["id"]),
        )


async def _known(person: dict[str, Any], workspace_id: UUID) -> _Known:
    parts = await fetch(
        "select id, side from participant where workspace_id = $1 and person_id = $2",
        workspace_id,
        person["id"],
    )
    rows = await fetch(
        "select name from participant where workspace_id = $1 and person_id = $2"
        " union all select s.name from signature s join version v on v.id = s.version_id"
        " where v.workspace_id = $1 and s.person_id = $2",
        workspace_id,
        person["id"],
    )
    names = {_plain(row["name"]) for row in rows} | {_plain(person["name"])}
    return _Known(
        person_id=person["id"],
        workspace_id=workspace_id,
        sides=frozenset(part["side"] for part in parts),
        names=frozenset(names - {""}),
        participant_ids=frozenset(part["id"] for part in parts),
    )


async def _erase_in_versions(known: _Known) -> None:
    """Take names and salts from beside the versions; a slot of the signed bytes then tells nobody."""
    slots = await _slots(known)
    versions = await fetch(
        "select id, names from version where workspace_id = $1", known.workspace_id
    )
    for row in versions:
        names = msgspec.json.decode(row["names"], type=NamesDocument).names
        left = [entry for entry in names if entry.commitment not in slots]
        if len(left) < len(names):
            await execute(
                "update version set names = $2 where id = $1",
                row["id"],
                canonical_bytes(names_document(left)).decode(),
            )
    await execute("select forget_signer($1, $2)", known.person_id, known.workspace_id)


async def _slots(known: _Known) -> set[str | None]:
    """Return what stands for this person in signed bytes; a namesake has slots of their own."""
    signed = await fetch(
        "select s.content from signature s join version v on v.id = s.version_id"
        " where v.workspace_id = $1 and s.person_id = $2",
        known.workspace_id,
        known.person_id,
    )
    texts = await fetch(
        "select r.names from revision r join commitment c on c.id = r.commitment_id"
        " where c.workspace_id = $1",
        known.workspace_id,
    )
    return {
        msgspec.json.decode(row["content"], type=SignatureStatement).signatory for row in signed
    } | {
        holder.commitment
        for row in texts
        for holder in msgspec.json.decode(row["names"], type=list[Holder])
        if _is_of(holder, holder.side, known)
    }


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
            if _is_of(each, each.side, known)
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
        "select id, side, names from holder_change where workspace_id = $1 and names is not null",
        known.workspace_id,
    )
    for row in changes:
        if _is_of(msgspec.json.decode(row["names"], type=HeldNow), row["side"], known):
            await execute("update holder_change set names = null where id = $1", row["id"])
    await execute(
        "update invitation set email = '', title = '' where workspace_id = $1 and email ="
        " (select email from person where id = $2)",
        known.workspace_id,
        known.person_id,
    )


async def erase_from_organisation(work: Work, person_id: UUID, journal_id: UUID) -> None:
    """End what somebody was for an organisation, within the unit that holds its journal."""
    await execute(
        "update membership set title = '', is_administrator = false,"
        " left_at = coalesce(left_at, $3) where person_id = $1 and journal_id = $2",
        person_id,
        journal_id,
        work.at,
    )
    await execute(
        "update mandate set revoked_at = coalesce(revoked_at, $3)"
        " where person_id = $1 and journal_id = $2",
        person_id,
        journal_id,
        work.at,
    )
    work.record(journal_id, PersonErased(person_id=person_id))


def _is_of(named: Holder | HeldNow, side: str, known: _Known) -> bool:
    """Tell whether a place is this person's; without an account it is by name, on their own side.

    Anybody may be called like somebody of the other side, and then ask to be forgotten.
    """
    if named.participant_id is not None:
        return named.participant_id in known.participant_ids
    return side in known.sides and _plain(named.name) in known.names


def _plain(name: str) -> str:
    return normalize("NFC", " ".join(name.split())).casefold()
