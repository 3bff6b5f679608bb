"""Codes of a second factor, and those kept for when it is lost."""

import base64
import hmac
import re
from datetime import datetime, timedelta

from msgspec import Struct
from pyotp.totp import TOTP
from pyotp.utils import build_uri

from samenspraak.errors import Fault
from samenspraak.identity.decisions.refusals import ProofTooOld, WrongSecondFactor
from samenspraak.identity.schemas import SignedIn

# What every telephone app knows: SHA-1, six digits, half a minute (RFC 6238). Others ignore anything
# else and then show wrong codes.
STEP_SECONDS = 30
DIGITS = 6
# 160 bits, as long as the digest (RFC 4226).
TOTP_SECRET_BYTES = 20
# A clock half a minute slow or fast is ordinary; more would only help who guesses.
STEPS_AROUND = 1
ISSUER = "Samenspraak"
RECOVERY_CODES = 10
# Twelve signs of 32 that nobody confuses: 60 bits, tried behind a slow hash and a lock.
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_CODE = re.compile(r"[0-9]{6}")
RECOVERY_BYTES = 12


def totp_secret(random: bytes) -> str:
    """Spell a secret the way telephones take it."""
    return base64.b32encode(random).decode()


def totp_uri(secret: str, *, email: str) -> str:
    """Return what the picture says: whose secret this is, and for what."""
    return build_uri(secret, name=email, issuer=ISSUER)


def step_of_code(code: str, *, secret: str, at: datetime, used_step: int | None) -> int | None:
    """Return the step of time a code belongs to, or None when it does not fit.

    A code works once: whoever looked over a shoulder cannot use it again, nor an older one.
    """
    if _CODE.fullmatch(code) is None:
        return None
    made = TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    now = int(at.timestamp()) // STEP_SECONDS
    found: int | None = None
    # All are compared, so that the time tells nothing about which one fitted.
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        is_same = hmac.compare_digest(made.generate_otp(step), code)
        if is_same and (used_step is None or step > used_step):
            found = step
    return found


def is_totp_code(code: str) -> bool:
    """Tell whether something looks like a code of a telephone; otherwise it may be a kept one."""
    return _CODE.fullmatch(code) is not None


def same_code(code: str) -> str:
    """Spell a code one way: people type blanks and capitals, and hyphens as they please."""
    plain = re.sub(r"[\s-]+", "", code.strip().lower())
    return plain if is_totp_code(plain) else plain[:64]


def recovery_code(random: bytes) -> str:
    """Spell twelve random bytes as a code that can be written down and read out."""
    signs = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in random)
    return "-".join(signs[place : place + 4] for place in range(0, len(signs), 4))


class WaysIn(Struct, frozen=True, kw_only=True):
    """With what somebody can come in."""

    has_password: bool
    has_second_factor: bool
    identities: int


def account_moves(person: SignedIn, ways: WaysIn, *, has_providers: bool) -> list[str]:
    """Return what somebody may do about how they come in; a program nothing."""
    if person.is_program:
        return []
    moves = ["change-password"] if ways.has_password else []
    if ways.has_second_factor:
        moves += ["remove-second-factor", "make-recovery-codes"]
    elif ways.has_password:
        moves.append("set-second-factor")
    return [*moves, "link-identity"] if has_providers else moves


def is_last_way_in(ways: WaysIn) -> bool:
    """Tell whether somebody without a password has no provider to spare."""
    return not ways.has_password and ways.identities < 2


def wrong_second_factor(*, is_missing: bool = False) -> WrongSecondFactor:
    """Return the refusal for whoever is signed in, at the place of the code."""
    slug = "required" if is_missing else WrongSecondFactor.slug
    return WrongSecondFactor([Fault(pointer="/code", slug=slug)])


def require_fresh(proven_at: datetime, *, at: datetime, step_up_seconds: int) -> None:
    """Go on only when somebody proved who they are a moment ago."""
    if at - proven_at > timedelta(seconds=step_up_seconds):
        raise ProofTooOld(minutes=step_up_seconds // 60)
