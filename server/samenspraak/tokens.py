"""Detached signatures (JWS) and the keys that make them, with everything else refused.

The only importer of python-jose, whose newest release believes too much: an algorithm from the
token, keys in unsafe forms, `crit` headers it does not know, base64 that is not canonical. So a
token is taken apart and checked here first, and the library sees only what is left to compute.
"""

import base64
import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jose import jws
from jose.backends import ECKey, RSAKey
from jose.backends.cryptography_backend import CryptographyECKey, CryptographyRSAKey
from msgspec import Struct

from samenspraak.canonical import canonical_bytes, strict_json
from samenspraak.errors import Busy, Invalid

# The pure Python backend leaks its key through timing, and is not going to be repaired.
if ECKey is not CryptographyECKey or RSAKey is not CryptographyRSAKey:
    raise ImportError("python-jose must run on the backend of the cryptography package")

ALGORITHM = "ES256"
RECEIPT_TYPE = "samenspraak-receipt+jws"
BUNDLE_TYPE = "samenspraak-bundle+jws"
ForeignAlgorithm = Literal["ES256", "RS256"]
TokenType = Literal["samenspraak-receipt+jws", "samenspraak-bundle+jws"]

# A detached token of ours has 250 characters; more is not read at all.
TOKEN_LIMIT = 1_000
# A key file is 241 bytes. Whatever is larger was put there by mistake.
KEY_FILE_LIMIT = 4_000
# What comes after the thumbprint in the name of a key file; one that waits is not found as a key.
KEY = ".pem"
WAITING = ".pem.waiting"


class TokenRefused(Invalid):
    """A signature does not hold; `reason` says which rule it broke."""

    slug = "tokens/refused"


class KeysUnusable(Busy):
    """The signing keys are missing or broken, so signing waits while everything else goes on."""

    slug = "tokens/keys-unusable"


class PublicKey(Struct, frozen=True, kw_only=True):
    """A P-256 key to check signatures with; `kid` is its RFC 7638 thumbprint."""

    kid: str
    x: str
    y: str

    def as_jwk(self) -> dict[str, str]:
        """Return the key as a member of a JWK set (RFC 7517)."""
        return {
            "alg": ALGORITHM,
            "crv": "P-256",
            "kid": self.kid,
            "kty": "EC",
            "use": "sig",
            "x": self.x,
            "y": self.y,
        }


class SigningKey(Struct, frozen=True, kw_only=True):
    """A key of this server, with its public half. It never leaves the process."""

    public: PublicKey
    private: ec.EllipticCurvePrivateKey

    def __repr__(self) -> str:
        return f"SigningKey({self.public.kid})"

    @property
    def kid(self) -> str:
        """Return the thumbprint that signatures name this key by."""
        return self.public.kid


def sign_detached(payload: bytes, key: SigningKey, typ: TokenType) -> str:
    """Sign bytes that are kept beside the signature: a compact JWS with its middle left out."""
    signed = jws.sign(
        payload,
        CryptographyECKey(key.private, ALGORITHM),
        headers={"kid": key.kid, "typ": typ},
        algorithm=ALGORITHM,
    )
    header, _, signature = signed.split(".")
    return f"{header}..{signature}"


def verify_detached(
    token: str, payload: bytes, keys: Mapping[str, PublicKey], typ: TokenType
) -> PublicKey:
    """Return the key that signed exactly these bytes, or refuse.

    The caller says what kind of signature it expects and which keys there are; the token chooses
    among them by `kid` and decides nothing else.
    """
    header, signature = _segments(token)
    kid = _kid(header, typ)
    if kid not in keys:
        raise TokenRefused(reason="unknown-key")
    key = keys[kid]
    if len(_bytes_of(signature, reason="signature")) != 64:
        raise TokenRefused(reason="signature")
    whole = f"{header}.{base64url(payload)}.{signature}"
    try:
        verified = jws.verify(
            whole, CryptographyECKey(_public(key), ALGORITHM), algorithms=[ALGORITHM]
        )
    except Exception as error:
        # The library lets several kinds escape; none of them may read as anything but a no.
        raise TokenRefused(reason="signature") from error
    if verified != payload:
        raise TokenRefused(reason="signature")
    return key


def verify_compact(
    token: str, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, *, algorithm: ForeignAlgorithm
) -> bytes:
    """Return what a compact JWS of somebody else says, once it is signed with this key, or refuse.

    The caller took header and key apart before; nothing the token says decides anything here.
    """
    parts = _COMPACT.fullmatch(token)
    if parts is None:
        raise TokenRefused(reason="form")
    payload = _bytes_of(parts.group(2), reason="form")
    _bytes_of(parts.group(3), reason="signature")
    if isinstance(key, ec.EllipticCurvePublicKey):
        held = CryptographyECKey(key, algorithm)
    else:
        held = CryptographyRSAKey(key, algorithm)
    try:
        verified = jws.verify(token, held, algorithms=[algorithm])
    except Exception as error:
        # As above: whatever escapes is a no.
        raise TokenRefused(reason="signature") from error
    if verified != payload:
        raise TokenRefused(reason="signature")
    return payload


def foreign_header(token: str) -> object:
    """Return what the header of somebody else's compact JWS says, which is no proof of anything."""
    parts = _COMPACT.fullmatch(token)
    if parts is None:
        raise TokenRefused(reason="form")
    try:
        return strict_json(_bytes_of(parts.group(1), reason="header"), depth=1)
    except Invalid as error:
        raise TokenRefused(reason="header") from error


def public_key(jwk: object) -> PublicKey:
    """Read a public P-256 key from a JWK and name it by its thumbprint, whatever it calls itself.

    A `kid` that is given must be that thumbprint, and a private half is refused.
    """
    if not isinstance(jwk, dict):
        raise TokenRefused(reason="key")
    members = cast("dict[str, object]", jwk)
    x, y = members.get("x"), members.get("y")
    if (
        members.get("kty") != "EC"
        or members.get("crv") != "P-256"
        or members.get("alg", ALGORITHM) != ALGORITHM
        or members.get("use", "sig") != "sig"
        or "d" in members
        or not isinstance(x, str)
        or not isinstance(y, str)
    ):
        raise TokenRefused(reason="key")
    key = PublicKey(kid=_thumbprint(x, y), x=x, y=y)
    _public(key)
    if members.get("kid", key.kid) != key.kid:
        raise TokenRefused(reason="key")
    return key


def key_set(keys: Iterable[PublicKey]) -> dict[str, list[dict[str, str]]]:
    """Return the keys as a JWK set, in a stable order."""
    return {"keys": [key.as_jwk() for key in sorted(keys, key=lambda key: key.kid)]}


def load_keys(folder: Path) -> dict[str, SigningKey]:
    """Read every key of the folder by thumbprint; none, a broken or a readable one is refused."""
    try:
        paths = sorted(folder.glob(f"*{KEY}"))
        keys = [_read_key(path) for path in paths]
    except OSError as error:
        raise KeysUnusable(folder=str(folder)) from error
    if not keys:
        raise KeysUnusable(folder=str(folder))
    return {key.kid: key for key in keys}


def load_or_make_keys(folder: Path) -> dict[str, SigningKey]:
    """Read the keys, after making the first one where there is none yet.

    Two processes must not do this at once: the caller holds the lock of the migrations.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(folder.glob(f"*{KEY}")):
            make_key(folder)
    except OSError as error:
        raise KeysUnusable(folder=str(folder)) from error
    return load_keys(folder)


def make_key(folder: Path, *, is_waiting: bool = False) -> SigningKey:
    """Add a key to the folder, complete and readable by nobody else from its first byte.

    One that waits has another name, by which it is not found until it is taken in use.
    """
    private = ec.generate_private_key(ec.SECP256R1())
    key = SigningKey(public=_public_half(private), private=private)
    content = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor, unfinished = tempfile.mkstemp(dir=folder, suffix=".unfinished")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    give_to_owner(folder, Path(unfinished))
    Path(unfinished).rename(folder / f"{key.kid}{WAITING if is_waiting else KEY}")
    _remember_names(folder)
    return key


def take_in_use(folder: Path, kid: str) -> None:
    """Give a key that waits its real name; nothing when there is none, or another was first."""
    with contextlib.suppress(FileNotFoundError):
        (folder / f"{kid}{WAITING}").rename(folder / f"{kid}{KEY}")
        _remember_names(folder)


def waiting_keys(folder: Path) -> dict[str, SigningKey]:
    """Read the keys that lie ready and are not in use."""
    try:
        keys = [_read_key(path) for path in sorted(folder.glob(f"*{WAITING}"))]
    except OSError as error:
        raise KeysUnusable(folder=str(folder)) from error
    return {key.kid: key for key in keys}


def give_to_owner(folder: Path, path: Path) -> None:
    """Let whoever owns the folder read what is new in it: an administrator makes it for the server."""
    owner = folder.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.chown(path, owner.st_uid, owner.st_gid)


def _remember_names(folder: Path) -> None:
    entries = os.open(folder, os.O_RDONLY)
    try:
        # Without this a power cut could forget the name of a key that already signed.
        os.fsync(entries)
    finally:
        os.close(entries)


def base64url(data: bytes) -> str:
    """Spell bytes in base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_DETACHED = re.compile(r"([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)")
_PEM_START = b"-----BEGIN PRIVATE KEY-----\n"


def _segments(token: str) -> tuple[str, str]:
    if len(token) > TOKEN_LIMIT:
        raise TokenRefused(reason="size")
    match = _DETACHED.fullmatch(token)
    if match is None:
        raise TokenRefused(reason="form")
    return match.group(1), match.group(2)


def _kid(segment: str, typ: TokenType) -> str:
    """Return the key a header names, when it says exactly what ours say and in the same bytes.

    Comparing the bytes leaves no room for `crit`, `jku`, `jwk`, `x5u`, `b64` or `zip`, nor for a
    second spelling of the same header.
    """
    data = _bytes_of(segment, reason="header")
    try:
        header = strict_json(data, depth=1)
    except Invalid as error:
        raise TokenRefused(reason="header") from error
    kid = cast("dict[str, object]", header).get("kid") if isinstance(header, dict) else None
    if not isinstance(kid, str):
        raise TokenRefused(reason="header")
    if data != canonical_bytes({"alg": ALGORITHM, "kid": kid, "typ": typ}):
        raise TokenRefused(reason="header")
    return kid


def _bytes_of(segment: str, *, reason: str) -> bytes:
    """Decode base64url that could not have been written any other way."""
    try:
        data = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError as error:
        raise TokenRefused(reason=reason) from error
    if base64url(data) != segment:
        raise TokenRefused(reason=reason)
    return data


def _public(key: PublicKey) -> ec.EllipticCurvePublicKey:
    """Build the library's key; a point that is not on the curve is refused."""
    x, y = (_bytes_of(part, reason="key") for part in (key.x, key.y))
    if len(x) != 32 or len(y) != 32:
        raise TokenRefused(reason="key")
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
    )
    try:
        return numbers.public_key()
    except ValueError as error:
        raise TokenRefused(reason="key") from error


def _public_half(private: ec.EllipticCurvePrivateKey) -> PublicKey:
    numbers = private.public_key().public_numbers()
    x, y = base64url(numbers.x.to_bytes(32, "big")), base64url(numbers.y.to_bytes(32, "big"))
    return PublicKey(kid=_thumbprint(x, y), x=x, y=y)


def _thumbprint(x: str, y: str) -> str:
    members = canonical_bytes({"crv": "P-256", "kty": "EC", "x": x, "y": y})
    return base64url(hashlib.sha256(members).digest())


def _read_key(path: Path) -> SigningKey:
    """Read one key file: PEM only, named for its thumbprint, closed to everyone else.

    DER is not read, because python-jose takes it for a shared secret.
    """
    unusable = KeysUnusable(folder=str(path.parent))
    if path.stat().st_mode & 0o077:
        raise unusable
    content = path.read_bytes()
    if len(content) > KEY_FILE_LIMIT or not content.startswith(_PEM_START):
        raise unusable
    try:
        private = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise unusable from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(
        private.curve, ec.SECP256R1
    ):
        raise unusable
    key = SigningKey(public=_public_half(private), private=private)
    if path.name not in {f"{key.kid}{KEY}", f"{key.kid}{WAITING}"}:
        raise unusable
    return key
