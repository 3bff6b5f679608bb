"""Who is let in and for how long, how often one may try, and that nobody else's page asks."""

import base64
import hashlib
import hmac
import ipaddress
from collections.abc import Collection
from datetime import datetime, timedelta

from msgspec import Struct

from samenspraak.identity.decisions.refusals import CsrfMismatch, OtherOrigin, TooManyAttempts

# Some mistypings are ordinary; from here each next attempt waits twice as long, up to a minute.
FREE_ATTEMPTS = 5
LONGEST_DELAY_SECONDS = 60
# Failures are forgotten after a quarter of an hour, which is also how long a lock lasts.
ATTEMPTS_SECONDS = 15 * 60
# A building shares one address, so a network may fail more often than an account.
NETWORK_FACTOR = 5
# As long as a holiday: from a network where somebody signed in, strangers cannot keep them out.
HOME_SECONDS = 30 * 24 * 3600

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Attempts(Struct, frozen=True, kw_only=True):
    """How often something failed in a row, and when that is forgotten."""

    count: int
    forgotten_at: datetime


def attempt(before: Attempts | None, *, at: datetime, limit: int) -> Attempts:
    """Count one more attempt, or refuse it because the last one is too recent.

    After a few each waits longer than the one before, and `limit` in a row lock for a quarter of
    an hour. It counts before it is known to fail, so that a hundred at once are not a hundred guesses.
    """
    if before is None or before.forgotten_at <= at:
        return Attempts(count=1, forgotten_at=at + timedelta(seconds=ATTEMPTS_SECONDS))
    last_at = before.forgotten_at - timedelta(seconds=ATTEMPTS_SECONDS)
    next_at = last_at + timedelta(seconds=_delay_after(before.count, limit=limit))
    if at < next_at:
        raise TooManyAttempts(retry_after=whole_seconds(next_at - at))
    return Attempts(count=before.count + 1, forgotten_at=at + timedelta(seconds=ATTEMPTS_SECONDS))


def whole_seconds(wait: timedelta) -> int:
    """Round a wait up, so that whoever comes back on time is not early."""
    return max(1, -int(-wait.total_seconds() // 1))


def is_session_alive(
    *, at: datetime, seen_at: datetime, expires_at: datetime, idle_seconds: int
) -> bool:
    """Tell whether a session lasts: not for ever, and not while nobody is there."""
    return at < session_ends_at(seen_at=seen_at, expires_at=expires_at, idle_seconds=idle_seconds)


def session_ends_at(*, seen_at: datetime, expires_at: datetime, idle_seconds: int) -> datetime:
    """Return when a session ends unless something is asked before."""
    return min(expires_at, seen_at + timedelta(seconds=idle_seconds))


def secret_hash(secret: str) -> str:
    """Return what is kept of a secret. Secrets are 256 random bits, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_text(random: bytes) -> str:
    """Spell random bytes so that cookies and headers carry them."""
    return base64.urlsafe_b64encode(random).decode().rstrip("=")


def csrf_token(session_secret: str) -> str:
    """Return the token that belongs to one session only.

    It follows from the session's secret and not the reverse, so a cookie that another page
    planted never fits.
    """
    key = session_secret.encode()
    return secret_text(hmac.digest(key, b"samenspraak csrf", "sha256"))


def judge_csrf(*, session_secret: str, sent: str | None) -> None:
    """Refuse a change that does not carry the session's own token."""
    if not hmac.compare_digest(csrf_token(session_secret).encode(), (sent or "").encode()):
        raise CsrfMismatch


def judge_origin(
    *, origin: str | None, fetch_site: str | None, has_cookie: bool, origins: Collection[str]
) -> None:
    """Refuse a change that a page of somebody else asks for.

    A browser names the origin of every change; without a cookie and an origin it is a program,
    which has nothing of the reader's to misuse.
    """
    if fetch_site == "cross-site":
        raise OtherOrigin
    if (origin is not None or has_cookie) and origin not in origins:
        raise OtherOrigin


def network_of(host: str | None) -> str:
    """Return the network an address belongs to: one home has a whole /64 of IPv6 to itself."""
    try:
        address = ipaddress.ip_address((host or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


def _delay_after(count: int, *, limit: int) -> int:
    if count >= limit:
        return ATTEMPTS_SECONDS
    if count < FREE_ATTEMPTS:
        return 0
    return min(LONGEST_DELAY_SECONDS, 2 ** min(count - FREE_ATTEMPTS, 10))
