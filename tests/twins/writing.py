"""Writes in a draft as a program does: with a Yjs document of its own, over the draft's socket."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from tests.twins.wire import Socket

from samenspraak.drafting import protocol
from samenspraak.drafting.documents import fields_of, new_document, text_of


class Pen:
    """One program at a draft."""

    def __init__(self, socket: Socket, client: int) -> None:
        self.socket = socket
        self.document = new_document(client)
        self._acknowledged = 0
        self._said = 0
        self._is_in_step = False
        self._clock = 0
        # How often others were told where we are.
        self._told = 0
        socket.hearing(self._take)

    async def begin(self, *, or_closed: bool = False) -> None:
        """Say how far we are, and wait for the rest, or perhaps to be sent away."""
        self.socket.say(protocol.step1(self.document.get_state()))
        await self.socket.until(lambda: self._is_in_step, or_closed=or_closed)

    async def write(self, text: str, fields: Mapping[str, str] = MappingProxyType({})) -> None:
        """Put these words at the beginning, and in these fields, and wait until they are stored."""
        before = self.document.get_state()
        with self.document.transaction():
            text_of(self.document).insert(0, text)
            for name, value in fields.items():
                fields_of(self.document)[name] = value
        self.socket.say(protocol.update(self.document.get_update(before)))
        self._said += 1
        await self.socket.until(lambda: self._acknowledged >= self._said)

    async def take_out(self) -> None:
        """Take all the text out again."""
        before = self.document.get_state()
        text_of(self.document).clear()
        self.socket.say(protocol.update(self.document.get_update(before)))
        self._said += 1
        await self.socket.until(lambda: self._acknowledged >= self._said)

    async def appear(self, field: str | None) -> None:
        """Say where one is, and wait until everybody was told."""
        self._clock += 1
        client = self.document.client_id
        places = msgspec.json.encode({"cursor": None, "field": field})
        state = protocol.State(client, self._clock, places)
        told = self._told
        self.socket.say(protocol.awareness(protocol.write_awareness([state])))
        await self.socket.until(lambda: self._told > told)

    def _take(self, data: bytes) -> None:
        frame = protocol.parse(data)
        if isinstance(frame, protocol.Step2 | protocol.Update):
            self.document.apply_update(frame.update)
            self._is_in_step = self._is_in_step or isinstance(frame, protocol.Step2)
        elif isinstance(frame, protocol.Ack):
            self._acknowledged = frame.count
        elif isinstance(frame, protocol.Awareness):
            present = protocol.parse_awareness(frame.update)
            self._told += any(one.client == self.document.client_id for one in present)


async def in_step(socket: Socket) -> None:
    """Ask for all there is: whatever was on its way comes before the answer."""
    answers = _answers(socket)
    socket.say(protocol.step1(b"\x00"))
    await socket.until(lambda: _answers(socket) > answers, or_closed=True)


def plain(frames: list[bytes]) -> list[bytes]:
    """Leave out what only keeps a connection alive; when that goes out, the clock decides."""
    return [frame for at, frame in enumerate(frames) if not at or frame[:2] != b"\x00\x00"]


def _answers(socket: Socket) -> int:
    return sum(frame[:2] == b"\x00\x01" for frame in socket.frames)
