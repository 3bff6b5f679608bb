"""What comes in slowly, brokenly, too much or too often holds up nobody and leaves nothing."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.files.samples import DOCX, docx, jpeg, png

from samenspraak.errors import Refusal
from samenspraak.files.decisions import (
    MOST_AT_ONCE,
    EmptyFile,
    FileTooLarge,
    TooManyAtOnce,
    UnreadableFile,
    UnsupportedFile,
    UploadCutOff,
)
from samenspraak.files.receiving import Reception

LIMIT = 100_000


class Sender:
    """Somebody who sends pieces, and knows how many were taken."""

    def __init__(self, *pieces: bytes, ends: Exception | None = None) -> None:
        self._pieces = pieces
        self._ends = ends
        self.taken = 0
        self.is_over = False

    async def parts(self) -> AsyncGenerator[bytes]:
        try:
            for piece in self._pieces:
                self.taken += 1
                yield piece
            if self._ends is not None:
                raise self._ends
        finally:
            self.is_over = True


async def received(
    sender: Sender, reception: Reception | None = None, *, person: UUID | None = None, **more: Any
) -> bytes:
    usual = {
        "name": "Plan.pdf",
        "media_type": "application/pdf",
        "announced_bytes": None,
        "limit_bytes": LIMIT,
    }
    upload, content = await (reception or Reception()).receive(
        person or uuid4(), sender.parts(), **(usual | more)
    )
    with content:
        data = content.read()
    assert upload.size_bytes == len(data)
    return data


async def test_pieces_of_any_size_come_out_whole():
    data = b"%PDF-1.7\n" + bytes(range(256)) * 40

    sender = Sender(b"", *(data[at : at + 7] for at in range(0, len(data), 7)), b"")

    assert await received(sender) == data


@pytest.mark.parametrize(
    ("name", "media_type", "data"),
    [("a.png", "image/png", png()), ("a.JPEG", "image/jpeg", jpeg()), ("a.docx", DOCX, docx())],
)
async def test_what_is_kept_is_described_as_it_is_kept(name, media_type, data):
    kept = await received(Sender(data), name=name, media_type=media_type)

    assert kept != data
    assert await received(Sender(kept), name=name, media_type=media_type) == kept


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"announced_bytes": LIMIT + 1}, FileTooLarge),
        ({"announced_bytes": 0}, EmptyFile),
        ({"name": "Plan.exe"}, UnsupportedFile),
        ({"media_type": "text/html"}, UnsupportedFile),
    ],
)
async def test_what_can_be_refused_by_its_name_is_not_read(more: dict[str, Any], refusal):
    sender = Sender(b"%PDF-1.7", b"more")

    with pytest.raises(refusal):
        await received(sender, **more)
    assert sender.taken == 0


async def test_too_much_is_not_read_to_its_end():
    sender = Sender(b"%PDF-1.7" + bytes(LIMIT - 8), b"x", *[bytes(LIMIT)] * 1_000)

    with pytest.raises(FileTooLarge):
        await received(sender)
    assert (sender.taken, sender.is_over) == (2, True)


async def test_another_kind_is_not_read_to_its_end():
    sender = Sender(b"<html><body><script>", *[bytes(1_000)] * 50)

    with pytest.raises(UnsupportedFile):
        await received(sender)
    assert (sender.taken, sender.is_over) == (1, True)


@pytest.mark.parametrize("pieces", [(), (b"",), (b"", b"")])
async def test_nothing_at_all_is_refused(pieces):
    with pytest.raises(EmptyFile):
        await received(Sender(*pieces))


async def test_a_line_that_breaks_leaves_nothing():
    with pytest.raises(UploadCutOff):
        await received(Sender(b"%PDF-1.7 half of it", ends=ConnectionResetError()))


class Silent(Sender):
    """Somebody who says something and then nothing, for ever."""

    async def parts(self) -> AsyncGenerator[bytes]:
        try:
            yield b"%PDF-1.7 and then"
            await asyncio.Event().wait()
        finally:
            self.is_over = True


async def test_who_falls_silent_is_not_waited_for():
    sender = Silent()

    with pytest.raises(UploadCutOff):
        await received(sender, Reception(silence_seconds=0.01))
    assert sender.is_over


class Dripping(Sender):
    """Somebody who sends a byte now and then, for ever."""

    async def parts(self) -> AsyncGenerator[bytes]:
        try:
            yield b"%PDF-1.7 drop by drop"
            while True:
                await asyncio.sleep(0)
                yield b"."
        finally:
            self.is_over = True


async def test_who_drips_for_ever_is_not_waited_for_either():
    sender = Dripping()

    with pytest.raises(UploadCutOff):
        await received(sender, Reception(upload_seconds=0.05), limit_bytes=10**12)
    assert sender.is_over


async def test_one_person_sends_a_few_at_once_and_others_are_not_held_up():
    reception, person = Reception(), uuid4()
    waiting = [
        asyncio.create_task(received(Silent(), reception, person=person))
        for _ in range(MOST_AT_ONCE)
    ]
    await asyncio.sleep(0)

    with pytest.raises(TooManyAtOnce):
        await received(Sender(b"%PDF-1.7"), reception, person=person)
    assert await received(Sender(b"%PDF-1.7"), reception) == b"%PDF-1.7"

    waiting[0].cancel()
    await asyncio.wait(waiting[:1])
    assert await received(Sender(b"%PDF-1.7"), reception, person=person) == b"%PDF-1.7"
    for one in waiting:
        one.cancel()
    await asyncio.wait(waiting)


async def test_a_person_who_was_refused_may_send_again():
    reception, person = Reception(), uuid4()
    for _ in range(2 * MOST_AT_ONCE):
        with pytest.raises(Refusal):
            await received(
                Sender(b"\xff\xd8\xff\xe0 broken all along"),
                reception,
                person=person,
                name="a.jpg",
                media_type="image/jpeg",
            )

    with pytest.raises(UnreadableFile):
        await received(
            Sender(jpeg()[:-2]), reception, person=person, name="a.jpg", media_type="image/jpeg"
        )
