"""What may happen to a message once it was posted."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from samenspraak.dialogue.decisions.texts import salted_digest
from samenspraak.dialogue.decisions.threads import Thread
from samenspraak.dialogue.schemas import (
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    MessageShown,
)
from samenspraak.errors import Conflict

# Long enough to mend a slip, too short to change what others already answered.
EDIT_WITHIN = timedelta(minutes=10)


class TooLateToEdit(Conflict):
    """The ten minutes in which an author may change or remove a message are over."""

    slug = "dialogue/too-late-to-edit"


class StaleEdition(Conflict):
    """The message was worded anew after it was read."""

    slug = "dialogue/stale-edition"


class MessageIsRemoved(Conflict):
    """The author took the text back, so there is nothing left to change or hide."""

    slug = "dialogue/message-removed"


class MessageIsHidden(Conflict):
    """The message is hidden, and stays as it was."""

    slug = "dialogue/message-hidden"


class MessageIsShown(Conflict):
    """The message is not hidden."""

    slug = "dialogue/message-shown"


class OutcomeStands(Conflict):
    """The message is the outcome of a resolved thread, which is reopened instead."""

    slug = "dialogue/outcome-stands"


class Message(Struct, frozen=True, kw_only=True):
    """A message as far as deciding goes, with its thread. `hiding_id` is that of the open one."""

    id: UUID
    thread: Thread
    number: int
    author_id: UUID
    edition: int
    posted_at: datetime
    is_removed: bool
    hiding_id: UUID | None


def edit(
    message: Message, *, edition: int, text: str, salt: str, at: datetime, declared: bool
) -> MessageEdited:
    """Let an author mend a slip while hardly anybody can have answered it."""
    judge_own_change(message, at)
    if edition != message.edition:
        raise StaleEdition(current_edition=message.edition)
    return MessageEdited(
        workspace_id=message.thread.workspace_id,
        thread_id=message.thread.id,
        subject_kind=message.thread.subject_kind,
        subject_id=message.thread.subject_id,
        message_id=message.id,
        number=message.number,
        edition=message.edition + 1,
        digest=salted_digest(salt, text),
        declared_not_bsn=declared,
    )


def remove(message: Message, at: datetime) -> MessageRemoved:
    """Let an author take a text back; that something was said stays."""
    judge_removal(message, at)
    return MessageRemoved(
        workspace_id=message.thread.workspace_id,
        thread_id=message.thread.id,
        subject_kind=message.thread.subject_kind,
        subject_id=message.thread.subject_id,
        message_id=message.id,
        number=message.number,
    )


def hide(
    message: Message, *, edition: int, hiding_id: UUID, reason: str, salt: str, declared: bool
) -> MessageHidden:
    """Hide what was read, and not a wording that came after it."""
    judge_hiding(message)
    if edition != message.edition:
        raise StaleEdition(current_edition=message.edition)
    return MessageHidden(
        workspace_id=message.thread.workspace_id,
        thread_id=message.thread.id,
        subject_kind=message.thread.subject_kind,
        subject_id=message.thread.subject_id,
        message_id=message.id,
        number=message.number,
        edition=message.edition,
        hiding_id=hiding_id,
        digest=salted_digest(salt, reason),
        declared_not_bsn=declared,
    )


def show(message: Message, *, reason: str, salt: str, declared: bool) -> MessageShown:
    """Show a hidden message again."""
    if message.hiding_id is None:
        raise MessageIsShown
    return MessageShown(
        workspace_id=message.thread.workspace_id,
        thread_id=message.thread.id,
        subject_kind=message.thread.subject_kind,
        subject_id=message.thread.subject_id,
        message_id=message.id,
        number=message.number,
        hiding_id=message.hiding_id,
        digest=salted_digest(salt, reason),
        declared_not_bsn=declared,
    )


def judge_own_change(message: Message, at: datetime) -> None:
    """Refuse to change a text that is gone, hidden, or that others have had time to rely on."""
    if message.is_removed:
        raise MessageIsRemoved
    if message.hiding_id is not None:
        raise MessageIsHidden
    if at - message.posted_at > EDIT_WITHIN:
        raise TooLateToEdit(minutes=EDIT_WITHIN // timedelta(minutes=1))


def judge_removal(message: Message, at: datetime) -> None:
    """Refuse as for any change, and also to empty the outcome of a thread that stays resolved."""
    judge_own_change(message, at)
    if message.thread.outcome_id == message.id:
        raise OutcomeStands


def judge_hiding(message: Message) -> None:
    """Refuse to hide what is hidden or gone."""
    if message.is_removed:
        raise MessageIsRemoved
    if message.hiding_id is not None:
        raise MessageIsHidden
