"""Live drafts: the log of what was written, and where it was taken together."""

from piccolo.columns import (
    UUID,
    BigInt,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from samenspraak.database import DB
from samenspraak.journal.tables import Journal
from samenspraak.workspaces.tables import Workspace


class Draft(Table, db=DB):
    """Something people write, in the journal of those who see it: both sides', or one side's own."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    # commitment, purpose or clauses.
    kind = Varchar(length=16, default=None, null=False)
    # joint or own_side; fixed, so that nobody writes for other readers than they think.
    box = Varchar(length=16, default=None, null=False)
    # What it is about; None for something new of one side alone, until it is first proposed.
    subject_id = UUID(default=None, null=True, index=True)
    # The frozen text it was begun from: its number and digest.
    base_number = Integer(default=None, null=True)
    base_digest = Varchar(length=64, default=None, null=True)
    opened_at = Timestamptz(default=None, null=False)
    opened_by = UUID(default=None, null=False)
    # The number of the last stored update; not journalled.
    head = BigInt(default=0, null=False)
    # The frozen text that was last made of it.
    proposed_number = Integer(default=None, null=True)
    proposed_digest = Varchar(length=64, default=None, null=True)
    proposed_at = Timestamptz(default=None, null=True)
    discarded_at = Timestamptz(default=None, null=True)


# The rows of the next four come by the thousand and are written by functions of the database
# alone, which know that the draft is there: so they point at it without foreign keys.


class DraftUpdate(Table, db=DB, tablename="draft_update"):
    """What one author wrote within one commit, as Yjs encodes it. The log is where replicas meet."""

    # "draft:sequence": SQL makes no ids, and the pair is the identity.
    id = Varchar(length=57, primary_key=True, default=None)
    journal_id = UUID(default=None, null=False)
    draft_id = UUID(default=None, null=False)
    sequence = BigInt(default=None, null=False)
    person_id = UUID(default=None, null=False)
    data = Bytea(default=None, null=False)
    stored_at = Timestamptz(default=None, null=False)


class DraftSnapshot(Table, db=DB, tablename="draft_snapshot"):
    """All updates up to and with one, taken together; whoever loads reads on from there."""

    # The draft's.
    id = UUID(primary_key=True, default=None)
    journal_id = UUID(default=None, null=False)
    sequence = BigInt(default=None, null=False)
    state = Bytea(default=None, null=False)
    taken_at = Timestamptz(default=None, null=False)


class DraftClient(Table, db=DB, tablename="draft_client"):
    """Whose a Yjs client id is, for ever: nobody writes under another's."""

    # "draft:client".
    id = Varchar(length=57, primary_key=True, default=None)
    journal_id = UUID(default=None, null=False)
    draft_id = UUID(default=None, null=False, index=True)
    client = BigInt(default=None, null=False)
    person_id = UUID(default=None, null=False)


class DraftTouch(Table, db=DB, tablename="draft_touch"):
    """Who last changed a field, and when."""

    # "draft:field".
    id = Varchar(length=120, primary_key=True, default=None)
    journal_id = UUID(default=None, null=False)
    draft_id = UUID(default=None, null=False, index=True)
    field = Text(default=None, null=False)
    person_id = UUID(default=None, null=False)
    touched_at = Timestamptz(default=None, null=False)
