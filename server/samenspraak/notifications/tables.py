"""What waits to be sent."""

from piccolo.columns import UUID, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from samenspraak.database import DB


class Outbox(Table, db=DB):
    """A mail that waits. It is taken with SKIP LOCKED and forgotten once sent."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=32, default=None, null=False)
    recipient = Varchar(length=254, default=None, null=False)
    language = Varchar(length=2, default=None, null=False)
    # What the sentence needs, as JSON; never more than the reader may see.
    facts = Text(default=None, null=False)
    due_at = Timestamptz(default=None, null=False)
    attempts = Integer(default=0, null=False)
