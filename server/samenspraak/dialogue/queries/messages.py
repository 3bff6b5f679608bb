"""Messages as a reader sees them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import fetch, reading_as
from samenspraak.dialogue import policy
from samenspraak.dialogue.decisions import is_open
from samenspraak.dialogue.decisions.messages import (
    Message,
    judge_hiding,
    judge_own_change,
    judge_removal,
)
from samenspraak.dialogue.queries.attachments import files_under
from samenspraak.dialogue.queries.pages import PAGE_LIMIT, page_of, read_page_mark
from samenspraak.dialogue.queries.people import audience, people
from samenspraak.dialogue.queries.rows import MESSAGE, as_message, message_row, rows_of, thread_row
from samenspraak.dialogue.schemas import (
    HidingView,
    MessageKind,
    MessagesView,
    MessageView,
    SubjectKind,
)
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.personal_data import inspect
from samenspraak.workspaces.schemas import Audience, Participant, Side

_PAGE = f"""
select * from ({MESSAGE}) message
where ($4::uuid is null or thread_id = $4)
  and ($5::text is null or subject_kind = $5) and ($6::uuid is null or subject_id = $6)
  and (not $7 or is_unread)
  and ($8::uuid is null or journal_id = $8)
  and ($9::timestamptz is null or (posted_at, thread_id, number) < ($9, $10::uuid, $11::int))
order by posted_at desc, thread_id desc, number desc
limit $12
"""  # noqa: S608  # Only texts of our own are put together.


async def messages(
    participant: Participant,
    *,
    thread_id: UUID | None = None,
    subject_kind: SubjectKind | None = None,
    subject_id: UUID | None = None,
    only_unread: bool = False,
    only_for: Audience | None = None,
    after: str | None = None,
    limit: int = PAGE_LIMIT,
) -> tuple[MessagesView, str]:
    """Return the newest page of messages, or the page before a mark; of one thread or of all.

    `only_for` leaves out what is for others than that audience.

    With it comes where this person's journals stood just before: news goes on from there.
    """
    at, after_thread, after_number = read_page_mark(after, parts=3)
    async with reading_as(participant.person_id):
        # Where the journals stand is read first, so that nothing falls between page and news.
        reached = await heads(participant.journal_ids)
        if thread_id is not None:
            await thread_row(participant, thread_id)
        rows = await rows_of(
            _PAGE,
            participant,
            thread_id,
            subject_kind,
            subject_id,
            only_unread,
            None if only_for is None else participant.journal_of(only_for),
            at,
            after_thread,
            after_number,
            limit + 1,
        )
        page, following = page_of(rows, limit, "posted_at", "thread_id", "number")
        view = MessagesView(
            items=await _views(participant, list(reversed(page))),
            next=following,
            moves=["start"] if policy.may_write(participant) else [],
        )
        return view, position(reached)


async def message(participant: Participant, message_id: UUID) -> MessageView:
    """Return one message."""
    async with reading_as(participant.person_id):
        row = await message_row(participant, message_id)
        return (await _views(participant, [row]))[0]


async def _views(participant: Participant, rows: Sequence[dict[str, Any]]) -> list[MessageView]:
    hidings = await fetch(
        "select id, message_id, reason, hidden_by, hidden_at, shown_reason, shown_by, shown_at"
        " from hiding where message_id = any($1::uuid[]) order by hidden_at, id",
        [row["id"] for row in rows],
    )
    authors = await people(
        participant,
        [row["author_id"] for row in rows]
        + [hiding[act] for hiding in hidings for act in ("hidden_by", "shown_by")],
    )
    # A text that nobody may read takes its files with it.
    files = await files_under(participant, [row["id"] for row in rows if row["text"] is not None])
    return [
        MessageView(
            id=row["id"],
            thread_id=row["thread_id"],
            subject_kind=SubjectKind(row["subject_kind"]),
            subject_id=row["subject_id"],
            audience=audience(participant, row["journal_id"]),
            number=row["number"],
            kind=MessageKind(row["kind"]),
            author=authors[row["author_id"]],
            side=Side(row["side"]),
            text=row["text"],
            html=row["html"],
            files=files.get(row["id"], []),
            edition=row["edition"],
            posted_at=row["posted_at"],
            edited_at=row["edited_at"],
            removed_at=row["removed_at"],
            is_hidden=row["hiding_id"] is not None,
            is_unread=row["is_unread"],
            hidings=[
                HidingView(
                    id=hiding["id"],
                    reason=hiding["reason"],
                    hidden_by=authors[hiding["hidden_by"]],
                    hidden_at=hiding["hidden_at"],
                    shown_reason=hiding["shown_reason"],
                    shown_by=authors.get(hiding["shown_by"]),
                    shown_at=hiding["shown_at"],
                )
                for hiding in hidings
                if hiding["message_id"] == row["id"]
            ],
            warnings=_warnings(row, moves),
            moves=moves,
        )
        for row in rows
        for moves in [_moves(participant, as_message(row))]
    ]


def _moves(participant: Participant, message: Message) -> list[str]:
    at = surroundings.now()
    may_hide = policy.may_hide(participant, message.thread.journal_id)
    return [
        move
        for move, may in {
            "edit": policy.may_edit(participant, message.author_id)
            and is_open(judge_own_change, message, at),
            "remove": policy.may_remove(participant, message.author_id)
            and is_open(judge_removal, message, at),
            "hide": may_hide and is_open(judge_hiding, message),
            "show": may_hide and message.hiding_id is not None,
        }.items()
        if may
    ]


def _warnings(row: dict[str, Any], moves: list[str]) -> list[str]:
    # Looked for again when shown rather than kept: what was found is nobody else's business.
    if "edit" not in moves or row["text"] is None:
        return []
    found = inspect(row["text"], declared_not_bsn=True)
    return sorted({f"personal-data/{finding.rule}" for finding in found.warned})
