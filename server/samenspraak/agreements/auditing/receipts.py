"""Holding a receipt against its seal, its key, the signatures and the journal's head at that time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from samenspraak.agreements.auditing.ledger import ToldVersion
from samenspraak.agreements.auditing.reading import readable
from samenspraak.agreements.documents import ReceiptDocument
from samenspraak.agreements.keys import CLOCKS_APART
from samenspraak.canonical import canonical_bytes
from samenspraak.tokens import RECEIPT_TYPE, PublicKey, TokenRefused, verify_detached

Row = Mapping[str, Any]


class Window(Struct, frozen=True, kw_only=True):
    """A key of the table, with the time in which it sealed."""

    key: PublicKey
    valid_from: datetime
    valid_to: datetime | None

    def holds(self, at: datetime) -> bool:
        """Tell whether the key sealed at that moment."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


def receipt_misfits(
    row: Row,
    told: ToldVersion,
    *,
    version: Row,
    signatures: Sequence[Row],
    windows: Mapping[str, Window],
) -> Iterator[tuple[str, str]]:
    """Name what is wrong with a receipt, and in which column it shows."""
    concluded = told.concluded
    if concluded is None:
        return
    expected: dict[str, object] = {
        "journal_id": version["journal_id"],
        "version_id": version["id"],
    }
    for column, value in expected.items():
        if row[column] != value:
            yield "changed", f"receipt.{column}"
    # Right after a rotation a receipt is sealed at the moment of that, a little later than its entry.
    if not concluded.at <= row["issued_at"] <= concluded.at + CLOCKS_APART:
        yield "changed", "receipt.issued_at"
    window = windows.get(row["kid"])
    if window is None:
        yield "unknown-key", "receipt.kid"
        return
    if not window.holds(row["issued_at"]):
        yield "outside-window", "receipt.kid"
    try:
        keys = {kid: each.key for kid, each in windows.items()}
        sealed_by = verify_detached(row["seal"], row["content"].encode(), keys, RECEIPT_TYPE)
    except TokenRefused:
        yield "broken-seal", "receipt.seal"
        return
    if sealed_by.kid != row["kid"]:
        yield "changed", "receipt.kid"
    # From here on the receipt itself is to be believed: what does not fit it was changed.
    yield from _beside_its_words(row, told, version=version, signatures=signatures)


def _beside_its_words(
    row: Row, told: ToldVersion, *, version: Row, signatures: Sequence[Row]
) -> Iterator[tuple[str, str]]:
    receipt = readable(row["content"], ReceiptDocument)
    if receipt is None or (
        receipt.workspace_id,
        receipt.number,
        receipt.version_digest,
        receipt.issued_at,
    ) != (version["workspace_id"], version["number"], version["digest"], row["issued_at"]):
        yield "changed", "receipt.content"
        return
    sealed = sorted(canonical_bytes(each).decode() for each in receipt.signatures)
    if sealed != sorted(each["content"] for each in signatures):
        yield "other-signatures", "signature.content"
    # Whoever cut off the journal, or wrote it anew, does not have this digest in it any more.
    heads = [each.digest for each in sorted(told.signed.values(), key=lambda each: each.number)]
    if not heads or receipt.head_digest != heads[-1]:
        yield "other-head", "entry.digest"
