"""What goes into a picture: a reading, where the version stands, and who signed it."""

from datetime import datetime

from msgspec import Struct

from samenspraak.agreements.reading.shapes import Reading
from samenspraak.agreements.schemas.states import Origin, VersionState
from samenspraak.commitments.terms import SigningSide


class Bound(Struct, frozen=True, kw_only=True):
    """An organisation that is bound, on a side."""

    side: SigningSide
    name: str


class Signatory(Struct, frozen=True, kw_only=True):
    """A line to sign on. Without a moment nobody did yet; without a name it was erased."""

    side: SigningSide
    name: str | None = None
    role: str | None = None
    mandate_cents: int | None = None
    signed_at: datetime | None = None
    # How they proved who they are, and when they last did.
    method: str | None = None
    proven_at: datetime | None = None
    reason: str | None = None


class Standing(Struct, frozen=True, kw_only=True):
    """Where a version stands, and since when."""

    state: VersionState
    origin: Origin
    offered_at: datetime
    sign_by_at: datetime | None = None
    in_force_at: datetime | None = None
    closed_at: datetime | None = None
    closed_reason: str | None = None
    has_receipt: bool = False


class Sheet(Struct, frozen=True, kw_only=True):
    """All that a picture is made of; the same sheet gives the same bytes."""

    # The very text whose digest was signed.
    content: str
    # What the contract is called; a reading has the title of the version.
    title: str
    reading: Reading
    parties: tuple[Bound, ...]
    standing: Standing
    signatories: tuple[Signatory, ...] = ()
