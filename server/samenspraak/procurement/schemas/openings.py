"""What was read from a file, what it can open, and how it stands to what was read before."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from samenspraak.procurement.schemas.lists import ListRow
from samenspraak.procurement.schemas.notices import (
    AwardNotice,
    Organisation,
    Period,
    SocialTerms,
    Source,
    Texts,
    Value,
    Winner,
)


class Reading(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Everything one file held: notices, or the rows of a list."""

    source: Source
    file_name: str
    notices: tuple[AwardNotice, ...] = ()
    rows: tuple[ListRow, ...] = ()


class Opening(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One workspace that can be opened, and with what.

    `part_of` names the opening of the whole contract where this is one lot of it; opening the
    whole and a part of it would make two rooms for one contract.
    """

    key: str
    titles: Texts
    language: str
    reference: str | None
    lot_ids: tuple[str, ...]
    buyers: tuple[Organisation, ...]
    winner: Winner
    value: Value
    period: Period | None
    cpv_main: str | None
    cpv_additional: tuple[str, ...]
    awarded_on: date | None
    concluded_on: date | None
    social: SocialTerms
    part_of: str | None = None


class Relation(StrEnum):
    """How an incoming notice stands to one that was imported before."""

    UNRELATED = "unrelated"
    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    MODIFIES = "modifies"
    # The same procedure, announced by another notice: a later lot, for instance.
    SAME_PROCEDURE = "same-procedure"


class Difference(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One field that two versions of a notice tell differently; None where one is silent."""

    path: str
    before: str | int | bool | None
    after: str | int | bool | None
