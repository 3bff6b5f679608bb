"""Checking a bundle with nothing but the bundle: no server, no database, no network.

A bundle can always be made anew by somebody with a key of their own. So the checks say that the
parts belong together, and only a key that the reader already trusts says who made them.
"""

import json
import re
from collections.abc import Collection, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from samenspraak.agreements.archive import NotOurArchive, unpack
from samenspraak.agreements.documents import (
    AgreementDocument,
    KeysDocument,
    ManifestDocument,
    NameEntry,
    NamesDocument,
    PublishedKey,
    ReceiptDocument,
    SignatureStatement,
    slots_of,
)
from samenspraak.agreements.sealing import (
    AGREEMENT,
    KEYS,
    MANIFEST,
    MANIFEST_SEAL,
    NAMES,
    NEEDED_PARTS,
    PICTURE,
    RECEIPT,
    RECEIPT_SEAL,
    SEALED_PARTS,
    SIGNATURES,
)
from samenspraak.canonical import canonical_bytes, digest, strict_json
from samenspraak.commitments.terms import SigningSide, name_commitment
from samenspraak.deadlines import moment_in_words
from samenspraak.errors import Invalid
from samenspraak.text import Language, sentence
from samenspraak.tokens import (
    BUNDLE_TYPE,
    RECEIPT_TYPE,
    PublicKey,
    TokenRefused,
    TokenType,
    public_key,
    verify_detached,
)

# A key list of ours holds a key a year; more is not one of ours.
TRUSTED_LIMIT = 1_000

T = TypeVar("T")


class Outcome(StrEnum):
    """What a reader may conclude."""

    KNOWN_ISSUER = "known-issuer"
    ISSUER_NOT_CHECKED = "issuer-not-checked"
    UNKNOWN_ISSUER = "unknown-issuer"
    BROKEN = "broken"


class Line(Struct, frozen=True, kw_only=True):
    """One thing that was found, as a key into the texts with its facts."""

    key: str
    facts: dict[str, str | int | datetime] = {}

    def in_words(self, language: Language) -> str:
        """Say it; what came from the bundle is stripped of all that a terminal could act on."""
        facts: dict[str, object] = {}
        for name, value in self.facts.items():
            if isinstance(value, datetime):
                facts[name] = moment_in_words(value, language=language)
            elif name == "side":
                facts[name] = sentence(language, f"verify.side.{value}")
            else:
                facts[name] = "".join(c if c.isprintable() else "?" for c in str(value))
        return sentence(language, f"verify.{self.key}", **facts)


class Report(Struct, frozen=True, kw_only=True):
    """What a bundle holds and proves, or where it breaks."""

    outcome: Outcome
    lines: tuple[Line, ...]
    number: int | None = None
    version_digest: str | None = None
    receipt_thumbprint: str | None = None
    bundle_thumbprint: str | None = None

    @property
    def is_consistent(self) -> bool:
        """Tell whether every part belongs to every other."""
        return self.outcome is not Outcome.BROKEN

    def in_words(self, language: Language = "nl") -> list[str]:
        """Return the findings as sentences, the conclusion last."""
        last = Line(key=f"outcome.{self.outcome}")
        return [line.in_words(language) for line in (*self.lines, last)]


class BundleBroken(Invalid):
    """A part of the bundle is not what another part says; `reason` names which."""

    slug = "agreements/bundle-broken"

    def __init__(self, reason: str, **facts: str | int) -> None:
        super().__init__(None, reason=reason, **facts)
        self.line = Line(key=f"broken.{reason}", facts={**facts})


def verify_bundle(data: bytes, *, trusted: Collection[str] | None = None) -> Report:
    """Check every part of a bundle against every other, and its seals against the trusted keys.

    `trusted` holds thumbprints the reader got another way. Without them the best a bundle can be
    is consistent, because whoever makes a false one can also make a key for it.
    """
    try:
        return _checked(data, trusted)
    except BundleBroken as broken:
        return Report(outcome=Outcome.BROKEN, lines=(broken.line,))


def read_trusted_keys(data: bytes) -> frozenset[str]:
    """Read which keys to trust: a JWK, a JWK set, or lines with thumbprints."""
    try:
        text = data.decode("utf-8")
        if text.lstrip().startswith("{"):
            value = cast("dict[str, Any]", strict_json(text))
            keys: list[Any] = value["keys"] if isinstance(value.get("keys"), list) else [value]
            found = [public_key(jwk).kid for jwk in keys]
        else:
            found = text.split()
    except (UnicodeDecodeError, Invalid) as error:
        raise BundleBroken("trusted-keys") from error
    if not 0 < len(found) <= TRUSTED_LIMIT or not all(map(_THUMBPRINT.fullmatch, found)):
        raise BundleBroken("trusted-keys")
    return frozenset(found)


_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")


def _checked(data: bytes, trusted: Collection[str] | None) -> Report:
    parts = _parts(data)
    manifest = _manifest(parts)
    keys = _keys(parts[KEYS])
    bundle_key = _seal(MANIFEST, BUNDLE_TYPE, parts, keys, manifest.made_at)
    agreement = _document(AGREEMENT, parts[AGREEMENT], AgreementDocument)
    receipt = _document(RECEIPT, parts[RECEIPT], ReceiptDocument)
    receipt_key = _seal(RECEIPT, RECEIPT_TYPE, parts, keys, receipt.issued_at)
    if set(keys) != {bundle_key, receipt_key}:
        raise BundleBroken("keys")
    _check_same_version(digest(parts[AGREEMENT]), agreement, receipt, manifest)
    _check_signatures(receipt, parts[SIGNATURES])
    _check_revisions(parts[AGREEMENT])
    names = _names(parts[NAMES], agreement, receipt)
    return Report(
        outcome=_outcome({bundle_key, receipt_key}, trusted),
        lines=tuple(_told(parts, agreement, receipt, names, (receipt_key, bundle_key))),
        number=agreement.number,
        version_digest=receipt.version_digest,
        receipt_thumbprint=receipt_key,
        bundle_thumbprint=bundle_key,
    )


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        parts = unpack(data)
    except NotOurArchive as error:
        raise BundleBroken("archive") from error
    if not NEEDED_PARTS | {MANIFEST, MANIFEST_SEAL} <= set(parts):
        raise BundleBroken("missing-part")
    if not set(parts) <= SEALED_PARTS | {MANIFEST, MANIFEST_SEAL}:
        raise BundleBroken("foreign-part")
    return parts


def _document(name: str, data: bytes, shape: type[T]) -> T:
    """Read a part that must be JSON in its one spelling and of a shape we know."""
    try:
        value = strict_json(data)
        if canonical_bytes(value) != data:
            raise BundleBroken("spelling", part=name)
        return msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError as error:
        raise BundleBroken("shape", part=name) from error
    except Invalid as error:
        if isinstance(error, BundleBroken):
            raise
        raise BundleBroken("spelling", part=name) from error


def _manifest(parts: dict[str, bytes]) -> ManifestDocument:
    manifest = _document(MANIFEST, parts[MANIFEST], ManifestDocument)
    sealed = {name: data for name, data in parts.items() if name in SEALED_PARTS}
    if [part.name for part in manifest.parts] != sorted(sealed):
        raise BundleBroken("manifest")
    for part in manifest.parts:
        data = sealed[part.name]
        if part.size_bytes != len(data) or part.digest != digest(data):
            raise BundleBroken("part", part=part.name)
    return manifest


def _keys(data: bytes) -> dict[str, PublishedKey]:
    document = _document(KEYS, data, KeysDocument)
    keys = {key.kid: key for key in document.keys}
    if [key.kid for key in document.keys] != sorted(keys):
        raise BundleBroken("keys")
    return keys


def _seal(
    part: str,
    typ: TokenType,
    parts: dict[str, bytes],
    keys: dict[str, PublishedKey],
    at: datetime,
) -> str:
    """Check a seal, and that its key was in use at the moment the sealed part tells."""
    name = {MANIFEST: MANIFEST_SEAL, RECEIPT: RECEIPT_SEAL}[part]
    try:
        kid = verify_detached(parts[name].decode("ascii"), parts[part], _public_keys(keys), typ).kid
    except (TokenRefused, UnicodeDecodeError) as error:
        raise BundleBroken("seal", part=part) from error
    key = keys[kid]
    _require_moments(part, at, key.valid_from, key.valid_to or at)
    if at < key.valid_from or (key.valid_to is not None and at >= key.valid_to):
        raise BundleBroken("key-window", part=part)
    return kid


def _require_moments(part: str, *moments: datetime) -> None:
    """Refuse moments that cannot be compared or told: without a zone, or outside all calendars."""
    for moment in moments:
        if moment.tzinfo is None or not 1970 <= moment.year <= 9_000:
            raise BundleBroken("moment", part=part)


def _public_keys(keys: dict[str, PublishedKey]) -> dict[str, PublicKey]:
    return {
        kid: public_key({"kty": key.kty, "crv": key.crv, "kid": key.kid, "x": key.x, "y": key.y})
        for kid, key in keys.items()
    }


def _check_same_version(
    version_digest: str,
    agreement: AgreementDocument,
    receipt: ReceiptDocument,
    manifest: ManifestDocument,
) -> None:
    named = (agreement.workspace_id, agreement.number, version_digest)
    for document in (receipt, manifest):
        if (document.workspace_id, document.number, document.version_digest) != named:
            raise BundleBroken("another-version")


def _check_signatures(receipt: ReceiptDocument, data: bytes) -> None:
    signatures = receipt.signatures
    if data != canonical_bytes(signatures):
        raise BundleBroken("signatures")
    if sorted(signature.side for signature in signatures) != ["buyer", "contractor"]:
        raise BundleBroken("sides")
    if {signature.version_digest for signature in signatures} != {receipt.version_digest}:
        raise BundleBroken("another-version")
    moments = [signature.signed_at for signature in signatures] + [receipt.issued_at]
    _require_moments(RECEIPT, *moments)
    if moments != sorted(moments):
        raise BundleBroken("order")
    if receipt.head_digest != signatures[-1].entry_digest:
        raise BundleBroken("head")


def _check_revisions(data: bytes) -> None:
    """Compare each agreed text with its digest, in the very bytes and not as we understand them."""
    for part in json.loads(data).get("commitments", []):
        document = part["document"]
        named = (document["commitmentId"], document["revision"])
        if part["digest"] != digest(canonical_bytes(document)):
            raise BundleBroken("revision", number=part["number"])
        if named != (part["commitmentId"], part["revision"]):
            raise BundleBroken("revision", number=part["number"])


def _names(
    data: bytes, agreement: AgreementDocument, receipt: ReceiptDocument
) -> dict[str, NameEntry]:
    """Check that each name is the one a slot was made of; names may be gone, never others."""
    document = _document(NAMES, data, NamesDocument)
    slots = {slot.commitment for slot in slots_of(agreement)}
    slots |= {signature.signatory for signature in receipt.signatures if signature.signatory}
    names = {entry.commitment: entry for entry in document.names}
    if [entry.commitment for entry in document.names] != sorted(names):
        raise BundleBroken("names")
    for entry in document.names:
        if not _SALT.fullmatch(entry.salt) or entry.commitment not in slots:
            raise BundleBroken("names")
        if name_commitment(salt=entry.salt, name=entry.name) != entry.commitment:
            raise BundleBroken("names")
    return names


_SALT = re.compile(r"[0-9a-f]{64}")


def _outcome(kids: set[str], trusted: Collection[str] | None) -> Outcome:
    if trusted is None:
        return Outcome.ISSUER_NOT_CHECKED
    return Outcome.KNOWN_ISSUER if kids <= set(trusted) else Outcome.UNKNOWN_ISSUER


def _told(
    parts: dict[str, bytes],
    agreement: AgreementDocument,
    receipt: ReceiptDocument,
    names: dict[str, NameEntry],
    kids: tuple[str, str],
) -> Iterator[Line]:
    """Tell what was found, in the order in which a reader asks."""
    yield Line(
        key="version",
        facts={"number": agreement.number, "title": agreement.contract.title},
    )
    yield Line(key="digest", facts={"digest": receipt.version_digest})
    for signature in receipt.signatures:
        yield _signature_line(signature, agreement, names)
        if signature.admission == "shown_link":
            yield Line(key="shown-link", facts={"side": signature.side})
    yield Line(key="commitments", facts={"count": len(agreement.commitments)})
    slots = {slot.commitment for slot in slots_of(agreement)}
    if gone := len(slots - set(names)):
        yield Line(key="names-gone", facts={"count": gone})
    yield Line(key="receipt", facts={"at": receipt.issued_at})
    if PICTURE in parts:
        yield Line(key="picture")
    for key, kid in zip(("receipt-key", "bundle-key"), kids, strict=True):
        yield Line(key=key, facts={"thumbprint": kid})


def _signature_line(
    signature: SignatureStatement, agreement: AgreementDocument, names: dict[str, NameEntry]
) -> Line:
    facts: dict[str, str | int | datetime] = {
        "side": signature.side,
        "parties": _parties(agreement, signature.side),
        "role": signature.role,
        "at": signature.signed_at,
    }
    entry = names.get(signature.signatory or "")
    if entry is None:
        return Line(key="signed-without-name", facts=facts)
    return Line(key="signed", facts={**facts, "name": entry.name})


def _parties(agreement: AgreementDocument, side: SigningSide) -> str:
    return ", ".join(party.name for party in agreement.parties if party.side == side) or "?"
