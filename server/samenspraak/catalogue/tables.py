"""Tables of values as they were published or brought in: each edition as it was, for ever."""

from piccolo.columns import UUID, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from samenspraak.database import DB
from samenspraak.identity.tables import Organisation
from samenspraak.journal.tables import Journal


class Edition(Table, db=DB):
    """One text of a table of values; who wants other values adds another edition.

    The ones that come with the product hang on no journal: everybody signed in reads them, and only
    the owner of the database writes them.
    """

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=True, default=None, on_delete=OnDelete.restrict)
    organisation_id = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    # The name of the table in its own text, such as utrecht-v3: several editions may have it.
    catalogue = Varchar(length=100, default=None, null=False)
    publisher = Text(default=None, null=True)
    # RFC 8785, members nobody heard of included.
    content = Text(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    added_at = Timestamptz(default=None, null=False)
    # Nobody's, where the product brought it.
    added_by = UUID(default=None, null=True)
    copied_from = UUID(default=None, null=True)
    # Chosen for no contract from then on; where it was chosen before, it stays.
    retired_at = Timestamptz(default=None, null=True)
