"""How often something is tried, counted in one table that all processes share.

What is counted is kept as a hash of its kind and its party, so that the table tells nothing about
addresses and one person's 429 never depends on another's doings.
"""

import hashlib
from datetime import timedelta

from samenspraak import surroundings
from samenspraak.database import execute, fetch_one
from samenspraak.errors import TooMany
from samenspraak.identity.decisions import Attempts, attempt, whole_seconds

# The count is no promise: it does not wait for the disk, and a crash may forget a second of it.
_COUNT = """
insert into rate_bucket (id, times, window_ends_at) values ($1, 1, $3)
on conflict (id) do update set
    times = case when rate_bucket.window_ends_at <= $2 then 1 else rate_bucket.times + 1 end,
    window_ends_at = case when rate_bucket.window_ends_at <= $2 then $3
                          else rate_bucket.window_ends_at end
returning times, window_ends_at, set_config('synchronous_commit', 'off', true)
"""
# New counts clear old ones away, so the table stays as small as what is going on.
_CLEAR = """
delete from rate_bucket where id in (
    select id from rate_bucket where window_ends_at <= $1 limit 10 for update skip locked)
"""


async def ration(what: str, *parties: object, limit: int, seconds: int) -> None:
    """Count one use within the transaction that is open, or refuse it as too many."""
    at = surroundings.now()
    row = await fetch_one(_COUNT, _key(what, parties), at, at + timedelta(seconds=seconds))
    assert row is not None, "an upsert always returns its row"
    if row["times"] > limit:
        raise TooMany(retry_after=whole_seconds(row["window_ends_at"] - at))
    if row["times"] == 1:
        await execute(_CLEAR, at)


async def begin(what: str, *parties: object, limit: int) -> None:
    """Count an attempt before it is made, within the transaction that is open, or refuse it."""
    key, at = _key(what, parties), surroundings.now()
    # Updating to what it was locks the row, whoever made it, so that attempts come one by one.
    row = await fetch_one(
        "insert into rate_bucket as b (id, times, window_ends_at) values ($1, 0, $2)"
        " on conflict (id) do update set times = b.times returning times, window_ends_at",
        key,
        at,
    )
    assert row is not None, "an upsert always returns its row"
    before = Attempts(count=row["times"], forgotten_at=row["window_ends_at"])
    after = attempt(before, at=at, limit=limit)
    await execute(
        "update rate_bucket set times = $2, window_ends_at = $3 where id = $1",
        key,
        after.count,
        after.forgotten_at,
    )


async def remember(what: str, *parties: object, seconds: int) -> None:
    """Note that something went well, within the transaction that is open."""
    await execute(
        "insert into rate_bucket (id, times, window_ends_at) values ($1, 0, $2)"
        " on conflict (id) do update set window_ends_at = excluded.window_ends_at",
        _key(what, parties),
        surroundings.now() + timedelta(seconds=seconds),
    )


async def is_remembered(what: str, *parties: object) -> bool:
    """Tell whether something went well not too long ago."""
    row = await fetch_one(
        "select 1 as known from rate_bucket where id = $1 and window_ends_at > $2",
        _key(what, parties),
        surroundings.now(),
    )
    return row is not None


async def forgive(what: str, *parties: object) -> None:
    """Take back an attempt that did not fail, within the transaction that is open."""
    await execute(
        "update rate_bucket set times = greatest(times - 1, 0) where id = $1", _key(what, parties)
    )


async def forget(what: str, *parties: object) -> None:
    """Forget all attempts, now that one went well, within the transaction that is open."""
    await execute("delete from rate_bucket where id = $1", _key(what, parties))


def _key(what: str, parties: tuple[object, ...]) -> str:
    return hashlib.sha256("\n".join([what, *map(str, parties)]).encode()).hexdigest()
