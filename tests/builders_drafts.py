"""Drafts for tests, and a Yjs client that speaks y-websocket: its document, and all it was told."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import websockets
from pycrdt import Map, Text
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import Person
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from samenspraak.drafting import protocol
from samenspraak.drafting.commands import journal_of, open_in
from samenspraak.drafting.documents import Document, fields_of, new_document, text_of
from samenspraak.drafting.schemas import Box, Content, DraftKind
from samenspraak.identity.decisions import csrf_token
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant

# Far beyond what anything takes, so that a busy machine never fails a test.
PATIENCE = 60


async def a_draft(
    participant: Participant,
    *,
    kind: DraftKind = DraftKind.PURPOSE,
    box: Box = Box.JOINT,
    subject_id: UUID | None = None,
    fields: dict[str, Any] | None = None,
    text: str = "",
) -> UUID:
    """Open a draft that begins with these fields and this text, and return its id."""
    draft_id = uuid4()
    async with unit_of_work(participant.person_id, journal_of(participant, box)) as work:
        await open_in(
            work,
            participant,
            draft_id=draft_id,
            kind=kind,
            box=box,
            subject_id=subject_id or participant.workspace_id,
            content=Content(fields=fields or {}, text=text),
        )
    return draft_id


class Editor:
    """A program that writes and reads along, with a document of its own."""

    def __init__(self, socket: ClientConnection, document: Document | None = None) -> None:
        self.socket = socket
        self.document = document or new_document()
        self.frames: list[protocol.Frame] = []
        self.notices: list[dict[str, Any]] = []
        self.acknowledged = 0
        self.synced = asyncio.Event()
        self.closed = asyncio.Event()
        self.code: int | None = None
        self.reason: str | None = None
        self._changed = asyncio.Condition()
        self._sending: list[bytes] = []
        self._is_applying = False
        self._subscription = self.document.observe(self._written)
        self._task = asyncio.create_task(self._hear())

    @property
    def text(self) -> Text:
        """Return the text of its document."""
        return text_of(self.document)

    @property
    def fields(self) -> Map[Any]:
        """Return the fields of its document."""
        return fields_of(self.document)

    @property
    def client(self) -> int:
        """Return the Yjs client id it writes under."""
        return self.document.client_id

    async def begin(self) -> None:
        """Say how far we are, and wait for the rest."""
        await self.socket.send(protocol.step1(self.document.get_state()))
        await asyncio.wait_for(self.synced.wait(), PATIENCE)

    async def send(self) -> int:
        """Send what was written since the last time; return how many frames it took."""
        sending, self._sending = self._sending, []
        for update in sending:
            await self.socket.send(protocol.update(update))
        return len(sending)

    async def write(self, text: str, at: int | None = None) -> None:
        """Write text, at its end unless said, and send it."""
        length = len(str(self.text).encode()) if at is None else at
        self.text.insert(length, text)
        await self.send()

    async def set(self, name: str, value: Any) -> None:
        """Change a field and send it."""
        self.fields[name] = value
        await self.send()

    async def appear(self, clock: int, client: int | None = None, **state: Any) -> None:
        """Say where we are, or where somebody else is."""
        states = [protocol.State(client or self.client, clock, json.dumps(state).encode())]
        await self.socket.send(protocol.awareness(protocol.write_awareness(states)))

    async def until(self, holds: Any) -> None:
        """Wait until something holds of what was heard."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: holds() or self.closed.is_set())
        assert holds(), f"closed with {self.code} {self.reason} before it held"

    async def ended(self) -> int | None:
        """Wait until the other end closes, and return its word."""
        await asyncio.wait_for(self.closed.wait(), PATIENCE)
        return self.code

    def said(self, kind: str) -> list[dict[str, Any]]:
        """Return the notices of a kind, oldest first."""
        return [notice for notice in self.notices if notice["kind"] == kind]

    def states(self) -> dict[int, Any]:
        """Return where everybody is, as told by now."""
        present: dict[int, tuple[int, Any]] = {}
        for frame in self.frames:
            if isinstance(frame, protocol.Awareness):
                for state in protocol.parse_awareness(frame.update):
                    known = present.get(state.client)
                    told = json.loads(state.state)
                    if known is None or state.clock > known[0] or told is None:
                        present[state.client] = (state.clock, told)
        return {client: state for client, (_, state) in present.items() if state is not None}

    async def leave(self) -> None:
        """Hang up."""
        await self.socket.close()
        await self._task
        self.document.unobserve(self._subscription)

    def _written(self, event: Any) -> None:
        if not self._is_applying:
            self._sending.append(event.update)

    async def _hear(self) -> None:
        try:
            async for data in self.socket:
                assert isinstance(data, bytes)
                await self._take(protocol.parse(data))
        except ConnectionClosed:
            pass
        self.code, self.reason = self.socket.close_code, self.socket.close_reason
        self.closed.set()
        async with self._changed:
            self._changed.notify_all()

    async def _take(self, frame: protocol.Frame) -> None:
        if isinstance(frame, protocol.Step2 | protocol.Update):
            self._is_applying = True
            self.document.apply_update(frame.update)
            self._is_applying = False
            if isinstance(frame, protocol.Step2):
                self.synced.set()
        elif isinstance(frame, protocol.Step1):
            update = self.document.get_update(frame.state)
            with contextlib.suppress(ConnectionClosed):
                await self.socket.send(protocol.step2(update))
        elif isinstance(frame, protocol.Ack):
            self.acknowledged = frame.count
        elif isinstance(frame, protocol.Notice):
            self.notices.append(json.loads(frame.text))
        async with self._changed:
            self.frames.append(frame)
            self._changed.notify_all()


async def a_line(
    origin: str,
    draft: UUID | str,
    person: Person,
    settings: Settings,
    *,
    told: bool = True,
    token: str | None = None,
    page: str | None = None,
) -> websockets.connect:
    """Return the socket of a person, or of a program with a token, to a draft; not open yet.

    `page` is the origin of the page that opens it, unless it is the server's own.
    """
    headers = {"authorization": f"Bearer {token}"}
    if token is None:
        secret = await person.session(settings)
        headers = {"cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}"}
    return websockets.connect(
        f"{origin.replace('http', 'ws', 1)}/v1/drafts/{draft}" + ("?told=1" if told else ""),
        additional_headers=headers,
        origin=Origin(page or origin) if token is None else None,
        max_size=None,
        compression=None,
    )


@asynccontextmanager
async def editing(
    origin: str,
    draft: UUID | str,
    person: Person,
    settings: Settings,
    *,
    document: Document | None = None,
    begins: bool = True,
    **more: Any,
) -> AsyncIterator[Editor]:
    """Open a draft as somebody; what they wrote before is in their document."""
    async with await a_line(origin, draft, person, settings, **more) as socket:
        editor = Editor(socket, document)
        try:
            if begins:
                await editor.begin()
            yield editor
        finally:
            await editor.leave()
