"""Whom a provider vouches for, judged by nothing but what it signed; and where one comes back."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from msgspec import Struct

from samenspraak.canonical import strict_json
from samenspraak.errors import Fault, Invalid
from samenspraak.identity.decisions.refusals import ProofElsewhereTooOld, ProviderUntrue
from samenspraak.settings import Provider
from samenspraak.tokens import (
    ForeignAlgorithm,
    TokenRefused,
    base64url,
    foreign_header,
    verify_compact,
)

# Tokens of real providers have one or two thousand characters.
TOKEN_LIMIT = 16_000
KEYS_MOST = 50
# Below this a key of RSA is within reach of those who have much to gain.
RSA_BITS_LEAST = 2048
RSA_BITS_MOST = 8192
# Clocks of two organisations agree within this.
SKEW = timedelta(minutes=1)
RETURN_TO_LIMIT = 500
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")
_SUBJECT_LIMIT = 255


class Claims(Struct, frozen=True, kw_only=True):
    """What a provider says of somebody, once it is known that the provider said it."""

    issuer: str
    subject: str
    # In which moment somebody proved who they are over there, where that was told.
    proven_at: datetime | None
    # An address that the provider made sure of; None is none.
    verified_email: str | None


def judge_return(return_to: str) -> None:
    """Refuse to come back anywhere but on our own pages."""
    if len(return_to) > RETURN_TO_LIMIT or _OWN_PATH.fullmatch(return_to) is None:
        raise Invalid([Fault(pointer="/returnTo", slug="identity/return-to")])


def is_provider_address(address: object, provider: Provider) -> bool:
    """Tell whether an address is the provider's own; nothing else is ever asked for anything."""
    if not isinstance(address, str) or re.search(r"[\s\\\x00-\x20]", address):
        return False
    try:
        given, own = urlsplit(address), urlsplit(provider.issuer)
        is_same = (given.scheme, given.hostname, given.port) == (own.scheme, own.hostname, own.port)
    except ValueError:
        return False
    return is_same and given.username is None and given.password is None and not given.fragment


def code_challenge(verifier: str) -> str:
    """Return what a provider is told of a secret that only we can show later (RFC 7636, S256)."""
    return base64url(hashlib.sha256(verifier.encode()).digest())


def key_named_by(token: str) -> str | None:
    """Return the name of the key a token says it is signed with, to know which keys to ask for."""
    try:
        return _read_header(foreign_header(token[:TOKEN_LIMIT]))[1]
    except TokenRefused as error:
        raise ProviderUntrue from error


def judge_id_token(
    token: str,
    *,
    provider: Provider,
    keys: Iterable[Mapping[str, Any]],
    nonce: str,
    at: datetime,
) -> Claims:
    """Return what an ID token says, or refuse it: signed by its provider, for us, now, for this visit.

    Every rule that fails reads the same to whoever came: the provider said something untrue.
    """
    try:
        if len(token) > TOKEN_LIMIT:
            raise TokenRefused(reason="size")
        algorithm, kid = _read_header(foreign_header(token))
        key = _chosen_key(keys, algorithm=algorithm, kid=kid)
        said = strict_json(verify_compact(token, key, algorithm=algorithm))
    except Invalid as error:
        raise ProviderUntrue from error
    if not isinstance(said, dict):
        raise ProviderUntrue
    return _judged(cast("dict[str, object]", said), provider=provider, nonce=nonce, at=at)


def require_proven_since(claims: Claims, *, since: datetime, at: datetime) -> datetime:
    """Return when somebody proved themselves anew at the provider, which must be after we asked."""
    proven_at = claims.proven_at
    if proven_at is None or proven_at < since - SKEW:
        raise ProofElsewhereTooOld
    return min(proven_at, at)


def _read_header(header: object) -> tuple[ForeignAlgorithm, str | None]:
    """Return how a token says it is signed; `crit`, `jku`, `jwk`, `x5u` and `b64` are refused."""
    if not isinstance(header, dict):
        raise TokenRefused(reason="header")
    members = cast("dict[str, object]", header)
    kid = members.get("kid")
    if (
        not set(members) <= {"alg", "kid", "typ"}
        or members.get("typ", "JWT") != "JWT"
        or not (kid is None or isinstance(kid, str))
    ):
        raise TokenRefused(reason="header")
    match members.get("alg"):
        case "ES256":
            return "ES256", kid
        case "RS256":
            return "RS256", kid
        case _:
            raise TokenRefused(reason="algorithm")


def _chosen_key(
    keys: Iterable[Mapping[str, Any]], *, algorithm: ForeignAlgorithm, kid: str | None
) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    kind = "EC" if algorithm == "ES256" else "RSA"
    fitting = [
        key
        for key in keys
        if key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (kid is None or key.get("kid") == kid)
    ]
    # Without a name there is one key to choose from, or none.
    if len(fitting) != 1:
        raise TokenRefused(reason="unknown-key")
    return _ec_key(fitting[0]) if kind == "EC" else _rsa_key(fitting[0])


def _ec_key(jwk: Mapping[str, Any]) -> ec.EllipticCurvePublicKey:
    if jwk.get("crv") != "P-256":
        raise TokenRefused(reason="key")
    try:
        return ec.EllipticCurvePublicNumbers(
            _number(jwk.get("x")), _number(jwk.get("y")), ec.SECP256R1()
        ).public_key()
    except ValueError as error:
        raise TokenRefused(reason="key") from error


def _rsa_key(jwk: Mapping[str, Any]) -> rsa.RSAPublicKey:
    modulus, exponent = _number(jwk.get("n")), _number(jwk.get("e"))
    # One exponent is in use; a small one, or a huge one, is a trap or a mistake.
    if not RSA_BITS_LEAST <= modulus.bit_length() <= RSA_BITS_MOST or exponent != 65537:
        raise TokenRefused(reason="key")
    try:
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError as error:
        raise TokenRefused(reason="key") from error


def _number(text: object) -> int:
    if not isinstance(text, str) or not 0 < len(text) <= RSA_BITS_MOST // 6 + 1:
        raise TokenRefused(reason="key")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise TokenRefused(reason="key") from error
    if base64url(data) != text:
        raise TokenRefused(reason="key")
    return int.from_bytes(data, "big")


def _judged(said: dict[str, object], *, provider: Provider, nonce: str, at: datetime) -> Claims:
    subject, email = said.get("sub"), said.get("email")
    expires_at, made_at = _moment(said.get("exp")), _moment(said.get("iat"))
    proven_at = None if said.get("auth_time") is None else _moment(said.get("auth_time"))
    if (
        said.get("iss") != provider.issuer
        or not _is_for_us(said, provider.client_id)
        or said.get("nonce") != nonce
        or not isinstance(subject, str)
        or not 0 < len(subject) <= _SUBJECT_LIMIT
        or not subject.isascii()
        or expires_at <= at - SKEW
        or made_at > at + SKEW
        or (proven_at is not None and proven_at > at + SKEW)
    ):
        raise ProviderUntrue
    is_verified = said.get("email_verified") is True and isinstance(email, str)
    return Claims(
        issuer=provider.issuer,
        subject=subject,
        proven_at=proven_at,
        verified_email=email if is_verified and isinstance(email, str) else None,
    )


def _is_for_us(said: dict[str, object], client_id: str) -> bool:
    """Tell whether a token was made for us; one that others may show too has to say who asked."""
    audience = said.get("aud")
    if audience in (client_id, [client_id]):
        return said.get("azp", client_id) == client_id
    is_among = isinstance(audience, list) and client_id in audience
    return is_among and said.get("azp") == client_id


def _moment(seconds: object) -> datetime:
    # A bool is a number to Python; beyond these years there is no moment.
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds < 2**37:
        raise ProviderUntrue
    return datetime.fromtimestamp(seconds, UTC)
