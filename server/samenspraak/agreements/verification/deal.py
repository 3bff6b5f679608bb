"""Whether two sides bound themselves to exactly this version, as far as the bundle can prove it."""

import json
import re
from collections.abc import Sequence
from typing import get_args

from samenspraak.agreements.documents import (
    AgreementDocument,
    ManifestDocument,
    ReceiptDocument,
    SignatureStatement,
)
from samenspraak.agreements.sealing import AGREEMENT, MANIFEST, RECEIPT, SIGNATURES
from samenspraak.agreements.verification.findings import BundleBroken
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.terms import SigningSide
from samenspraak.deadlines import is_over

# More people than this sign for no side.
SIGNATORIES_LIMIT = 9

_SIDES: tuple[SigningSide, ...] = get_args(SigningSide)
_DIGEST = re.compile(r"[0-9a-f]{64}")


def check_same_version(
    version_digest: str,
    agreement: AgreementDocument,
    receipt: ReceiptDocument,
    manifest: ManifestDocument,
) -> None:
    """See that receipt and manifest speak of this very version."""
    named = (agreement.workspace_id, agreement.number, version_digest)
    for name, document in ((RECEIPT, receipt), (MANIFEST, manifest)):
        if (document.workspace_id, document.number, document.version_digest) != named:
            raise BundleBroken("another-version", name)


def needed_of(agreement: AgreementDocument) -> dict[SigningSide, int]:
    """Return how many people have to sign for each side."""
    needed: dict[SigningSide, int] = dict.fromkeys(_SIDES, 1)
    for rule in agreement.signing:
        if needed[rule.side] > 1 or not 1 < rule.needed <= SIGNATORIES_LIMIT:
            raise BundleBroken("signing", AGREEMENT)
        needed[rule.side] = rule.needed
    return needed


def check_signatures(agreement: AgreementDocument, receipt: ReceiptDocument, data: bytes) -> None:
    """See that all who had to sign did, each once, in time and under this version."""
    signatures = receipt.signatures
    if data != canonical_bytes(signatures):
        raise BundleBroken("signatures", SIGNATURES)
    _check_sides(agreement, signatures)
    if {signature.version_digest for signature in signatures} != {receipt.version_digest}:
        raise BundleBroken("another-version", RECEIPT)
    _check_moments(agreement, receipt)
    if receipt.head_digest != signatures[-1].entry_digest:
        raise BundleBroken("head", RECEIPT)
    _check_reasons(agreement, signatures)


def check_commitments(agreement: AgreementDocument, data: bytes) -> None:
    """Compare each agreed text with its digest, in the very bytes and not as we understand them."""
    for part in json.loads(data).get("commitments", []):
        document = part["document"]
        named = (document["commitmentId"], document["revision"])
        if part["digest"] != digest(canonical_bytes(document)):
            raise BundleBroken("revision", AGREEMENT, number=part["number"])
        if named != (part["commitmentId"], part["revision"]):
            raise BundleBroken("revision", AGREEMENT, number=part["number"])
    _check_endings(agreement)


def _check_sides(agreement: AgreementDocument, signatures: Sequence[SignatureStatement]) -> None:
    """Count people, not signatures: one person may never stand for two.

    Receipts from before a side could ask for several do not tell signatories apart. They hold one
    for each side, so nothing has to be told apart.
    """
    own = {
        side: [signature.signer for signature in signatures if signature.side == side]
        for side in _SIDES
    }
    for side, needed in needed_of(agreement).items():
        if len(own[side]) < needed:
            raise BundleBroken("sides", RECEIPT)
    if any(len(signers) > 1 and None in signers for signers in own.values()):
        raise BundleBroken("same-signer", RECEIPT)
    told = [signature.signer for signature in signatures if signature.signer is not None]
    if len(set(told)) < len(told):
        raise BundleBroken("same-signer", RECEIPT)


def _check_moments(agreement: AgreementDocument, receipt: ReceiptDocument) -> None:
    moments = [signature.signed_at for signature in receipt.signatures] + [receipt.issued_at]
    if moments != sorted(moments):
        raise BundleBroken("order", RECEIPT)
    for signature in receipt.signatures:
        if signature.proven_at is not None and signature.proven_at > signature.signed_at:
            raise BundleBroken("order", RECEIPT)
        if agreement.sign_by is not None and is_over(agreement.sign_by.at, signature.signed_at):
            raise BundleBroken("late", RECEIPT)


def _check_endings(agreement: AgreementDocument) -> None:
    """See that what ends does not go on too."""
    ending = [part.commitment_id for part in agreement.endings]
    going_on = {part.commitment_id for part in agreement.commitments}
    if (
        len(set(ending)) < len(ending)
        or going_on & set(ending)
        or (agreement.ending is not None and going_on)
        or not all(_DIGEST.fullmatch(part.digest) for part in agreement.endings)
    ):
        raise BundleBroken("endings", AGREEMENT)


def _check_reasons(agreement: AgreementDocument, signatures: Sequence[SignatureStatement]) -> None:
    """See that the side that did not offer the end said why it agrees, by every signatory.

    Whoever offers has its reason in the agreement. The bundle does not tell which side that was,
    so it has to hold for one of them.
    """
    if not agreement.endings and agreement.ending is None:
        return
    for side in _SIDES:
        if all(signature.reason for signature in signatures if signature.side == side):
            return
    raise BundleBroken("reasons", RECEIPT)
