"""One workspace per contract: its rooms, its parties and people, why it is there and what is owed."""

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from samenspraak.database import DB
from samenspraak.identity.tables import Organisation
from samenspraak.journal.tables import Journal
from samenspraak.procurement.tables import Contract


class Workspace(Table, db=DB):
    """The room of one contract. Its journal is the shared one."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    contract_id = ForeignKey(Contract, null=False, default=None, on_delete=OnDelete.restrict)
    phase = Varchar(length=16, default=None, null=False)
    opened_at = Timestamptz(default=None, null=False)
    opened_by_side = Varchar(length=16, default=None, null=False)


class SideRoom(Table, db=DB, tablename="side_room"):
    """Where one side talks among itself. Only that side can know of its journal."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    side = Varchar(length=16, default=None, null=False)

    one_room_a_side = Unique([workspace_id, side])


class Party(Table, db=DB):
    """An organisation on a side, with its name as all in the workspace see it."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    side = Varchar(length=16, default=None, null=False)
    # Unknown until its first person joins.
    organisation_id = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    name = Text(default=None, null=False)
    identifier_scheme = Varchar(length=20, default=None, null=True)
    identifier_id = Varchar(length=40, default=None, null=True)
    joined_at = Timestamptz(default=None, null=True)


class Participant(Table, db=DB):
    """A person in a workspace, for a party, with roles."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    party_id = ForeignKey(Party, null=False, default=None, on_delete=OnDelete.restrict)
    side = Varchar(length=16, default=None, null=False)
    person_id = UUID(default=None, null=False, index=True)
    name = Text(default=None, null=False)
    title = Text(default=None, null=False)
    roles = Array(base_column=Varchar(length=16), default=None, null=False)
    # How this person came in: opened, mailed_link or shown_link.
    admission = Varchar(length=16, default=None, null=False)
    joined_at = Timestamptz(default=None, null=False)
    left_at = Timestamptz(default=None, null=True)

    person_once = Unique([workspace_id, person_id])


class Invitation(Table, db=DB):
    """A one-time link for one address, kept in the inviting side's own journal."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    party_id = ForeignKey(Party, null=False, default=None, on_delete=OnDelete.restrict)
    side = Varchar(length=16, default=None, null=False)
    email = Varchar(length=254, default=None, null=False)
    title = Text(default=None, null=False)
    roles = Array(base_column=Varchar(length=16), default=None, null=False)
    token_hash = Varchar(length=64, default=None, null=False, unique=True)
    is_mailed = Boolean(default=False, null=False)
    invited_by = UUID(default=None, null=False)
    invited_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    accepted_at = Timestamptz(default=None, null=True)
    accepted_by = UUID(default=None, null=True)
    withdrawn_at = Timestamptz(default=None, null=True)


class Purpose(Table, db=DB):
    """The n-th wording of why, put by one side and perhaps agreed by the other."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    content = Text(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    by_side = Varchar(length=16, default=None, null=False)
    by_person = UUID(default=None, null=False)
    set_at = Timestamptz(default=None, null=False)
    agreed_at = Timestamptz(default=None, null=True)
    agreed_by = UUID(default=None, null=True)

    purpose_number = Unique([workspace_id, number])


class Obligation(Table, db=DB):
    """The n-th wording of what is owed and why, put by one side and perhaps agreed by the other."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    content = Text(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    by_side = Varchar(length=16, default=None, null=False)
    by_person = UUID(default=None, null=False)
    set_at = Timestamptz(default=None, null=False)
    agreed_at = Timestamptz(default=None, null=True)
    agreed_by = UUID(default=None, null=True)

    obligation_number = Unique([workspace_id, number])


class PinnedEdition(Table, db=DB, tablename="pinned_edition"):
    """The n-th table of values that the parties of a contract reckon with, as it was when chosen.

    It is a copy: what its publisher, or the organisation it came from, does later changes nothing.
    """

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    # Where it was copied from; the other side need not be able to read that.
    edition_id = UUID(default=None, null=False)
    catalogue = Varchar(length=100, default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    content = Text(default=None, null=False)
    by_side = Varchar(length=16, default=None, null=False)
    by_person = UUID(default=None, null=False)
    reason = Text(default=None, null=False)
    # published, awarded, contract: the date that made it fit; by_hand: chosen with a reason.
    rule = Varchar(length=16, default=None, null=False)
    chosen_at = Timestamptz(default=None, null=False)

    pinned_number = Unique([workspace_id, number])
