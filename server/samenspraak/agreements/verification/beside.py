"""What lies beside the signed text: names, who fills a role now, and copies signed elsewhere."""

import re
from collections.abc import Mapping

from samenspraak.agreements.documents import (
    AgreementDocument,
    CopiesDocument,
    HolderEntry,
    HoldersDocument,
    ManifestDocument,
    NameEntry,
    NamesDocument,
    ReceiptDocument,
    SignedCopy,
    slots_of,
)
from samenspraak.agreements.sealing import COPIES, COPY_PARTS, HOLDERS, NAMES
from samenspraak.agreements.verification.findings import BundleBroken
from samenspraak.agreements.verification.parts import document
from samenspraak.canonical import digest
from samenspraak.commitments.terms import name_commitment

_SALT = re.compile(r"[0-9a-f]{64}")


def names_of(
    parts: Mapping[str, bytes], agreement: AgreementDocument, receipt: ReceiptDocument
) -> dict[str, NameEntry]:
    """Check that each name is the one a slot was made of; names may be gone, never others."""
    listed = document(NAMES, parts[NAMES], NamesDocument).names
    slots = {slot.commitment for slot in slots_of(agreement)}
    slots |= {signature.signatory for signature in receipt.signatures if signature.signatory}
    names = {entry.commitment: entry for entry in listed}
    if [entry.commitment for entry in listed] != sorted(names):
        raise BundleBroken("names", NAMES)
    for entry in listed:
        if entry.commitment not in slots or not _is_name_of(
            entry.commitment, salt=entry.salt, name=entry.name
        ):
            raise BundleBroken("names", NAMES)
    return names


def holders_of(
    parts: Mapping[str, bytes], agreement: AgreementDocument, manifest: ManifestDocument
) -> tuple[HolderEntry, ...]:
    """Check that whoever took over a role has one that the agreement knows."""
    if HOLDERS not in parts:
        return ()
    listed = document(HOLDERS, parts[HOLDERS], HoldersDocument).holders
    slots = {slot.commitment for slot in slots_of(agreement)}
    places = [(entry.slot, entry.since) for entry in listed]
    if not listed or places != sorted(set(places)):
        raise BundleBroken("holders", HOLDERS)
    for entry in listed:
        erased = entry.salt is None and entry.name is None
        told = entry.salt is not None and entry.name is not None
        if (
            entry.slot not in slots
            or entry.since > manifest.made_at
            or not (erased or told)
            or (told and not _is_name_of(entry.commitment, salt=entry.salt, name=entry.name))
        ):
            raise BundleBroken("holders", HOLDERS)
    return listed


def copies_of(parts: Mapping[str, bytes], manifest: ManifestDocument) -> tuple[SignedCopy, ...]:
    """Check that the copies are the ones that were put beside the version; they are not judged."""
    present = [name for name in COPY_PARTS if name in parts]
    if COPIES not in parts:
        if present:
            raise BundleBroken("copies", COPIES)
        return ()
    listed = document(COPIES, parts[COPIES], CopiesDocument).copies
    if not listed or [copy.part for copy in listed] != present:
        raise BundleBroken("copies", COPIES)
    for copy in listed:
        data = parts[copy.part]
        if copy.size_bytes != len(data) or copy.digest != digest(data):
            raise BundleBroken("copies", copy.part)
        if copy.added_at > manifest.made_at:
            raise BundleBroken("copies", COPIES)
    return listed


def _is_name_of(commitment: str, *, salt: str | None, name: str | None) -> bool:
    if salt is None or name is None or not _SALT.fullmatch(salt):
        return False
    return name_commitment(salt=salt, name=name) == commitment
