"""The key that seals receipts: in a folder outside the database, its public half in a table.

The folder is read at every use. Signing is rare, and so no process can go on with a key that was
taken away, or miss one that was added.
"""

from datetime import datetime
from typing import Any

import structlog

from samenspraak import surroundings
from samenspraak.agreements.decisions import SealingUnavailable
from samenspraak.canonical import canonical_bytes, strict_json
from samenspraak.database import as_person, execute, fetch
from samenspraak.errors import Busy
from samenspraak.settings import Settings
from samenspraak.tokens import (
    KeysUnusable,
    PublicKey,
    SigningKey,
    load_keys,
    load_or_make_keys,
    public_key,
)

# Any number, as long as all our processes use the same one, and not that of the migrations: those
# may hold theirs for minutes.
KEYS_LOCK = 7_263_002
# A key comes back when somebody puts it back; a screen need not ask every second.
RETRY_SECONDS = 60

log = structlog.get_logger()

_WINDOWS = "select id, jwk, valid_from, valid_to from signing_key order by valid_from, id"


async def prepare_keys(settings: Settings) -> None:
    """Make the first key where there is none yet, and say aloud when sealing will not work.

    A key's window begins now, by the clock that was passed in. Without a key the rest goes on.
    """
    try:
        await _begin(settings)
        await sealing_key(settings)
    except (SealingUnavailable, KeysUnusable):
        log.exception("no receipts can be sealed", reason="the signing keys cannot be used")
    except Busy:
        log.warning("the signing keys were not looked at", reason="the database is busy")


async def sealing_key(settings: Settings) -> SigningKey:
    """Return the key to seal with at this moment; folder and table have to agree on it."""
    windows = await _windows()
    if not windows:
        await _begin(settings)
        windows = await _windows()
    try:
        keys = load_keys(settings.keys_folder)
    except KeysUnusable as error:
        log.exception("the signing keys cannot be read")
        raise SealingUnavailable(retry_after=RETRY_SECONDS) from error
    known = {row["id"] for row in windows}
    at = surroundings.now()
    usable = [row["id"] for row in windows if row["id"] in keys and _is_open(row, at)]
    if not usable and len(windows) == 1 and windows[0]["id"] in keys:
        usable = await _begin_earlier(windows[0], at)
    if not usable or not set(keys) <= known:
        log.error("the signing keys are not those of the table", keys=len(keys), known=len(known))
        raise SealingUnavailable(retry_after=RETRY_SECONDS)
    return keys[usable[-1]]


async def windows_of_keys() -> list[tuple[PublicKey, datetime, datetime | None]]:
    """Return every public key there ever was, with the time in which it sealed."""
    return [
        (public_key(strict_json(row["jwk"])), row["valid_from"], row["valid_to"])
        for row in await _windows()
    ]


async def _begin(settings: Settings) -> None:
    """Publish the keys of the folder where the table has none, one process at a time."""
    async with as_person(None):
        await execute("select pg_advisory_xact_lock($1)", KEYS_LOCK)
        # Only a new house makes a key. One that has sealed before waits for its own to come back.
        if await fetch(_WINDOWS):
            return
        try:
            keys = load_or_make_keys(settings.keys_folder)
        except KeysUnusable as error:
            raise SealingUnavailable(retry_after=RETRY_SECONDS) from error
        for key in keys.values():
            await execute(
                "insert into signing_key (id, jwk, valid_from) values ($1, $2, $3)",
                key.kid,
                canonical_bytes(key.public.as_jwk()).decode(),
                surroundings.now(),
            )


async def _begin_earlier(row: dict[str, Any], at: datetime) -> list[str]:
    """Let the only key there ever was count from an earlier moment.

    A history may be played into a house that was started before, and clocks are set back. Without
    an earlier key no receipt could be mistaken for one of its time.
    """
    if at >= row["valid_from"]:
        return []
    async with as_person(None):
        await execute(
            "update signing_key set valid_from = $2 where id = $1 and valid_from > $2",
            row["id"],
            at,
        )
    return [row["id"]]


async def _windows() -> list[dict[str, Any]]:
    async with as_person(None):
        return await fetch(_WINDOWS)


def _is_open(row: dict[str, Any], at: datetime) -> bool:
    return row["valid_from"] <= at and (row["valid_to"] is None or at < row["valid_to"])
