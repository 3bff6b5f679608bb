"""Making the proof: a sealed receipt of two signatures, and the bundle that anybody can check.

Nothing here waits for mail, PDF or network. What goes in are bytes that were stored before, and
what comes out is stored or sent as it is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.agreements.archive import pack
from samenspraak.agreements.documents import (
    BUNDLE_SCHEMA,
    COPIES_SCHEMA,
    HOLDERS_SCHEMA,
    RECEIPT_SCHEMA,
    CopiesDocument,
    HolderEntry,
    HoldersDocument,
    KeysDocument,
    ManifestDocument,
    ManifestPart,
    NameEntry,
    PublishedKey,
    ReceiptDocument,
    SignatureStatement,
    SignedCopy,
    names_document,
)
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.terms import SigningSide
from samenspraak.tokens import BUNDLE_TYPE, RECEIPT_TYPE, PublicKey, SigningKey, sign_detached

AGREEMENT = "agreement.json"
COPIES = "copies.json"
HOLDERS = "holders.json"
KEYS = "keys.json"
MANIFEST = "manifest.json"
MANIFEST_SEAL = "manifest.jws"
NAMES = "names.json"
PICTURE = "agreement.pdf"
RECEIPT = "receipt.json"
RECEIPT_SEAL = "receipt.jws"
SIGNATURES = "signatures.json"

NEEDED_PARTS = frozenset({AGREEMENT, KEYS, NAMES, RECEIPT, RECEIPT_SEAL, SIGNATURES})
# Three are enough for each side and a notary; a version with more has the others in the workspace.
COPY_PARTS = ("copy-1.pdf", "copy-2.pdf", "copy-3.pdf")
SEALED_PARTS = NEEDED_PARTS | {COPIES, HOLDERS, PICTURE, *COPY_PARTS}


class SealedReceipt(Struct, frozen=True, kw_only=True):
    """A receipt as it is stored: its bytes, the seal over them and the key of that seal."""

    content: bytes
    seal: str
    kid: str


def seal_receipt(
    signatures: Sequence[SignatureStatement],
    *,
    workspace_id: UUID,
    number: int,
    issued_at: datetime,
    key: SigningKey,
) -> SealedReceipt:
    """Seal that two sides signed one version; the head is the entry of the last signature.

    The signatures come in the order in which they were given; two of one moment keep it.
    """
    ordered = sorted(signatures, key=lambda signature: signature.signed_at)
    last = ordered[-1]
    assert last is signatures[-1], "the last signature is the one that completed it"
    assert {each.side for each in ordered} == {"buyer", "contractor"}, "both sides must have signed"
    assert len({each.version_digest for each in ordered}) == 1, "all must have signed one version"
    assert last.signed_at <= issued_at, "a receipt follows the signatures"
    content = canonical_bytes(
        ReceiptDocument(
            schema=RECEIPT_SCHEMA,
            workspace_id=workspace_id,
            number=number,
            version_digest=last.version_digest,
            signatures=tuple(ordered),
            head_digest=last.entry_digest,
            issued_at=issued_at,
        )
    )
    return SealedReceipt(
        content=content, seal=sign_detached(content, key, RECEIPT_TYPE), kid=key.kid
    )


class CopyFile(Struct, frozen=True, kw_only=True):
    """A file with signatures of its own, with the bytes that go into a bundle."""

    name: str
    media_type: str
    side: SigningSide
    added_at: datetime
    content: bytes


def published_key(
    key: PublicKey, *, valid_from: datetime, valid_to: datetime | None = None
) -> PublishedKey:
    """Return a key as bundles and the public key list name it."""
    return PublishedKey(
        kty="EC",
        crv="P-256",
        alg="ES256",
        use="sig",
        kid=key.kid,
        x=key.x,
        y=key.y,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def keys_document(keys: Iterable[PublishedKey]) -> KeysDocument:
    """Return keys as a JWK set in a stable order."""
    return KeysDocument(keys=tuple(sorted(keys, key=lambda key: key.kid)))


def build_bundle(
    *,
    agreement: bytes,
    names: Iterable[NameEntry],
    receipt: SealedReceipt,
    keys: Iterable[PublishedKey],
    key: SigningKey,
    made_at: datetime,
    picture: bytes | None = None,
    holders: Iterable[HolderEntry] = (),
    copies: Sequence[CopyFile] = (),
) -> bytes:
    """Put everything that proves a version into one file, and seal what is in it.

    Of the keys only those that sealed something go in. The picture is the PDF, once there is one.
    Of the copies only the first three go in.
    """
    told = msgspec.json.decode(receipt.content, type=ReceiptDocument)
    assert told.version_digest == digest(agreement), "the receipt must be of this version"
    used = {each.kid: each for each in keys if each.kid in {key.kid, receipt.kid}}
    assert {key.kid, receipt.kid} == set(used), "both seals must be checkable"
    parts = {
        AGREEMENT: agreement,
        KEYS: canonical_bytes(keys_document(used.values())),
        NAMES: canonical_bytes(names_document(names)),
        RECEIPT: receipt.content,
        RECEIPT_SEAL: receipt.seal.encode("ascii"),
        SIGNATURES: canonical_bytes(told.signatures),
    }
    if picture is not None:
        parts[PICTURE] = picture
    parts |= _holders(holders) | _copies(copies)
    manifest = canonical_bytes(
        ManifestDocument(
            schema=BUNDLE_SCHEMA,
            workspace_id=told.workspace_id,
            number=told.number,
            version_digest=told.version_digest,
            made_at=made_at,
            parts=tuple(
                ManifestPart(name=name, digest=digest(data), size_bytes=len(data))
                for name, data in sorted(parts.items())
            ),
        )
    )
    seal = sign_detached(manifest, key, BUNDLE_TYPE).encode("ascii")
    return pack({**parts, MANIFEST: manifest, MANIFEST_SEAL: seal})


def _holders(holders: Iterable[HolderEntry]) -> dict[str, bytes]:
    entries = sorted(holders, key=lambda entry: (entry.slot, entry.since))
    if not entries:
        return {}
    document = HoldersDocument(schema=HOLDERS_SCHEMA, holders=tuple(entries))
    return {HOLDERS: canonical_bytes(document)}


def _copies(copies: Sequence[CopyFile]) -> dict[str, bytes]:
    files = dict(zip(COPY_PARTS, copies, strict=False))
    if not files:
        return {}
    document = CopiesDocument(
        schema=COPIES_SCHEMA,
        copies=tuple(
            SignedCopy(
                name=copy.name,
                part=part,
                digest=digest(copy.content),
                size_bytes=len(copy.content),
                media_type=copy.media_type,
                side=copy.side,
                added_at=copy.added_at,
            )
            for part, copy in files.items()
        ),
    )
    return {COPIES: canonical_bytes(document)} | {
        part: copy.content for part, copy in files.items()
    }
