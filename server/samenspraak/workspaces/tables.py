"""One workspace per contract: its rooms, its parties and people, why it is there and what is owed."""

from piccolo.columns import (
    UUID,
    Array,
    BigInt,
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
    # What reasons in the same words share, and in how many other contracts of the side that set it
    # the same reason stood at that moment.
    reason_key = Varchar(length=64, default=None, null=True, index=True)
    same_reason_elsewhere = Integer(default=0, null=False)

    obligation_number = Unique([workspace_id, number])


class ObligationReaction(Table, db=DB, tablename="obligation_reaction"):
    """What a side said about one wording of what is owed. The newest of each side counts."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    by_side = Varchar(length=16, default=None, null=False)
    by_person = UUID(default=None, null=False)
    text = Text(default=None, null=False)
    reacted_at = Timestamptz(default=None, null=False)


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


class Department(Table, db=DB):
    """A department that gives its word before its side says something; in that side's journal."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    name = Text(default=None, null=False)
    # proposal, signature, or both.
    before = Array(base_column=Varchar(length=16), default=None, null=False)
    # Asked only above this value; None is always.
    above_cents = BigInt(default=None, null=True)
    # The participants who speak for it.
    people = Array(base_column=UUID(), default=None, null=False)
    defined_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)


class DepartmentWord(Table, db=DB, tablename="department_word"):
    """The n-th word of a department, about exactly one text; in that side's journal."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    department_id = ForeignKey(Department, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    # draft or version
    about = Varchar(length=16, default=None, null=False)
    about_id = UUID(default=None, null=False, index=True)
    digest = Varchar(length=64, default=None, null=False)
    word = Varchar(length=8, default=None, null=False)
    reason = Text(default=None, null=False)
    by_participant = UUID(default=None, null=False)
    given_at = Timestamptz(default=None, null=False)

    word_number = Unique([department_id, number])


class PerspectiveExchange(Table, db=DB, tablename="perspective_exchange"):
    """The n-th time that both sides are asked the four questions; who handed in is known to all."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    started_at = Timestamptz(default=None, null=False)
    started_by = UUID(default=None, null=False)
    buyer_handed_in_at = Timestamptz(default=None, null=True)
    contractor_handed_in_at = Timestamptz(default=None, null=True)
    opened_at = Timestamptz(default=None, null=True)
    opened_by_side = Varchar(length=16, default=None, null=True)

    exchange_number = Unique([workspace_id, number])


class PerspectiveAnswer(Table, db=DB, tablename="perspective_answer"):
    """What one side handed in, in that side's journal: nobody else reads it before it is opened."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    exchange_id = ForeignKey(
        PerspectiveExchange, null=False, default=None, on_delete=OnDelete.restrict
    )
    side = Varchar(length=16, default=None, null=False)
    wants = Text(default=None, null=False)
    worries = Text(default=None, null=False)
    gives = Text(default=None, null=False)
    needs = Text(default=None, null=False)
    by_participant = UUID(default=None, null=False)
    handed_in_at = Timestamptz(default=None, null=False)

    answer_a_side = Unique([exchange_id, side])


class Perspective(Table, db=DB):
    """What a side had handed in when all was opened, as everybody reads it: a copy, for good."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    exchange_id = ForeignKey(
        PerspectiveExchange, null=False, default=None, on_delete=OnDelete.restrict
    )
    side = Varchar(length=16, default=None, null=False)
    wants = Text(default=None, null=False)
    worries = Text(default=None, null=False)
    gives = Text(default=None, null=False)
    needs = Text(default=None, null=False)
    by_participant = UUID(default=None, null=False)
    handed_in_at = Timestamptz(default=None, null=False)

    copy_a_side = Unique([exchange_id, side])
