"""What a list of running contracts says, row by row."""

from datetime import date

from msgspec import Struct

from samenspraak.procurement.schemas.notices import Identifier, Period, Value


class RowFault(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One thing in a row that cannot be as it stands; its sentence is `fault.<slug>`."""

    column: str
    slug: str
    facts: dict[str, str | int] = {}


class ListRow(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One contract of a list, with `number` as the spreadsheet counts lines.

    A row with faults may still open: it needs a title and a contractor, the rest may be unknown.
    """

    number: int
    title: str | None
    reference: str | None
    contractor: str | None
    contractor_identifier: Identifier | None
    value: Value
    period: Period | None
    awarded_on: date | None
    cpv: str | None
    buyer: str | None
    faults: tuple[RowFault, ...]
    opens: bool
