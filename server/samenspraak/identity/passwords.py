"""Hashing of passwords and of codes that people write down, kept off the event loop and to four at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore
from typing import Any, TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import hash_secret_raw
from prometheus_client import Counter

from samenspraak import surroundings
from samenspraak.errors import Busy
from samenspraak.identity.decisions import same_password
from samenspraak.logs import REGISTRY

# Each takes 19 MiB and a core for some 25 ms: four keep a small machine responsive, and those
# who wait behind sixty-four others are better told to come back.
AT_ONCE = 4
WAITING_LIMIT = 64

_HASHER = PasswordHasher(
    time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)
# Verified for addresses nobody has, so that the work and its time are the same.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$tgHqS/yGnPF1BhDisx4irQ"
    "$ilr+ktM0DvZv7aLBCXuPM/DbNMUTwm5o8gkiQUZyUEA"
)
_ROOM = BoundedSemaphore(AT_ONCE + WAITING_LIMIT)
_THREADS = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="argon2")

# Far more of these than people who come in means that somebody guesses.
HASHES = Counter(
    "samenspraak_slow_hashes",
    "Passwords and kept codes that were hashed, to keep or to compare.",
    registry=REGISTRY,
)

T = TypeVar("T")


async def hashed(password: str) -> str:
    """Return what is kept of a password."""
    salt = surroundings.random_bytes(16)
    return await _aside(partial(_HASHER.hash, same_password(password), salt=salt))


async def matches(password: str, known_hash: str | None) -> bool:
    """Tell whether this is the password; for nobody (None) it is not, after the same work."""
    return await _aside(partial(_verified, same_password(password), known_hash))


async def code_hashes(codes: list[str], *, salt: str) -> list[str]:
    """Return what is kept of codes that people write down.

    They are too short to be kept under a quick hash. One salt for all of a set lets a try be hashed
    once instead of once for each.
    """
    return await _aside(partial(_code_hashes, codes, bytes.fromhex(salt)))


def is_outdated(known_hash: str) -> bool:
    """Tell whether a hash was made with other costs than ours now."""
    return _HASHER.check_needs_rehash(known_hash)


def _verified(password: str, known_hash: str | None) -> bool:
    try:
        return _HASHER.verify(known_hash or _NOBODY, password) and known_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def _code_hashes(codes: list[str], salt: bytes) -> list[str]:
    return [
        hash_secret_raw(
            code.encode(),
            salt,
            time_cost=_HASHER.time_cost,
            memory_cost=_HASHER.memory_cost,
            parallelism=_HASHER.parallelism,
            hash_len=32,
            type=Type.ID,
        ).hex()
        for code in codes
    ]


async def _aside(work: Callable[[], T]) -> T:
    """Wait for a thread. The place is freed when the work ends, also when nobody waits any more."""
    if not _ROOM.acquire(blocking=False):
        raise Busy(retry_after=2)
    HASHES.inc()
    future = _THREADS.submit(work)
    future.add_done_callback(_leave)
    return await asyncio.wrap_future(future)


def _leave(_: Future[Any]) -> None:
    _ROOM.release()
