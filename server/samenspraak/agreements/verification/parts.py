"""The parts of a bundle: that each is there, spelled in the one way, and sealed as it says."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from samenspraak.agreements.archive import ARCHIVE, NotOurArchive, unpack
from samenspraak.agreements.documents import KeysDocument, ManifestDocument, PublishedKey
from samenspraak.agreements.sealing import (
    KEYS,
    MANIFEST,
    MANIFEST_SEAL,
    NEEDED_PARTS,
    RECEIPT,
    RECEIPT_SEAL,
    SEALED_PARTS,
)
from samenspraak.agreements.verification.findings import BundleBroken
from samenspraak.canonical import canonical_bytes, digest, strict_json
from samenspraak.errors import Invalid
from samenspraak.tokens import PublicKey, TokenRefused, TokenType, public_key, verify_detached

# Moments outside these years cannot be told in every zone, and no contract lies there.
FIRST_YEAR, LAST_YEAR = 1970, 9_000

_SEALS = {MANIFEST: MANIFEST_SEAL, RECEIPT: RECEIPT_SEAL}
_NEEDED = NEEDED_PARTS | {MANIFEST, MANIFEST_SEAL}
_KNOWN = SEALED_PARTS | {MANIFEST, MANIFEST_SEAL}

T = TypeVar("T", bound=Struct)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Take the file apart and see that every needed part is there and no other."""
    try:
        parts = unpack(data)
    except NotOurArchive as error:
        # A name that a change made is nobody's.
        raise BundleBroken("archive", error.part if error.part in _KNOWN else ARCHIVE) from error
    for name in sorted(_NEEDED - set(parts)):
        raise BundleBroken("missing-part", name)
    for name in sorted(set(parts) - _KNOWN):
        raise BundleBroken("foreign-part", name)
    return parts


def document(name: str, data: bytes, shape: type[T]) -> T:
    """Read a part that must be JSON in its one spelling and of a shape we know.

    Written again it has to be the same bytes: then every id, day and moment has its one form too,
    and nothing that means its own absence is there.
    """
    try:
        value = strict_json(data)
    except Invalid as error:
        raise BundleBroken("spelling", name) from error
    if canonical_bytes(value) != data:
        raise BundleBroken("spelling", name)
    try:
        found = msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError as error:
        raise BundleBroken("shape", name) from error
    if canonical_bytes(found) != data or not _has_usual_moments(found):
        raise BundleBroken("shape", name)
    return found


def keys_of(data: bytes) -> dict[str, PublishedKey]:
    """Read the keys; each is a point on the curve that is called by its thumbprint."""
    listed = document(KEYS, data, KeysDocument).keys
    keys = {key.kid: key for key in listed}
    if [key.kid for key in listed] != sorted(keys):
        raise BundleBroken("keys", KEYS)
    for key in listed:
        try:
            _public(key)
        except TokenRefused as error:
            raise BundleBroken("keys", KEYS) from error
    return keys


def manifest_of(parts: Mapping[str, bytes]) -> ManifestDocument:
    """Read the manifest and see that it names exactly these parts, by size and digest."""
    manifest = document(MANIFEST, parts[MANIFEST], ManifestDocument)
    sealed = {name: data for name, data in parts.items() if name in SEALED_PARTS}
    if [part.name for part in manifest.parts] != sorted(sealed):
        raise BundleBroken("manifest", MANIFEST)
    for part in manifest.parts:
        data = sealed[part.name]
        if part.size_bytes != len(data) or part.digest != digest(data):
            raise BundleBroken("part", part.name)
    return manifest


def key_of_seal(
    part: str,
    typ: TokenType,
    parts: Mapping[str, bytes],
    keys: Mapping[str, PublishedKey],
    *,
    at: datetime,
) -> str:
    """Check a seal, and that its key was in use at the moment the sealed part tells."""
    public = {kid: _public(key) for kid, key in keys.items()}
    try:
        kid = verify_detached(parts[_SEALS[part]].decode("ascii"), parts[part], public, typ).kid
    except (TokenRefused, UnicodeDecodeError) as error:
        raise BundleBroken("seal", part) from error
    key = keys[kid]
    if at < key.valid_from or (key.valid_to is not None and at >= key.valid_to):
        raise BundleBroken("key-window", part)
    return kid


def _public(key: PublishedKey) -> PublicKey:
    return public_key({"kty": key.kty, "crv": key.crv, "kid": key.kid, "x": key.x, "y": key.y})


def _has_usual_moments(found: Struct) -> bool:
    """Tell whether all moments are in UTC and within the years that can be told everywhere."""
    waiting: list[object] = [msgspec.to_builtins(found, builtin_types=(datetime,), str_keys=True)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += cast("dict[str, Any]", value).values()
        elif isinstance(value, list | tuple):
            waiting += cast("list[Any]", value)
        elif isinstance(value, datetime) and not (
            value.utcoffset() == UTC.utcoffset(None) and FIRST_YEAR <= value.year <= LAST_YEAR
        ):
            return False
    return True
