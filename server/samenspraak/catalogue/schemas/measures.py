"""The format in which value catalogues are exchanged.

It is the one in which tables were gathered: members in snake_case, whole or decimal euros, null
for what a table does not publish. Kinds, units, valuations and target groups are open lists, and
members nobody heard of are let through: a table of a buyer we never met must need no code.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta, Struct


class RegisterShare(Struct, frozen=True, kw_only=True):
    """How much of an invoice counts when the supplier stands in a register."""

    register: str
    percentage: Annotated[Decimal, Meta(description="Of a hundred of the invoice.")]


class MeasureText(Struct, frozen=True, kw_only=True):
    """One row of a table: what effort it is about, and what that counts for.

    Null says that the table does not publish it, which is neither nought nor without limit.
    What a table says in words alone (`conditions`) is shown and never computed.
    """

    code: Annotated[str, Meta(description="Names the row within its table.")]
    name_nl: str
    name_en: str | None = None
    kind: Annotated[
        str | None,
        Meta(
            description=(
                "placement, bonus (counts on top of another row, never alone), social-procurement,"
                " community, development, custom, or another."
            )
        ),
    ] = None
    target_group: Annotated[
        str | None, Meta(description="An id of the list of target groups, or another.")
    ] = None
    unit: Annotated[
        str | None,
        Meta(
            description=(
                "What the value is for: fte-year, placement, euro, hour, day, month or negotiated."
                " With another one the value is agreed in consultation."
            )
        ),
    ] = None
    value_eur: Annotated[Decimal | None, Meta(description="Euros per unit.")] = None
    valuation: Annotated[
        str | None,
        Meta(
            description=(
                "fixed, actual-cost (the invoice), rate-or-actual-cost, negotiated,"
                " negotiated-on-actual-cost (an agreed part of the invoice) or cap (an agreed"
                " amount per unit, at most the value). With another one the value is agreed in"
                " consultation."
            )
        ),
    ] = None
    full_time_hours_per_week: Annotated[
        Decimal | None, Meta(description="The hours of the full-time week the value is for.")
    ] = None
    full_time_hours_source: Annotated[
        str | None,
        Meta(
            description=(
                "table: the hours above; contractor: those of a full-time week with the contractor."
            )
        ),
    ] = None
    max_counting_months: Annotated[
        Decimal | None, Meta(description="How many months count at most.")
    ] = None
    unlimited_counting: Annotated[
        bool | None, Meta(description="The table says that there is no such maximum.")
    ] = None
    window_on: Annotated[
        str | None,
        Meta(description="worked_hours or calendar: what those months are counted on."),
    ] = None
    min_hours_per_week: Annotated[
        Decimal | None, Meta(description="Whoever works less counts for nothing.")
    ] = None
    requires: Annotated[
        list[str] | None,
        Meta(description="Codes of rows of which at least one must stand beside this one."),
    ] = None
    excludes: Annotated[
        list[str] | None,
        Meta(description="Codes of rows that cannot stand beside this one."),
    ] = None
    pro_rata: Annotated[
        str | None,
        Meta(
            description=(
                "both, hours, period or none: what a part of counts for a part of the value."
                " Without it: both for fte-year, none for the rest."
            )
        ),
    ] = None
    percentage: Annotated[
        Decimal | None, Meta(description="How much of a hundred of the invoice counts.")
    ] = None
    percentages: Annotated[
        list[RegisterShare] | None,
        Meta(description="The same by the register that the supplier stands in."),
    ] = None
    maximum_eur: Annotated[
        Decimal | None, Meta(description="At most so much in all, in euros.")
    ] = None
    conditions: Annotated[
        str | None, Meta(description="What the table says in words: shown, never computed.")
    ] = None
    evidence: list[str] | None = None
    confidence: str | None = None
    source: str | None = None


class CatalogueText(Struct, frozen=True, kw_only=True):
    """One edition of a table, with where it came from and how sure that is."""

    id: Annotated[str, Meta(description="The name of the table, such as utrecht-v3.")]
    measures: list[MeasureText]
    region: str | None = None
    labour_market_regions: list[str] | None = None
    publisher: Annotated[
        str | None, Meta(description="The buyer whose table it is; by this name it is suggested.")
    ] = None
    valid_from: date | None = None
    valid_from_note: str | None = None
    valid_to: Annotated[date | None, Meta(description="The last day.")] = None
    applies_by: Annotated[
        str | None,
        Meta(
            description=(
                "published, awarded or contract: which date of a contract must fall within the"
                " validity."
            )
        ),
    ] = None
    currency: Annotated[
        str | None,
        Meta(description="With another one than EUR every value is agreed in consultation."),
    ] = None
    basis: str | None = None
    general_rules: Annotated[
        str | list[str] | None,
        Meta(description="What the table says in words: shown, never computed."),
    ] = None
    source: str | None = None
    source_year: str | int | None = None
    completeness: str | None = None
    confidence: str | None = None


def text_in(content: str) -> CatalogueText:
    """Return the text of an edition from its bytes as they are kept."""
    return msgspec.json.decode(content, type=CatalogueText)
