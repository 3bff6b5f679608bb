"""Drafts of commitments as people meet them over HTTP, and writing in them as a room stores it."""

from typing import Any
from uuid import UUID

from tests.browser import move
from tests.builders_commitments import Table
from tests.builders_written import append, stored_document

from samenspraak.database import as_person
from samenspraak.drafting.documents import fields_of, text_of
from samenspraak.workspaces.schemas import Participant


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
    document = await stored_document(draft_id)
    before = document.get_state()
    with document.transaction():
        for name, value in fields.items():
            if value is None:
                del fields_of(document)[name]
            else:
                fields_of(document)[name] = value
        # Yjs counts places in bytes here.
        text_of(document).insert(len(str(text_of(document)).encode()), text)
    [stored] = await append(
        who.person_id,
        draft_id,
        document.get_update(before),
        client=document.client_id,
        touched=tuple(fields),
    )
    assert stored["refused_author"] is None, "an author reads what they write in"
