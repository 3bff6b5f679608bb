"""What an audit of agreements finds."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

# Whoever changed everything is told so by the first hundred places of a room; the rest is counted.
MISFITS_LIMIT = 100


class Misfit(Struct, frozen=True, kw_only=True):
    """One place where a row and what was recorded do not fit.

    `what` names the table, and the column where one column is to blame; `problem` ends the key of
    its sentence. `number` is that of the version, or of the commitment whose text it is; `entry`
    that of the journal's entry.
    """

    problem: str
    what: str
    workspace_id: UUID | None = None
    title: str = ""
    number: int | None = None
    entry: int | None = None
    # Which row, where a number does not say it.
    row: str | None = None

    @property
    def table(self) -> str:
        """Return the table that it is about."""
        return self.what.partition(".")[0]


class AgreementsReport(Struct, frozen=True, kw_only=True):
    """How much was looked at, and what was found: the first bad place of a room comes first."""

    workspaces: int
    versions: int
    misfits: tuple[Misfit, ...]
    # How many more there are than are listed.
    more: int = 0


class Told(Struct, frozen=True, kw_only=True):
    """One entry of the journal, as far as rows are held against it."""

    number: int
    digest: str
    kind: str
    actor: UUID | None
    at: datetime
    body: dict[str, object]
