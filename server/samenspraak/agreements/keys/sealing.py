"""Choosing the key to seal with, at the very moment of sealing."""

from datetime import datetime

import structlog
from msgspec import Struct
from prometheus_client import Gauge

from samenspraak import surroundings
from samenspraak.agreements.decisions import SealingUnavailable
from samenspraak.agreements.keys.windows import (
    WINDOWS,
    KeyRow,
    chosen,
    keys_in,
    reason_of,
    rows_in,
)
from samenspraak.canonical import canonical_bytes
from samenspraak.database import as_person, execute, fetch
from samenspraak.errors import Busy
from samenspraak.logs import REGISTRY
from samenspraak.settings import Settings
from samenspraak.tokens import KeysUnusable, PublicKey, SigningKey, load_or_make_keys

# Any number, as long as all our processes use the same one, and not that of the migrations: those
# may hold theirs for minutes.
KEYS_LOCK = 7_263_002
# A key comes back when somebody puts it back; a screen need not ask every second.
RETRY_SECONDS = 60
SEALING = Gauge(
    "samenspraak_sealing_available",
    "Whether receipts can be sealed: 1, or 0 while nobody can sign.",
    registry=REGISTRY,
)

_SHARED = "select pg_advisory_xact_lock_shared($1)"
_ALONE = "select pg_advisory_xact_lock($1)"

log = structlog.get_logger()


class Sealing(Struct, frozen=True, kw_only=True):
    """A key, and a moment inside its window: the two go together in what is sealed."""

    key: SigningKey
    at: datetime


async def prepare_keys(settings: Settings) -> None:
    """Make the first key where there is none yet, and say aloud when sealing will not work.

    A key's window begins now, by the clock that was passed in. Without a key the rest goes on.
    """
    try:
        await sealing_now(settings)
    except (SealingUnavailable, KeysUnusable):
        log.exception("no receipts can be sealed", reason="the signing keys cannot be used")
    except Busy:
        log.warning("the signing keys were not looked at", reason="the database is busy")


async def sealing_key(settings: Settings) -> SigningKey:
    """Return the key to seal with at this moment; folder and table have to agree on it."""
    return (await sealing_now(settings)).key


async def sealing_now(settings: Settings) -> Sealing:
    """Return the key to seal with, and the moment to seal at, which is inside its window."""
    async with as_person(None):
        await execute(_SHARED, KEYS_LOCK)
        windows = rows_in(await fetch(WINDOWS))
        if windows and not _is_before_all(windows, surroundings.now()):
            return _sealing(settings, windows, surroundings.now())
    if windows:
        await _begin_earlier(settings, windows[0])
    else:
        await _begin(settings)
    async with as_person(None):
        await execute(_SHARED, KEYS_LOCK)
        return _sealing(settings, rows_in(await fetch(WINDOWS)), surroundings.now())


async def held_for_sealing(settings: Settings, at: datetime) -> Sealing:
    """Do as `sealing_now` in the unit of work that is open, for what happens at that moment.

    No rotation comes between this and the end of the unit. Where one just did, the moment is that
    of the rotation: later than `at`, and inside the window of the key.
    """
    await execute(_SHARED, KEYS_LOCK)
    return _sealing(settings, rows_in(await fetch(WINDOWS)), at)


async def is_sealing_possible(settings: Settings) -> bool:
    """Look whether anything could be sealed now, making and changing nothing."""
    async with as_person(None):
        await execute(_SHARED, KEYS_LOCK)
        windows = rows_in(await fetch(WINDOWS))
    try:
        _sealing(settings, windows, surroundings.now())
    except SealingUnavailable:
        return False
    return True


async def windows_of_keys() -> list[tuple[PublicKey, datetime, datetime | None]]:
    """Return every public key there ever was, with the time in which it sealed."""
    async with as_person(None):
        windows = rows_in(await fetch(WINDOWS))
    return [(row.public, row.valid_from, row.valid_to) for row in windows]


def _sealing(settings: Settings, windows: list[KeyRow], at: datetime) -> Sealing:
    """Choose, or raise the alarm: in the log, in the counts, and to who wants to sign."""
    try:
        keys = keys_in(settings.keys_folder, windows)
        row, moment = chosen(windows, keys, at)
    except KeysUnusable as error:
        SEALING.set(0)
        log.exception("nothing can be sealed", reason=reason_of(error), known=len(windows))
        raise SealingUnavailable(retry_after=RETRY_SECONDS) from error
    SEALING.set(1)
    return Sealing(key=keys[row.id], at=moment)


def _is_before_all(windows: list[KeyRow], at: datetime) -> bool:
    return len(windows) == 1 and at < windows[0].valid_from


async def _begin(settings: Settings) -> None:
    """Publish the keys of the folder where the table has none, one process at a time."""
    async with as_person(None):
        await execute(_ALONE, KEYS_LOCK)
        # Only a new house makes a key. One that has sealed before waits for its own to come back.
        if await fetch(WINDOWS):
            return
        try:
            keys = load_or_make_keys(settings.keys_folder)
        except KeysUnusable as error:
            SEALING.set(0)
            raise SealingUnavailable(retry_after=RETRY_SECONDS) from error
        for key in keys.values():
            await execute(
                "insert into signing_key (id, jwk, valid_from) values ($1, $2, $3)",
                key.kid,
                canonical_bytes(key.public.as_jwk()).decode(),
                surroundings.now(),
            )


async def _begin_earlier(settings: Settings, row: KeyRow) -> None:
    """Let the only key there ever was count from an earlier moment.

    A history may be played into a house that was started before, and clocks are set back. Without
    an earlier key no receipt could be mistaken for one of its time.
    """
    async with as_person(None):
        await execute(_ALONE, KEYS_LOCK)
        windows = rows_in(await fetch(WINDOWS))
        at = surroundings.now()
        # Only whoever has the key may say since when it counts.
        _sealing(settings, windows, max(at, row.valid_from))
        if _is_before_all(windows, at):
            await execute("update signing_key set valid_from = $2 where id = $1", row.id, at)
