"""Which request means which command, for threads, messages and recorded talks."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from samenspraak.dialogue.commands import messages as message_commands
from samenspraak.dialogue.commands import talks as talk_commands
from samenspraak.dialogue.commands import threads as thread_commands
from samenspraak.dialogue.queries import messages as message_queries
from samenspraak.dialogue.queries import talks as talk_queries
from samenspraak.dialogue.queries import threads as thread_queries
from samenspraak.dialogue.queries.pages import PAGE_LIMIT
from samenspraak.dialogue.schemas import (
    ConfirmTalk,
    EditMessage,
    HideMessage,
    MessagesView,
    MessageView,
    PostMessage,
    ReadMarkView,
    ReadThread,
    RecordTalk,
    RemoveMessage,
    ReopenThread,
    ResolveThread,
    ShowMessage,
    StartThread,
    SubjectKind,
    SubjectsView,
    TalksView,
    TalkView,
    ThreadsView,
    ThreadView,
)
from samenspraak.workspaces.schemas import Audience, Participant

WORKSPACE = "/workspaces/{workspace_id:uuid}"
THREAD = WORKSPACE + "/threads/{thread_id:uuid}"
MESSAGE = WORKSPACE + "/messages/{message_id:uuid}"
TAGS = ["dialogue"]
Limit = Annotated[int, QueryParameter(ge=1, le=PAGE_LIMIT)]
Kind = Annotated[SubjectKind | None, QueryParameter(name="subjectKind")]
Subject = Annotated[UUID | None, QueryParameter(name="subjectId")]


@get(WORKSPACE + "/threads", operation_id="listThreads", summary="Gesprekken", tags=TAGS)
async def list_threads(
    participant: NamedDependency[Participant],
    subject_kind: Kind = None,
    subject_id: Subject = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> ThreadsView:
    """Return the threads this participant reads, the one started last first."""
    return await thread_queries.threads(
        participant, subject_kind=subject_kind, subject_id=subject_id, after=after, limit=limit
    )


@post(WORKSPACE + "/threads", operation_id="startThread", summary="Begin een gesprek", tags=TAGS)
async def start_thread(
    participant: NamedDependency[Participant], data: JSONBody[StartThread]
) -> ThreadView:
    """Start a thread with its first message, for everybody or for the own side."""
    await thread_commands.start(participant, data)
    return await thread_queries.thread(participant, data.id)


@get(THREAD, operation_id="getThread", summary="Een gesprek", tags=TAGS)
async def get_thread(
    participant: NamedDependency[Participant], thread_id: FromPath[UUID]
) -> ThreadView:
    """Return one thread, without its messages."""
    return await thread_queries.thread(participant, thread_id)


@get(
    THREAD + "/messages",
    operation_id="listThreadMessages",
    summary="Berichten van een gesprek",
    tags=TAGS,
)
async def list_thread_messages(
    participant: NamedDependency[Participant],
    thread_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> Response[MessagesView]:
    """Return a thread's newest messages, the newest last; `next` leads to older ones."""
    view, reached = await message_queries.messages(
        participant, thread_id=thread_id, after=after, limit=limit
    )
    return Response(view, headers={"Journal-Position": reached})


@post(THREAD + "/messages", operation_id="postMessage", summary="Plaats een bericht", tags=TAGS)
async def post_message(
    participant: NamedDependency[Participant],
    thread_id: FromPath[UUID],
    data: JSONBody[PostMessage],
) -> MessageView:
    """Say something in a thread."""
    await thread_commands.post(participant, thread_id, data)
    return await message_queries.message(participant, data.id)


@post(
    THREAD + "/resolutions",
    operation_id="resolveThread",
    summary="Rond een gesprek af",
    tags=TAGS,
)
async def resolve_thread(
    participant: NamedDependency[Participant],
    thread_id: FromPath[UUID],
    data: JSONBody[ResolveThread],
) -> ThreadView:
    """Close a thread with what came of it."""
    await thread_commands.resolve(participant, thread_id, data)
    return await thread_queries.thread(participant, thread_id)


@post(THREAD + "/reopenings", operation_id="reopenThread", summary="Heropen een gesprek", tags=TAGS)
async def reopen_thread(
    participant: NamedDependency[Participant],
    thread_id: FromPath[UUID],
    data: JSONBody[ReopenThread],
) -> ThreadView:
    """Go on in a thread that was resolved."""
    await thread_commands.reopen(participant, thread_id, data)
    return await thread_queries.thread(participant, thread_id)


@post(THREAD + "/reads", operation_id="readThread", summary="Gelezen tot hier", tags=TAGS)
async def read_thread(
    participant: NamedDependency[Participant],
    thread_id: FromPath[UUID],
    data: JSONBody[ReadThread],
) -> ReadMarkView:
    """Note how far one read; nobody else can see it."""
    await thread_commands.read(participant, thread_id, data)
    return await thread_queries.read_mark(participant, thread_id)


@get(WORKSPACE + "/subjects", operation_id="listSubjects", summary="Onderwerpen", tags=TAGS)
async def list_subjects(participant: NamedDependency[Participant]) -> SubjectsView:
    """Return what is talked about, with how much of it is unread."""
    return await thread_queries.subjects(participant)


@get(WORKSPACE + "/messages", operation_id="listMessages", summary="Alle berichten", tags=TAGS)
async def list_messages(
    participant: NamedDependency[Participant],
    subject_kind: Kind = None,
    subject_id: Subject = None,
    unread: FromQuery[bool] = False,
    audience: FromQuery[Audience | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> Response[MessagesView]:
    """Return the newest messages of all threads, the newest last; `next` leads to older ones."""
    view, reached = await message_queries.messages(
        participant,
        subject_kind=subject_kind,
        subject_id=subject_id,
        only_unread=unread,
        only_for=audience,
        after=after,
        limit=limit,
    )
    return Response(view, headers={"Journal-Position": reached})


@post(MESSAGE + "/edits", operation_id="editMessage", summary="Wijzig uw bericht", tags=TAGS)
async def edit_message(
    participant: NamedDependency[Participant],
    message_id: FromPath[UUID],
    data: JSONBody[EditMessage],
) -> MessageView:
    """Word one's own message anew, within ten minutes."""
    await message_commands.edit(participant, message_id, data)
    return await message_queries.message(participant, message_id)


@post(
    MESSAGE + "/removals", operation_id="removeMessage", summary="Verwijder uw bericht", tags=TAGS
)
async def remove_message(
    participant: NamedDependency[Participant],
    message_id: FromPath[UUID],
    data: JSONBody[RemoveMessage],
) -> MessageView:
    """Take back one's own text, within ten minutes."""
    await message_commands.remove(participant, message_id, data)
    return await message_queries.message(participant, message_id)


@post(MESSAGE + "/hidings", operation_id="hideMessage", summary="Verberg een bericht", tags=TAGS)
async def hide_message(
    participant: NamedDependency[Participant],
    message_id: FromPath[UUID],
    data: JSONBody[HideMessage],
) -> MessageView:
    """Hide a message from everybody, with a reason both sides see."""
    await message_commands.hide(participant, message_id, data)
    return await message_queries.message(participant, message_id)


@post(MESSAGE + "/showings", operation_id="showMessage", summary="Toon een bericht weer", tags=TAGS)
async def show_message(
    participant: NamedDependency[Participant],
    message_id: FromPath[UUID],
    data: JSONBody[ShowMessage],
) -> MessageView:
    """Show a hidden message again, with a reason both sides see."""
    await message_commands.show(participant, message_id, data)
    return await message_queries.message(participant, message_id)


@get(WORKSPACE + "/talks", operation_id="listTalks", summary="Vastgelegde gesprekken", tags=TAGS)
async def list_talks(
    participant: NamedDependency[Participant],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> TalksView:
    """Return the talks that were written down, the one recorded last first."""
    return await talk_queries.talks(participant, after=after, limit=limit)


@post(WORKSPACE + "/talks", operation_id="recordTalk", summary="Leg een gesprek vast", tags=TAGS)
async def record_talk(
    participant: NamedDependency[Participant], data: JSONBody[RecordTalk]
) -> TalkView:
    """Write down what was agreed aloud, for another side to confirm."""
    await talk_commands.record(participant, data)
    return await talk_queries.talk(participant, data.id)


@post(
    WORKSPACE + "/talks/{talk_id:uuid}/confirmations",
    operation_id="confirmTalk",
    summary="Bevestig een vastgelegd gesprek",
    tags=TAGS,
)
async def confirm_talk(
    participant: NamedDependency[Participant],
    talk_id: FromPath[UUID],
    data: JSONBody[ConfirmTalk],
) -> TalkView:
    """Stand behind exactly these lines, named by their digest."""
    await talk_commands.confirm(participant, talk_id, data)
    return await talk_queries.talk(participant, talk_id)


ROUTES = [
    list_threads,
    start_thread,
    get_thread,
    list_thread_messages,
    post_message,
    resolve_thread,
    reopen_thread,
    read_thread,
    list_subjects,
    list_messages,
    edit_message,
    remove_message,
    hide_message,
    show_message,
    list_talks,
    record_talk,
    confirm_talk,
]
