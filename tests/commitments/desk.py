"""Drafts of commitments as people meet them over HTTP, and writing in them as a room stores it."""

from typing import Any
from uuid import UUID

from pycrdt import Doc, Map, Text
from tests.browser import move
from tests.builders_commitments import Table

from samenspraak import surroundings
from samenspraak.database import as_person, fetch
from samenspraak.drafting.documents import document_of, fields_of, text_of
from samenspraak.drafting.queries import written
from samenspraak.workspaces.schemas import Participant

_STORE = "select * from append_draft_updates($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')"


class Desk:
    """Drafts of commitments as one signed-in browser meets them."""

    def __init__(self, table: Table) -> None:
        self.browser = table.browser
        self.workspace = table.path
        self.path = f"{table.path}/commitment-drafts"

    async def ask(self, **members: Any) -> Any:
        """Ask for a draft and return the whole answer."""
        return await self.browser.post(self.path, move(**{"box": "joint", **members}))

    async def open(self, **members: Any) -> dict[str, Any]:
        """Open a draft and return its view."""
        answer = await self.ask(**members)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def see(self, draft: dict[str, Any], **query: Any) -> dict[str, Any]:
        """Return the view of a draft as it is now."""
        answer = await self.browser.get(f"{self.path}/{draft['draft']['id']}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def put(self, draft: dict[str, Any], **members: Any) -> Any:
        """Propose a draft as this view shows it, and return the whole answer."""
        usual = {"digest": draft["draft"]["digest"], "answers": draft["answers"]}
        return await self.browser.post(
            f"{self.path}/{draft['draft']['id']}/proposals", move(**{**usual, **members})
        )

    async def propose(self, draft: dict[str, Any], **members: Any) -> dict[str, Any]:
        """Propose a draft, which must go well, and return the view of the commitment."""
        answer = await self.put(draft, **members)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def discard(self, draft: dict[str, Any]) -> Any:
        """Put a draft away and return the whole answer."""
        return await self.browser.post(
            f"{self.workspace}/drafts/{draft['draft']['id']}/discards", move()
        )


async def write(
    who: Participant, draft: dict[str, Any], fields: dict[str, Any] | None = None, text: str = ""
) -> None:
    """Store what somebody wrote: fields (None empties one), and text below what stands there."""
    async with as_person(who.person_id):
        await store(who, UUID(draft["draft"]["id"]), fields or {}, text)


async def store(who: Participant, draft_id: UUID, fields: dict[str, Any], text: str) -> None:
    """Do as `write` within the transaction that is open."""
    _, snapshot, updates = await written(draft_id)
    document = document_of(snapshot, (data for _, data in updates))
    before = document.get_state()
    mine: Doc[Text | Map[object]] = document
    with mine.transaction():
        for name, value in fields.items():
            if value is None:
                fields_of(mine).pop(name, None)
            else:
                fields_of(mine)[name] = value
        if text:
            text_of(mine).insert(len(str(text_of(mine)).encode()), text)
    stored = await fetch(
        _STORE,
        [draft_id],
        [who.person_id],
        [mine.get_update(before)],
        [draft_id],
        [mine.client_id],
        [who.person_id],
        [],
        [],
        [],
        surroundings.now(),
    )
    assert [row["refused_author"] for row in stored] == [None]
