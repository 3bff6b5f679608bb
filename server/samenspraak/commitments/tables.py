"""Commitments, the frozen texts put to each other, where the bargaining stands, what binds."""

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Date,
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
from samenspraak.journal.tables import Journal
from samenspraak.workspaces.tables import Workspace


class Commitment(Table, db=DB):
    """Something one side will do. It exists from its first proposal and never goes."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    # Shown to people; addresses use the id.
    number = Integer(default=None, null=False)
    # bid: it came from the winning bid and is compared with it for ever. Otherwise proposal.
    origin = Varchar(length=16, default=None, null=False)

    commitment_number = Unique([workspace_id, number])


class Revision(Table, db=DB):
    """The n-th frozen text one side put to the other; a trigger refuses changes."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    commitment_id = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    by_side = Varchar(length=16, default=None, null=False)
    by_person = UUID(default=None, null=False)
    put_at = Timestamptz(default=None, null=False)
    content = Text(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    # Salts and clear names of role slots, apart from the bytes that are agreed.
    names = Text(default=None, null=False)

    revision_number = Unique([commitment_id, number])


class Negotiation(Table, db=DB):
    """Where one round of bargaining stands; at most one is open per commitment."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    commitment_id = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    # An agreement offered before this moment no longer says what is going on.
    opened_at = Timestamptz(default=None, null=False)
    # The number of the revision it opened with.
    first_revision = Integer(default=None, null=False)
    # The revision on the table.
    revision_id = ForeignKey(Revision, null=False, default=None, on_delete=OnDelete.restrict)
    revision = Integer(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    proposed_by = Varchar(length=16, default=None, null=False)
    turn = Varchar(length=16, default=None, null=False)
    has_question = Boolean(default=False, null=False)
    until_at = Timestamptz(default=None, null=True)
    # Otherwise the day only reminds.
    until_lapses = Boolean(default=False, null=False)
    remind_at = Timestamptz(default=None, null=True)
    reminded_at = Timestamptz(default=None, null=True)
    paused_at = Timestamptz(default=None, null=True)
    # A coordinator may pause too.
    paused_side = Varchar(length=16, default=None, null=True)
    paused_by = UUID(default=None, null=True)
    paused_reason = Text(default=None, null=True)
    package_id = UUID(default=None, null=True, index=True)
    is_open = Boolean(default=True, null=False)
    # agreed, declined, withdrawn or lapsed.
    closed_as = Varchar(length=16, default=None, null=True)
    closed_reason = Text(default=None, null=True)
    closed_at = Timestamptz(default=None, null=True)

    negotiation_number = Unique([commitment_id, number])


class Partner(Table, db=DB):
    """An organisation that takes part in commitments, once somebody asked about it."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    name = Text(default=None, null=False)
    # What two spellings of the name have in common.
    name_key = Text(default=None, null=False)
    by_side = Varchar(length=16, default=None, null=False)
    by_person = UUID(default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)

    partner_once = Unique([workspace_id, name_key])


class PartnerAnswer(Table, db=DB, tablename="partner_answer"):
    """The n-th answer to one of the five questions about a partner; the newest holds."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    partner_id = ForeignKey(Partner, null=False, default=None, on_delete=OnDelete.restrict)
    # part, own_part, guidance, setback or money.
    question = Varchar(length=16, default=None, null=False)
    number = Integer(default=None, null=False)
    text = Text(default=None, null=False)
    by_side = Varchar(length=16, default=None, null=False)
    by_person = UUID(default=None, null=False)
    answered_at = Timestamptz(default=None, null=False)

    partner_answer_number = Unique([partner_id, question, number])


class Binding(Table, db=DB):
    """That a revision binds because of a version signed by both, from and until when."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    commitment_id = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict)
    revision_id = ForeignKey(Revision, null=False, default=None, on_delete=OnDelete.restrict)
    version_id = UUID(default=None, null=False, index=True)
    from_at = Timestamptz(default=None, null=False)
    to_at = Timestamptz(default=None, null=True)
    # Where a version let it end early: the last day on which it holds, and why.
    ended_on = Date(default=None, null=True)
    ended_reason = Text(default=None, null=True)

    bound_once = Unique([revision_id, version_id])


class BidDeparture(Table, db=DB, tablename="bid_departure"):
    """What a buyer answered who let a text be less than the winning bid; a trigger keeps it."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    commitment_id = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict)
    revision_id = ForeignKey(Revision, null=False, default=None, on_delete=OnDelete.restrict)
    # In what it is less.
    less = Array(base_column=Varchar(length=16), default=None, null=False)
    others_admitted = Boolean(default=None, null=False)
    other_winner = Boolean(default=None, null=False)
    balance_shifts = Boolean(default=None, null=False)
    scope_widens = Boolean(default=None, null=False)
    ground = Text(default=None, null=False)
    by_person = UUID(default=None, null=False)
    answered_at = Timestamptz(default=None, null=False)

    bid_departure_once = Unique([revision_id])


class HolderChange(Table, db=DB, tablename="holder_change"):
    """That a role slot of an agreed text is filled by somebody else since a moment.

    `slot` is what stands in the signed bytes; `held_by` is made of the new salt and name, which
    stand in `names` until the person is erased.
    """

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(
        Workspace, null=False, default=None, on_delete=OnDelete.restrict, index=True
    )
    commitment_id = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict)
    side = Varchar(length=16, default=None, null=False)
    role = Text(default=None, null=False)
    slot = Varchar(length=64, default=None, null=False)
    number = Integer(default=None, null=False)
    held_by = Varchar(length=64, default=None, null=False)
    names = Text(default=None, null=True)
    since_at = Timestamptz(default=None, null=False)
    set_by = UUID(default=None, null=False)

    one_holder_at_a_time = Unique([slot, number])
