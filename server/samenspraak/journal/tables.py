"""What is kept of every journal: its head, who may read it, and its entries."""

from piccolo.columns import UUID, BigInt, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from samenspraak.database import DB


class Journal(Table, db=DB):
    """One run of numbered entries. Its row is the write lock of all that hangs on it."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=16, default=None, null=False)
    head = BigInt(default=0, null=False)
    head_digest = Varchar(length=64, default=None, null=False)
    head_at = Timestamptz(default=None, null=True)
    # When its entries went with the workspace; the head stays.
    purged_at = Timestamptz(default=None, null=True)


class JournalReader(Table, db=DB, tablename="journal_reader"):
    """That a person may read a journal, and with it every row that hangs on it."""

    # "journal:person": SQL makes no ids, and the pair is the identity.
    id = Varchar(length=73, primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    person_id = UUID(default=None, null=False, index=True)
    mode = Varchar(length=8, default=None, null=False)


class Entry(Table, db=DB):
    """One fact, for ever: a trigger refuses every change and removal."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    number = BigInt(default=None, null=False)
    kind = Varchar(length=64, default=None, null=False)
    actor = UUID(default=None, null=True)
    at = Timestamptz(default=None, null=False)
    body = Text(default=None, null=False)
    previous_digest = Varchar(length=64, default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)

    entry_number = Unique([journal_id, number])


class Move(Table, db=DB):
    """What a person asked under an id of their own making, so that asking twice does it once."""

    # The id the caller made, which is also that of what was created.
    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    person_id = UUID(default=None, null=False)
    request_digest = Varchar(length=64, default=None, null=False)
