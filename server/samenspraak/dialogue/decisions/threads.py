"""What may happen to a thread."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from samenspraak.dialogue.decisions.texts import salted_digest
from samenspraak.dialogue.schemas import (
    AttachedFile,
    MessageKind,
    MessagePosted,
    SubjectKind,
    ThreadReopened,
    ThreadResolved,
    ThreadStarted,
)
from samenspraak.errors import Conflict, Fault, Invalid
from samenspraak.workspaces.schemas import Side


class ThreadIsResolved(Conflict):
    """The thread is resolved; whoever wants to go on reopens it."""

    slug = "dialogue/thread-resolved"


class ThreadIsOpen(Conflict):
    """The thread was not resolved."""

    slug = "dialogue/thread-open"


class UnknownSubject(Invalid):
    """There is no such commitment or version in this workspace to talk about."""

    slug = "invalid"

    def __init__(self) -> None:
        super().__init__([Fault(pointer="/subjectId", slug="dialogue/unknown-subject")])


class Thread(Struct, frozen=True, kw_only=True):
    """A thread as far as deciding goes."""

    id: UUID
    workspace_id: UUID
    journal_id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    outcome_id: UUID | None
    is_resolved: bool


def start(thread: Thread, *, title: str, salt: str, side: Side, declared: bool) -> ThreadStarted:
    """Say that a thread began. The title's digest is salted, so that the title can go."""
    return ThreadStarted(
        workspace_id=thread.workspace_id,
        thread_id=thread.id,
        subject_kind=thread.subject_kind,
        subject_id=thread.subject_id,
        side=side,
        digest=salted_digest(salt, title),
        declared_not_bsn=declared,
    )


def post(
    thread: Thread,
    *,
    kind: MessageKind,
    message_id: UUID,
    number: int,
    text: str,
    salt: str,
    side: Side,
    declared: bool,
    files: Sequence[AttachedFile] = (),
) -> MessagePosted:
    """Let somebody say something in a thread that is open."""
    if thread.is_resolved:
        raise ThreadIsResolved
    return MessagePosted(
        workspace_id=thread.workspace_id,
        thread_id=thread.id,
        subject_kind=thread.subject_kind,
        subject_id=thread.subject_id,
        message_id=message_id,
        number=number,
        message_kind=kind,
        side=side,
        digest=salted_digest(salt, text),
        declared_not_bsn=declared,
        files=list(files),
    )


def resolve(
    thread: Thread,
    *,
    message_id: UUID,
    number: int,
    outcome: str,
    salt: str,
    side: Side,
    declared: bool,
) -> ThreadResolved:
    """Close a thread with what came of it."""
    if thread.is_resolved:
        raise ThreadIsResolved
    return ThreadResolved(
        workspace_id=thread.workspace_id,
        thread_id=thread.id,
        subject_kind=thread.subject_kind,
        subject_id=thread.subject_id,
        message_id=message_id,
        number=number,
        side=side,
        digest=salted_digest(salt, outcome),
        declared_not_bsn=declared,
    )


def reopen(thread: Thread, side: Side) -> ThreadReopened:
    """Go on in a resolved thread; its outcome stays among the messages."""
    if not thread.is_resolved:
        raise ThreadIsOpen
    return ThreadReopened(
        workspace_id=thread.workspace_id,
        thread_id=thread.id,
        subject_kind=thread.subject_kind,
        subject_id=thread.subject_id,
        side=side,
    )
