"""What an upload would become, as it is kept until its maker opens it."""

from uuid import UUID

from msgspec import Struct, structs

from samenspraak.errors import Fault
from samenspraak.procurement.schemas.notices import AwardNotice
from samenspraak.procurement.schemas.openings import Difference, Opening, Relation


class Upload(Struct, frozen=True, kw_only=True):
    """A file as it was sent."""

    name: str
    data: bytes


class PreviewRow(Struct, frozen=True, kw_only=True):
    """One workspace that can be opened, with the notice it comes from, if any.

    With a `contract_id` the notice changes a contract that has its workspace already.
    """

    key: str
    file_name: str
    opening: Opening
    notice: AwardNotice | None
    notice_key: str | None
    relation: Relation
    differences: tuple[Difference, ...]
    contract_id: UUID | None = None


class LeftOut(Struct, frozen=True, kw_only=True):
    """A file, notice or row that opens nothing, and why."""

    file_name: str
    title: str | None
    slug: str
    facts: dict[str, str | int]
    faults: tuple[Fault, ...]


class KeptRow(Struct, frozen=True, kw_only=True):
    """A row as it is kept: its notice stands once, however many rows it opens."""

    row: PreviewRow
    notice_at: int | None


class Preview(Struct, frozen=True, kw_only=True):
    """What an upload would become."""

    kept: tuple[KeptRow, ...]
    notices: tuple[AwardNotice, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def rows(self) -> list[PreviewRow]:
        """Return the rows, each with the notice it comes from."""
        return [
            each.row
            if each.notice_at is None
            else structs.replace(each.row, notice=self.notices[each.notice_at])
            for each in self.kept
        ]
