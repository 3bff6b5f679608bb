"""Drafts that somebody wrote in without a room: what is stored, as a room would have stored it."""

from typing import Any
from uuid import UUID, uuid4

from tests.browser import Browser, move

from samenspraak import surroundings
from samenspraak.database import as_person, fetch
from samenspraak.drafting.documents import Document, document_of, fields_of, text_of
from samenspraak.drafting.queries import written
from samenspraak.drafting.schemas import FieldValue
from samenspraak.workspaces.schemas import Participant


async def opened(
    browser: Browser, workspace_id: UUID, kind: str = "purpose", box: str = "joint", **more: Any
) -> dict[str, Any]:
    """Open a draft and return its view."""
    answer = await browser.post(
        f"/workspaces/{workspace_id}/{kind}-drafts",
        move(**{"id": str(uuid4()), "box": box, **more}),
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def write(
    participant: Participant,
    draft_id: UUID | str,
    *,
    text: str | None = None,
    fields: dict[str, FieldValue] | None = None,
) -> None:
    """Let somebody put these words and fields in a draft; a field of None is taken out."""
    draft_id = UUID(str(draft_id))
    async with as_person(participant.person_id):
        document = await stored_document(draft_id)
        before = document.get_state()
        with document.transaction():
            if text is not None:
                text_of(document).clear()
                text_of(document).insert(0, text)
            for name, value in (fields or {}).items():
                if value is None:
                    del fields_of(document)[name]
                else:
                    fields_of(document)[name] = value
        [answer] = await append(
            participant.person_id,
            draft_id,
            document.get_update(before),
            client=document.client_id,
            touched=tuple(fields or ()),
        )
        assert answer["refused_author"] is None, "an author reads what they write in"


async def append(
    author: UUID,
    draft_id: UUID,
    update: bytes,
    *,
    client: int | None = None,
    touched: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """Store one author's update as a room does, within the transaction that is open."""
    bound = [] if client is None else [client]
    return await fetch(
        "select * from append_draft_updates($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [draft_id],
        [author],
        [update],
        [draft_id] * len(bound),
        bound,
        [author] * len(bound),
        [draft_id] * len(touched),
        list(touched),
        [author] * len(touched),
        surroundings.now(),
        "test",
    )


async def stored_document(draft_id: UUID) -> Document:
    """Return a draft's document as it is stored, within the transaction that is open."""
    _, snapshot, updates = await written(draft_id)
    return document_of(snapshot, (data for _, data in updates))
