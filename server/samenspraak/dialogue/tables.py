"""What people say to each other, and what they wrote down of what they said aloud."""

from piccolo.columns import (
    UUID,
    Array,
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
from samenspraak.files.tables import File
from samenspraak.journal.tables import Journal
from samenspraak.workspaces.tables import Workspace


class Thread(Table, db=DB):
    """A conversation about the workspace or one commitment, shared or of one side."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    subject_kind = Varchar(length=16, default=None, null=False)
    subject_id = UUID(default=None, null=False, index=True)
    # Empty when nobody gave one: the screen then names the subject.
    title = Text(default=None, null=False)
    salt = Varchar(length=32, default=None, null=False)
    started_by = UUID(default=None, null=False)
    started_at = Timestamptz(default=None, null=False)
    # The message that says what came of it; it stays in the thread when that is reopened.
    outcome_id = UUID(default=None, null=True)
    resolved_at = Timestamptz(default=None, null=True)
    resolved_by = UUID(default=None, null=True)


class Message(Table, db=DB):
    """One message. The journal holds a salted digest; the text can go while the fact stands."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    thread_id = ForeignKey(Thread, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    # message, question, answer or outcome.
    kind = Varchar(length=16, default=None, null=False)
    author_id = UUID(default=None, null=False)
    side = Varchar(length=16, default=None, null=False)
    text = Text(default=None, null=False)
    html = Text(default=None, null=False)
    salt = Varchar(length=32, default=None, null=False)
    posted_at = Timestamptz(default=None, null=False)
    # How often it was worded: 1 as posted, one more with each edit.
    edition = Integer(default=None, null=False)
    edited_at = Timestamptz(default=None, null=True)
    # The text is gone then, and its salt with it.
    removed_at = Timestamptz(default=None, null=True)

    message_number = Unique([thread_id, number])


class Attachment(Table, db=DB):
    """A file under a message. A file hangs under one message only, and shares its fate."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    message_id = ForeignKey(Message, null=False, default=None, on_delete=OnDelete.restrict)
    file_id = ForeignKey(File, null=False, default=None, on_delete=OnDelete.restrict, unique=True)
    number = Integer(default=None, null=False)

    attachment_number = Unique([message_id, number])


class Hiding(Table, db=DB):
    """That a coordinator hid a message, why, and perhaps why it is shown again. All of it stays."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    message_id = ForeignKey(Message, null=False, default=None, on_delete=OnDelete.restrict)
    reason = Text(default=None, null=False)
    salt = Varchar(length=32, default=None, null=False)
    hidden_by = UUID(default=None, null=False)
    hidden_at = Timestamptz(default=None, null=False)
    shown_reason = Text(default=None, null=True)
    shown_by = UUID(default=None, null=True)
    shown_at = Timestamptz(default=None, null=True)


class Talk(Table, db=DB):
    """A talk that was held aloud, as one side wrote it down and the other confirmed it."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    held_on = Date(default=None, null=False)
    attendees = Text(default=None, null=False)
    # What was agreed, a line each; a line can become a proposal.
    lines = Array(base_column=Text(), default=None, null=False)
    salt = Varchar(length=32, default=None, null=False)
    recorded_by = UUID(default=None, null=False)
    recorded_by_side = Varchar(length=16, default=None, null=False)
    recorded_at = Timestamptz(default=None, null=False)
    confirmed_by = UUID(default=None, null=True)
    confirmed_at = Timestamptz(default=None, null=True)


class ReadMark(Table, db=DB, tablename="read_mark"):
    """How far a person read a thread. Nobody else can see it."""

    # "person:thread".
    id = Varchar(length=73, primary_key=True, default=None)
    person_id = UUID(default=None, null=False)
    thread_id = UUID(default=None, null=False)
    number = Integer(default=None, null=False)
