"""The shapes of threads, messages and recorded talks."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.files.schemas import FileView
from samenspraak.journal.schemas import Fact, MoveRequest
from samenspraak.workspaces.schemas import Audience, Side


class SubjectKind(StrEnum):
    """What a thread is about: the workspace, a commitment, or a version of the agreement."""

    WORKSPACE = "workspace"
    COMMITMENT = "commitment"
    AGREEMENT = "agreement"


class MessageKind(StrEnum):
    """What a message is in its thread.

    Questions and answers come from bargaining, and so do the reasons for which an offer was
    declined or its clock stands still.
    """

    MESSAGE = "message"
    QUESTION = "question"
    ANSWER = "answer"
    OUTCOME = "outcome"
    DECLINE = "decline"
    PAUSE = "pause"


class StartThread(MoveRequest, frozen=True, kw_only=True):
    """Start a thread with its first message. Without a subject it is about the workspace.

    `files` are hung under the message; they were sent before, for the same audience. `declared_not_bsn`
    says that a number of nine digits in the text is something else.
    """

    text: str
    title: str = ""
    subject_kind: SubjectKind = SubjectKind.WORKSPACE
    subject_id: UUID | None = None
    audience: Audience = Audience.SHARED
    files: list[UUID] = []
    declared_not_bsn: bool = False


class PostMessage(MoveRequest, frozen=True, kw_only=True):
    """Post a message, in Markdown. `files` were sent before, for the same audience."""

    text: str
    files: list[UUID] = []
    declared_not_bsn: bool = False


class EditMessage(MoveRequest, frozen=True, kw_only=True):
    """Word one's own message anew. `edition` is the one that was read while editing."""

    edition: int
    text: str
    declared_not_bsn: bool = False


class RemoveMessage(MoveRequest, frozen=True, kw_only=True):
    """Take back the text of one's own message; that it was there stays."""


class HideMessage(MoveRequest, frozen=True, kw_only=True):
    """Hide a message, with a reason both sides see. `edition` is the one that was read."""

    edition: int
    reason: str
    declared_not_bsn: bool = False


class ShowMessage(MoveRequest, frozen=True, kw_only=True):
    """Show a hidden message again, with a reason both sides see."""

    reason: str
    declared_not_bsn: bool = False


class ResolveThread(MoveRequest, frozen=True, kw_only=True):
    """Close a thread with what came of it."""

    outcome: str
    declared_not_bsn: bool = False


class ReopenThread(MoveRequest, frozen=True, kw_only=True):
    """Go on talking in a thread that was resolved."""


class ReadThread(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Note that one read a thread up to and with this number; nobody else can see that."""

    number: int


class RecordTalk(MoveRequest, frozen=True, kw_only=True):
    """Write down a talk that was held: when, who were there, and a line for each thing agreed."""

    held_on: date
    attendees: str
    lines: list[str]
    declared_not_bsn: bool = False


class ConfirmTalk(MoveRequest, frozen=True, kw_only=True):
    """Confirm that exactly these lines, named by their digest, are what was agreed."""

    digest: str


class AuthorView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody of the workspace, as far as saying who wrote something goes."""

    participant_id: UUID
    side: Side
    name: str
    title: str


class HidingView(Struct, frozen=True, kw_only=True, rename="camel"):
    """That a message was hidden and why, and perhaps why it was shown again."""

    id: UUID
    reason: str
    hidden_by: AuthorView
    hidden_at: datetime
    shown_reason: str | None
    shown_by: AuthorView | None
    shown_at: datetime | None


class MessageView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One message. `text` and `html` are None when it was removed or is hidden, for everybody.

    Its files are then gone with it.
    `side` is the one the author spoke for. `warnings` are for the author only, while there is
    time to edit: the slugs of what had better not be in the text.
    """

    id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    audience: Audience
    number: int
    kind: MessageKind
    author: AuthorView
    side: Side
    text: str | None
    html: str | None
    files: list[FileView]
    edition: int
    posted_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    is_hidden: bool
    is_unread: bool
    hidings: list[HidingView]
    warnings: list[str]
    moves: list[str]


class MessagesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of messages, the newest last. `next` leads to the page before it; None at the first."""

    items: list[MessageView]
    next: str | None
    moves: list[str]


class ThreadView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A thread without its messages. The title is empty when nobody gave one or it went away.

    `last_number` is the newest message's; `unread` counts what others wrote after one's mark.
    """

    id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    audience: Audience
    title: str
    started_by: AuthorView
    started_at: datetime
    last_number: int
    last_posted_at: datetime
    unread: int
    is_resolved: bool
    outcome_id: UUID | None
    outcome_html: str | None
    resolved_by: AuthorView | None
    resolved_at: datetime | None
    moves: list[str]


class ThreadsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of threads, the one started last first. `next` is opaque; None at the end."""

    items: list[ThreadView]
    next: str | None
    moves: list[str]


class SubjectView(Struct, frozen=True, kw_only=True, rename="camel"):
    """How much is said about one subject in the threads this person reads."""

    subject_kind: SubjectKind
    subject_id: UUID
    threads: int
    open_threads: int
    messages: int
    unread: int


class SubjectsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Everything that is talked about, the workspace itself first."""

    items: list[SubjectView]


class ReadMarkView(Struct, frozen=True, kw_only=True, rename="camel"):
    """How far one read a thread, and what is left."""

    thread_id: UUID
    number: int
    unread: int


class TalkLineView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing that was agreed aloud. A proposal can begin with it."""

    index: int
    text: str


class TalkView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A talk as one side wrote it down. It is one side's word until `confirmed_by` is there."""

    id: UUID
    held_on: date
    attendees: str
    lines: list[TalkLineView]
    digest: str
    recorded_by: AuthorView
    recorded_by_side: Side
    recorded_at: datetime
    confirmed_by: AuthorView | None
    confirmed_at: datetime | None
    moves: list[str]


class TalksView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of talks, the one recorded last first. `next` is opaque; None at the end."""

    items: list[TalkView]
    next: str | None
    moves: list[str]


class ThreadStarted(Fact, frozen=True, kw_only=True):
    """A thread began; its first message is a fact of its own."""

    KIND: ClassVar[str] = "thread.started"
    workspace_id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    side: Side
    digest: str
    declared_not_bsn: bool = False


class AttachedFile(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a message brought along, by the SHA-256 of its bytes; its name stays on the file."""

    file_id: UUID
    size_bytes: int
    sha256: str


class MessagePosted(Fact, frozen=True, kw_only=True):
    """Somebody said something."""

    KIND: ClassVar[str] = "message.posted"
    workspace_id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    message_id: UUID
    number: int
    message_kind: MessageKind
    side: Side
    digest: str
    declared_not_bsn: bool = False
    files: list[AttachedFile] = []


class MessageEdited(Fact, frozen=True, kw_only=True):
    """An author worded a message anew."""

    KIND: ClassVar[str] = "message.edited"
    workspace_id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    message_id: UUID
    number: int
    edition: int
    digest: str
    declared_not_bsn: bool = False


class MessageRemoved(Fact, frozen=True, kw_only=True):
    """An author took the text of a message back."""

    KIND: ClassVar[str] = "message.removed"
    workspace_id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    message_id: UUID
    number: int


class MessageHidden(Fact, frozen=True, kw_only=True):
    """A coordinator hid a message; the digest is that of the reason."""

    KIND: ClassVar[str] = "message.hidden"
    workspace_id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    message_id: UUID
    number: int
    edition: int
    hiding_id: UUID
    digest: str
    declared_not_bsn: bool = False


class MessageShown(Fact, frozen=True, kw_only=True):
    """A coordinator showed a hidden message again; the digest is that of the reason."""

    KIND: ClassVar[str] = "message.shown"
    workspace_id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    message_id: UUID
    number: int
    hiding_id: UUID
    digest: str
    declared_not_bsn: bool = False


class ThreadResolved(Fact, frozen=True, kw_only=True):
    """A thread was closed with an outcome, which is its last message."""

    KIND: ClassVar[str] = "thread.resolved"
    workspace_id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    message_id: UUID
    number: int
    side: Side
    digest: str
    declared_not_bsn: bool = False


class ThreadReopened(Fact, frozen=True, kw_only=True):
    """A resolved thread goes on."""

    KIND: ClassVar[str] = "thread.reopened"
    workspace_id: UUID
    thread_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    side: Side


class TalkRecorded(Fact, frozen=True, kw_only=True):
    """A side wrote down what was agreed aloud."""

    KIND: ClassVar[str] = "talk.recorded"
    workspace_id: UUID
    talk_id: UUID
    lines: int
    side: Side
    digest: str
    declared_not_bsn: bool = False


class TalkConfirmed(Fact, frozen=True, kw_only=True):
    """The other side confirmed what was written down, by its digest."""

    KIND: ClassVar[str] = "talk.confirmed"
    workspace_id: UUID
    talk_id: UUID
    side: Side
    digest: str
