"""Recorded talks as a reader sees them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from samenspraak.database import reading_as
from samenspraak.dialogue import policy
from samenspraak.dialogue.decisions import is_open
from samenspraak.dialogue.decisions.talks import judge_confirmation
from samenspraak.dialogue.queries.pages import PAGE_LIMIT, page_of, read_page_mark
from samenspraak.dialogue.queries.people import people
from samenspraak.dialogue.queries.rows import TALK, as_talk, rows_of, talk_row
from samenspraak.dialogue.schemas import TalkLineView, TalksView, TalkView
from samenspraak.workspaces.schemas import Participant


async def talks(
    participant: Participant, *, after: str | None = None, limit: int = PAGE_LIMIT
) -> TalksView:
    """Return a page of recorded talks."""
    at, talk_id = read_page_mark(after, parts=2)
    async with reading_as(participant.person_id):
        rows = await rows_of(
            TALK + " and ($4::timestamptz is null or (recorded_at, id) < ($4, $5::uuid))"
            " order by recorded_at desc, id desc limit $6",
            participant,
            at,
            talk_id,
            limit + 1,
        )
        page, following = page_of(rows, limit, "recorded_at", "id")
        return TalksView(
            items=await _views(participant, page),
            next=following,
            moves=["record"] if policy.may_record_talk(participant) else [],
        )


async def talk(participant: Participant, talk_id: UUID) -> TalkView:
    """Return one recorded talk."""
    async with reading_as(participant.person_id):
        row = await talk_row(participant, talk_id)
        return (await _views(participant, [row]))[0]


async def _views(participant: Participant, rows: Sequence[dict[str, Any]]) -> list[TalkView]:
    authors = await people(
        participant, [row[act] for row in rows for act in ("recorded_by", "confirmed_by")]
    )
    return [
        TalkView(
            id=row["id"],
            held_on=row["held_on"],
            attendees=row["attendees"],
            lines=[TalkLineView(index=index, text=line) for index, line in enumerate(row["lines"])],
            digest=talk.digest,
            recorded_by=authors[row["recorded_by"]],
            recorded_by_side=talk.recorded_by_side,
            recorded_at=row["recorded_at"],
            confirmed_by=authors.get(row["confirmed_by"]),
            confirmed_at=row["confirmed_at"],
            moves=["confirm"]
            if policy.may_confirm_talk(participant, talk.recorded_by_side)
            and is_open(judge_confirmation, talk)
            else [],
        )
        for row in rows
        for talk in [as_talk(row)]
    ]
