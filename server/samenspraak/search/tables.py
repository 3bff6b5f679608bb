"""The words of what can be found. The texts themselves stay where they are."""

from piccolo.columns import UUID, Column, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from samenspraak.database import DB
from samenspraak.journal.tables import Journal


class TSVector(Column):
    """Words of a text as PostgreSQL finds them, with their places and weights."""

    value_type = str


class Findable(Table, db=DB):
    """The words of one text, in the journal that text hangs on. Triggers write it and nothing else."""

    # "kind:id".
    id = Varchar(length=64, primary_key=True, default=None)
    journal_id = ForeignKey(
        Journal, null=False, default=None, on_delete=OnDelete.restrict, index=True
    )
    kind = Varchar(length=16, default=None, null=False)
    about_id = UUID(default=None, null=False)
    at = Timestamptz(default=None, null=False)
    words = TSVector(default=None, null=False)
