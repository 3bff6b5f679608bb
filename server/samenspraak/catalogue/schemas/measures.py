"""The format in which value catalogues are exchanged.

It is the one in which tables were gathered: members in snake_case, whole or decimal euros, null
for what a table does not publish. Kinds, units, valuations and target groups are open lists, and
members nobody heard of are let through: a table of a buyer we never met must need no code.
"""

from datetime import date
from decimal import Decimal

import msgspec
from msgspec import Struct


class RegisterShare(Struct, frozen=True, kw_only=True):
    """How much of an invoice counts when the supplier stands in a register."""

    register: str
    # Of a hundred.
    percentage: Decimal


class MeasureText(Struct, frozen=True, kw_only=True):
    """One row of a table: what effort it is about, and what that counts for.

    None says that the table does not publish it, which is neither nought nor without limit.
    Members from `min_hours_per_week` on are rules that can be computed; what a table says in prose
    alone (`conditions`) is shown and never computed.
    """

    code: str
    name_nl: str
    name_en: str | None = None
    # placement, bonus, social-procurement, community, development, custom, or another.
    kind: str | None = None
    target_group: str | None = None
    # fte-year, placement, euro, hour, day, month, negotiated; another is "in overleg".
    unit: str | None = None
    # Euros per unit.
    value_eur: Decimal | None = None
    # fixed, actual-cost, rate-or-actual-cost, negotiated, negotiated-on-actual-cost, cap; another
    # is "in overleg".
    valuation: str | None = None
    full_time_hours_per_week: Decimal | None = None
    # table: the hours above; contractor: the hours of a full-time week with the contractor.
    full_time_hours_source: str | None = None
    max_counting_months: Decimal | None = None
    unlimited_counting: bool | None = None
    # worked_hours or calendar: what the months of the window are counted on.
    window_on: str | None = None
    min_hours_per_week: Decimal | None = None
    # Codes of measures of which at least one must stand beside this one.
    requires: list[str] | None = None
    # Codes of measures that cannot stand beside this one.
    excludes: list[str] | None = None
    # both, hours, period or none: what a part of counts for a part of the value.
    pro_rata: str | None = None
    # Of a hundred of the invoice.
    percentage: Decimal | None = None
    percentages: list[RegisterShare] | None = None
    # At most so much in all, in euros.
    maximum_eur: Decimal | None = None
    conditions: str | None = None
    evidence: list[str] | None = None
    confidence: str | None = None
    source: str | None = None


class CatalogueText(Struct, frozen=True, kw_only=True):
    """One edition of a table, with where it came from and how sure that is."""

    id: str
    measures: list[MeasureText]
    region: str | None = None
    labour_market_regions: list[str] | None = None
    publisher: str | None = None
    valid_from: date | None = None
    valid_from_note: str | None = None
    valid_to: date | None = None
    # published, awarded or contract: which date of a contract must fall within the validity.
    applies_by: str | None = None
    currency: str | None = None
    basis: str | None = None
    general_rules: str | list[str] | None = None
    source: str | None = None
    source_year: str | int | None = None
    completeness: str | None = None
    confidence: str | None = None


def text_in(content: str) -> CatalogueText:
    """Return the text of an edition from its bytes as they are kept."""
    return msgspec.json.decode(content, type=CatalogueText)
