"""Putting a new key in the place of the old one, while others go on signing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
from msgspec import Struct

from samenspraak import surroundings
from samenspraak.agreements.keys.sealing import KEYS_LOCK
from samenspraak.agreements.keys.windows import (
    WINDOWS,
    KeyPlace,
    KeyRow,
    chosen,
    keys_in,
    places_of,
    put_away,
    rows_in,
)
from samenspraak.canonical import canonical_bytes
from samenspraak.settings import Settings
from samenspraak.tokens import SigningKey, make_key, take_in_use, waiting_keys

# Whoever signs at this moment is done sooner; a rotation that still waits can be asked for again.
PATIENCE = "30s"
_SMALLEST = timedelta(microseconds=1)


class Rotation(Struct, frozen=True, kw_only=True):
    """What a rotation did: which key seals since when, and which ones no longer do."""

    kid: str
    at: datetime
    retired: tuple[str, ...]


class KeyState(Struct, frozen=True, kw_only=True):
    """A key of the table, where its private half is, and how many receipts it sealed."""

    row: KeyRow
    place: KeyPlace
    receipts: int


async def states_of_keys(settings: Settings) -> list[KeyState]:
    """Return every key there ever was, the first first; it needs the owner's address."""
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        windows = rows_in(await connection.fetch(WINDOWS))
        counts = {
            row["kid"]: row["count"]
            for row in await connection.fetch("select kid, count(*) from receipt group by kid")
        }
    finally:
        await connection.close()
    places = places_of(settings.keys_folder, windows)
    return [
        KeyState(row=row, place=places[row.id], receipts=counts.get(row.id, 0)) for row in windows
    ]


def judge_keys(settings: Settings, states: Sequence[KeyState]) -> str:
    """Return the key that seals now, or refuse with the reason why nothing can be sealed."""
    windows = [state.row for state in states]
    keys = keys_in(settings.keys_folder, windows)
    return chosen(windows, keys, surroundings.now())[0].id


async def prepare_rotation(settings: Settings) -> str:
    """Lay the next key ready in the folder and return its thumbprint; nothing seals with it yet.

    With several machines the folder can then be copied to all of them before the rotation.
    """
    connection = await _alone(settings)
    try:
        keys_in(settings.keys_folder, rows_in(await connection.fetch(WINDOWS)))
        return _next_key(settings.keys_folder).kid
    finally:
        await connection.close()


async def rotate(settings: Settings, *, destroy: bool = False) -> Rotation:
    """Close the window of the key that seals and open that of a new one, at one moment.

    Nothing is sealed meanwhile. A folder that is not what the table says is left as it is: a new
    key must not hide that the old one is gone. The table changes while the new key lies under a
    waiting name, so that a crash at any point leaves a house that can seal, or can be finished.
    """
    folder = settings.keys_folder
    connection = await _alone(settings)
    try:
        windows = rows_in(await connection.fetch(WINDOWS))
        keys = keys_in(folder, windows)
        current, _ = chosen(windows, keys, surroundings.now())
        at = await _moment(connection, current)
        new = _next_key(folder)
        async with connection.transaction():
            await connection.execute(
                "update signing_key set valid_to = $1 where valid_to is null", at
            )
            await connection.execute(
                "insert into signing_key (id, jwk, valid_from) values ($1, $2, $3)",
                new.kid,
                canonical_bytes(new.public.as_jwk()).decode(),
                at,
            )
        take_in_use(folder, new.kid)
        for key in keys.values():
            put_away(folder, key, destroy=destroy)
        return Rotation(kid=new.kid, at=at, retired=tuple(keys))
    finally:
        # The lock goes with the connection.
        await connection.close()


async def _alone(settings: Settings) -> asyncpg.Connection:
    """Keep everybody from sealing for as long as this connection lasts."""
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        await connection.execute(f"set lock_timeout = '{PATIENCE}'")
        await connection.execute("select pg_advisory_lock($1)", KEYS_LOCK)
    except BaseException:
        connection.terminate()
        raise
    return connection


async def _moment(connection: asyncpg.Connection, current: KeyRow) -> datetime:
    """Return now, and in any case after everything that the old key sealed."""
    last = await connection.fetchval(
        "select max(issued_at) from receipt where kid = $1", current.id
    )
    sealed = [current.valid_from, *([] if last is None else [last])]
    return max(surroundings.now(), *(moment + _SMALLEST for moment in sealed))


def _next_key(folder: Path) -> SigningKey:
    """Return the key that lies ready, or make one."""
    ready = waiting_keys(folder)
    return next(iter(ready.values())) if ready else make_key(folder, is_waiting=True)
