"""What a bundle that holds together tells, in the order in which a reader asks."""

from collections.abc import Iterator

from msgspec import Struct

from samenspraak.agreements.documents import (
    AgreementDocument,
    HolderEntry,
    ManifestDocument,
    NameEntry,
    ReceiptDocument,
    SignatureStatement,
    SignedCopy,
    slots_of,
)
from samenspraak.agreements.verification.deal import needed_of
from samenspraak.agreements.verification.findings import Line, Told
from samenspraak.commitments.terms import AmountValue, SigningSide


class Held(Struct, frozen=True, kw_only=True):
    """Everything that a bundle was found to hold."""

    agreement: AgreementDocument
    receipt: ReceiptDocument
    manifest: ManifestDocument
    names: dict[str, NameEntry]
    holders: tuple[HolderEntry, ...]
    copies: tuple[SignedCopy, ...]
    has_picture: bool
    receipt_key: str
    bundle_key: str


def told(held: Held) -> Iterator[Line]:
    """Tell what was signed, by whom, what lies beside it and which keys sealed it."""
    agreement, receipt = held.agreement, held.receipt
    yield Line(
        key="version",
        facts={"number": agreement.number, "title": agreement.contract.title},
    )
    yield Line(key="digest", facts={"digest": receipt.version_digest})
    yield from _signed(held)
    yield from _bound(agreement)
    yield from _people(held)
    yield Line(key="receipt", facts={"at": receipt.issued_at})
    if held.has_picture:
        yield Line(key="picture")
    for copy in held.copies:
        facts: dict[str, Told] = {"name": copy.name, "part": copy.part, "side": copy.side}
        yield Line(key="copy", facts=facts)
    yield Line(key="receipt-key", facts={"thumbprint": held.receipt_key})
    yield Line(key="bundle-key", facts={"thumbprint": held.bundle_key})
    yield Line(key="nature")


def _signed(held: Held) -> Iterator[Line]:
    needed = needed_of(held.agreement)
    for side, count in needed.items():
        if count > 1:
            yield Line(key="needed", facts={"side": side, "count": count})
    for signature in held.receipt.signatures:
        yield _signature(signature, held)
        if signature.admission == "shown_link":
            yield Line(key="shown-link", facts={"side": signature.side})
        if signature.reason:
            yield Line(key="reason", facts={"side": signature.side, "reason": signature.reason})


def _signature(signature: SignatureStatement, held: Held) -> Line:
    facts: dict[str, Told] = {
        "side": signature.side,
        "parties": _parties(held.agreement, signature.side),
        "role": signature.role,
        "at": signature.signed_at,
    }
    entry = held.names.get(signature.signatory or "")
    if entry is None:
        return Line(key="signed-without-name", facts=facts)
    return Line(key="signed", facts={**facts, "name": entry.name})


def _parties(agreement: AgreementDocument, side: SigningSide) -> str:
    return ", ".join(party.name for party in agreement.parties if party.side == side) or "?"


def _bound(agreement: AgreementDocument) -> Iterator[Line]:
    """Tell what binds: each commitment with its amount, and what ends."""
    yield Line(key="commitments", facts={"count": len(agreement.commitments)})
    for part in agreement.commitments:
        facts: dict[str, Told] = {"number": part.number, "title": part.document.terms.title}
        value = part.document.terms.value
        if isinstance(value, AmountValue):
            yield Line(key="commitment", facts={**facts, "amount": value.amount_cents})
        else:
            yield Line(key="commitment-without-amount", facts=facts)
    for part in agreement.endings:
        yield Line(
            key="commitment-ends",
            facts={"number": part.number, "title": part.title, "on": part.ends_on},
        )
    if agreement.ending is not None:
        yield Line(key="agreement-ends", facts={"on": agreement.ending.ends_on})


def _people(held: Held) -> Iterator[Line]:
    roles: dict[str, str] = {}
    for slot in slots_of(held.agreement):
        roles.setdefault(slot.commitment, slot.role)
    if gone := len(set(roles) - set(held.names)):
        yield Line(key="names-gone", facts={"count": gone})
    for entry in held.holders:
        facts: dict[str, Told] = {"role": roles[entry.slot], "at": entry.since}
        if entry.name is None:
            yield Line(key="holder-without-name", facts=facts)
        else:
            yield Line(key="holder", facts={**facts, "name": entry.name})
