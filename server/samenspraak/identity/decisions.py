"""Who is let in, how often one may try, which passwords will do, and what a mandate may say."""

import base64
import hashlib
import hmac
import ipaddress
import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.canonical import EXACT_INTEGER_LIMIT
from samenspraak.errors import Conflict, Fault, Forbidden, Invalid, TooMany, Unauthenticated
from samenspraak.identity.schemas import (
    ChangeSettings,
    GrantMandate,
    MakeToken,
    MandateGranted,
    MandateRevoked,
    OrganisationSettingsChanged,
)
from samenspraak.identity.spelling import name_faults

# Long enough that guessing by hand and by list fails; the advice for a password that stands
# alone is 15, and a hard 15 makes people write it down.
PASSWORD_LEAST = 12
PASSWORD_MOST = 128
# Some mistypings are ordinary; from here each next attempt waits twice as long, up to a minute.
FREE_ATTEMPTS = 5
LONGEST_DELAY_SECONDS = 60
# Failures are forgotten after a quarter of an hour, which is also how long a lock lasts.
ATTEMPTS_SECONDS = 15 * 60
# A building shares one address, so a network may fail more often than an account.
NETWORK_FACTOR = 5
# As long as a holiday: from a network where somebody signed in, strangers cannot keep them out.
HOME_SECONDS = 30 * 24 * 3600
TOKEN_DAYS_MOST = 365
TOKEN_PREFIX = "samenspraak_"  # noqa: S105  # lets scanners of leaked secrets recognise ours

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# What remains of a common password when its digits and signs are taken off.
_COMMON = frozenset({
    "", "a", "abc", "abcd", "abcdef", "abcdefgh", "abcdefghijkl", "admin", "administrator",
    "asdfghjkl", "azerty", "azertyuiop", "changeme", "coordinator", "dragon", "footballer",
    "geheim", "geheimwachtwoord", "hallo", "herfst", "iloveyou", "inloggen", "lente", "letmein",
    "login", "mijnwachtwoord", "monkey", "nederland", "opdrachtgever", "opdrachtnemer", "passw",
    "password", "passwordpassword", "passwoord", "passwort", "princess", "qazwsx", "qazwsxedc",
    "qwerty", "qwertyqwerty", "qwertyuiop", "qwertyuiopasdf", "samenspraak",
    "samenspraaksamenspraak", "secret", "socialreturn", "sroi", "sunshine", "superman", "test",
    "testtest", "trustno", "ww", "wachtwoord", "wachtwoordwachtwoord", "welcome", "welkom",
    "welkomwelkom", "winter", "zomer",
})  # fmt: skip
# Fewer different characters than this is a drummed key, however long.
_DIFFERENT_LEAST = 5
# Contracts that were awarded are kept three years at least: Directive 2014/24/EU, article 84 (2).
LEAST_RETENTION = 3
MOST_RETENTION = 100


class WrongCredentials(Unauthenticated):
    """The address and the password do not go together; which of them is wrong is not told."""

    slug = "identity/wrong-credentials"


class WrongPassword(Invalid):
    """This is not the password of whoever is signed in."""

    slug = "identity/wrong-password"


class TooManyAttempts(TooMany):
    """Too many attempts failed; the next one has to wait."""

    slug = "identity/too-many-attempts"


class OtherOrigin(Forbidden):
    """The request comes from a page that is not ours."""

    slug = "identity/other-origin"


class CsrfMismatch(Forbidden):
    """The request does not carry the token that belongs to the session."""

    slug = "identity/csrf-mismatch"


class NotForPrograms(Forbidden):
    """A person has to do this, signed in; a program may not."""

    slug = "identity/not-for-programs"


class AddressTaken(Conflict):
    """Somebody with this address can sign in already."""

    slug = "identity/address-taken"


class SecretShownOnce(Conflict):
    """The token was made before; its secret was shown then and is not kept."""

    slug = "identity/secret-shown-once"


class AlreadyRevoked(Conflict):
    """It worked no longer before this request."""

    slug = "identity/already-revoked"


class OrganisationUnclear(Conflict):
    """More than one organisation has this name."""

    slug = "identity/organisation-unclear"


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


def same_password(password: str) -> str:
    """Spell a password one way, so that another keyboard gives the same one."""
    return unicodedata.normalize("NFKC", password)


def password_faults(
    password: str, *, name: str, email: str, pointer: str = "/password"
) -> list[Fault]:
    """Return why a password will not do: its length, or that it is easily guessed.

    There are no rules about capitals and signs: they make passwords worse, not better.
    """
    spelled = same_password(password)
    if len(spelled) < PASSWORD_LEAST:
        return [
            Fault(pointer=pointer, slug="identity/password-short", facts={"least": PASSWORD_LEAST})
        ]
    if len(spelled) > PASSWORD_MOST:
        return [
            Fault(pointer=pointer, slug="identity/password-long", facts={"most": PASSWORD_MOST})
        ]
    if _is_common(spelled) or _is_about(spelled, name=name, email=email):
        return [Fault(pointer=pointer, slug="identity/password-guessable")]
    return []


def refuse_faults(faults: list[Fault]) -> None:
    """Refuse when there is any fault, naming all of them."""
    if faults:
        raise Invalid(faults)


def judge_token(request: MakeToken) -> None:
    """Refuse a token without a name or for longer than a year."""
    faults = name_faults(request.name)
    if not 1 <= request.days <= TOKEN_DAYS_MOST:
        faults.append(
            Fault(pointer="/days", slug="identity/token-days", facts={"most": TOKEN_DAYS_MOST})
        )
    refuse_faults(faults)


def grant_mandate(request: GrantMandate, *, is_member: bool) -> MandateGranted:
    """Let a colleague sign; somebody from elsewhere cannot bind this organisation."""
    faults = name_faults(request.role, pointer="/role")
    if not is_member:
        faults.append(Fault(pointer="/personId", slug="identity/not-a-member"))
    if request.up_to_cents is not None and not 0 < request.up_to_cents <= EXACT_INTEGER_LIMIT:
        faults.append(Fault(pointer="/upToCents", slug="identity/mandate-amount"))
    refuse_faults(faults)
    return MandateGranted(
        mandate_id=request.id, person_id=request.person_id, up_to_cents=request.up_to_cents
    )


def revoke_mandate(mandate: dict[str, Any]) -> MandateRevoked:
    """End a mandate; what was signed under it stands."""
    if mandate["revoked_at"] is not None:
        raise AlreadyRevoked
    mandate_id: UUID = mandate["id"]
    return MandateRevoked(mandate_id=mandate_id, person_id=mandate["person_id"])


def change_settings(request: ChangeSettings, organisation_id: UUID) -> OrganisationSettingsChanged:
    """Let an organisation say from which amount on it weighs, what a mandate reaches, what it keeps."""
    above, years = request.sheet_above_cents, request.retention_years
    faults: list[Fault] = []
    if above is not None and not 0 <= above <= EXACT_INTEGER_LIMIT:
        faults.append(Fault(pointer="/sheetAboveCents", slug="identity/setting-amount"))
    if years is not None and not LEAST_RETENTION <= years <= MOST_RETENTION:
        facts: dict[str, str | int] = {"least": LEAST_RETENTION, "most": MOST_RETENTION}
        faults.append(Fault(pointer="/retentionYears", slug="identity/setting-years", facts=facts))
    if faults:
        refuse_faults(faults)
    return OrganisationSettingsChanged(
        organisation_id=organisation_id,
        sheet_above_cents=above,
        mandate_on=request.mandate_on,
        retention_years=years,
    )


def _delay_after(count: int, *, limit: int) -> int:
    if count >= limit:
        return ATTEMPTS_SECONDS
    if count < FREE_ATTEMPTS:
        return 0
    return min(LONGEST_DELAY_SECONDS, 2 ** min(count - FREE_ATTEMPTS, 10))


def _is_common(password: str) -> bool:
    lower = password.lower()
    letters = "".join(character for character in lower if character.isalpha())
    return len(set(lower)) < _DIFFERENT_LEAST or letters in _COMMON


def _is_about(password: str, *, name: str, email: str) -> bool:
    """Tell whether little is left once the own name and address are taken out."""
    rest = _plain(password)
    words = sorted({_plain(word) for word in re.split(r"[\s@._+-]+", f"{name} {email}")}, key=len)
    for word in reversed(words):
        if len(word) >= 3:
            rest = rest.replace(word, "")
    letters = "".join(character for character in rest if character.isalpha())
    taken_out = len(rest) < len(_plain(password))
    return taken_out and len(letters) < _DIFFERENT_LEAST


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
