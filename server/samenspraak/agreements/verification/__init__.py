"""Checking a bundle with nothing but the bundle: no server, no database, no network.

A bundle can always be made anew by somebody with a key of their own. So the checks say that the
parts belong together, and only a key that the reader already trusts says who made them.

There is a second verifier, in `frontend/verifier`, which shares nothing with this one but the
published schemas. Both follow `docs/checking.md` to the letter: the same checks in the same order,
so that they come to the same outcome and name the same reason and part.
"""

import re
from collections.abc import Collection
from typing import Any, cast

from samenspraak.agreements.documents import AgreementDocument, ReceiptDocument
from samenspraak.agreements.sealing import (
    AGREEMENT,
    KEYS,
    MANIFEST,
    PICTURE,
    RECEIPT,
    SIGNATURES,
)
from samenspraak.agreements.verification.beside import copies_of, holders_of, names_of
from samenspraak.agreements.verification.deal import (
    check_commitments,
    check_same_version,
    check_signatures,
)
from samenspraak.agreements.verification.findings import BundleBroken, Line, Outcome, Report
from samenspraak.agreements.verification.parts import (
    document,
    key_of_seal,
    keys_of,
    manifest_of,
    parts_of,
)
from samenspraak.agreements.verification.telling import Held, told
from samenspraak.canonical import digest, strict_json
from samenspraak.errors import Invalid
from samenspraak.tokens import BUNDLE_TYPE, RECEIPT_TYPE, public_key

# A key list of ours holds a key a year; more is not one of ours.
TRUSTED_LIMIT = 1_000

__all__ = [
    "BundleBroken",
    "Line",
    "Outcome",
    "Report",
    "read_trusted_keys",
    "verify_bundle",
]


def verify_bundle(data: bytes, *, trusted: Collection[str] | None = None) -> Report:
    """Check every part of a bundle against every other, and its seals against the trusted keys.

    `trusted` holds thumbprints the reader got another way. Without them the best a bundle can be
    is consistent, because whoever makes a false one can also make a key for it.
    """
    try:
        held = _held(data)
    except BundleBroken as broken:
        return Report(
            outcome=Outcome.BROKEN,
            lines=(broken.line,),
            reason=broken.reason,
            part=broken.part,
        )
    return Report(
        outcome=_outcome({held.bundle_key, held.receipt_key}, trusted),
        lines=tuple(told(held)),
        number=held.agreement.number,
        version_digest=held.receipt.version_digest,
        receipt_thumbprint=held.receipt_key,
        bundle_thumbprint=held.bundle_key,
    )


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
        raise BundleBroken("trusted-keys", KEYS) from error
    if not 0 < len(found) <= TRUSTED_LIMIT or not all(map(_THUMBPRINT.fullmatch, found)):
        raise BundleBroken("trusted-keys", KEYS)
    return frozenset(found)


_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")


def _held(data: bytes) -> Held:
    """Do every check, in the order of `docs/checking.md`."""
    parts = parts_of(data)
    keys = keys_of(parts[KEYS])
    manifest = manifest_of(parts)
    bundle_key = key_of_seal(MANIFEST, BUNDLE_TYPE, parts, keys, at=manifest.made_at)
    agreement = document(AGREEMENT, parts[AGREEMENT], AgreementDocument)
    receipt = document(RECEIPT, parts[RECEIPT], ReceiptDocument)
    receipt_key = key_of_seal(RECEIPT, RECEIPT_TYPE, parts, keys, at=receipt.issued_at)
    if set(keys) != {bundle_key, receipt_key}:
        raise BundleBroken("keys", KEYS)
    check_same_version(digest(parts[AGREEMENT]), agreement, receipt, manifest)
    check_signatures(agreement, receipt, parts[SIGNATURES])
    check_commitments(agreement, parts[AGREEMENT])
    return Held(
        agreement=agreement,
        receipt=receipt,
        manifest=manifest,
        names=names_of(parts, agreement, receipt),
        holders=holders_of(parts, agreement, manifest),
        copies=copies_of(parts, manifest),
        has_picture=PICTURE in parts,
        receipt_key=receipt_key,
        bundle_key=bundle_key,
    )


def _outcome(kids: set[str], trusted: Collection[str] | None) -> Outcome:
    if trusted is None:
        return Outcome.ISSUER_NOT_CHECKED
    return Outcome.KNOWN_ISSUER if kids <= set(trusted) else Outcome.UNKNOWN_ISSUER
