"""Taking in what people send, at their pace and within bounds, before the database hears of it."""

import asyncio
import hashlib
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, contextmanager
from typing import IO
from uuid import UUID
from weakref import WeakValueDictionary

from samenspraak.files import decisions
from samenspraak.files.schemas import Upload
from samenspraak.files.stripping import COSTLY, Stripped, strip
from samenspraak.files.stripping.aside import Aside

# Below this an upload stays in memory; above it, it waits on disk until it is whole.
SPOOL_BYTES = 1024 * 1024
# A line that says nothing for so long is broken.
SILENCE_SECONDS = 30.0
# The largest file over a slow telephone; whoever takes longer only holds our place.
UPLOAD_SECONDS = 900.0
# Of those that are whole and being looked into, each in memory for that moment.
AT_ONCE = 2


class Reception:
    """Where files come in, for all people of one process."""

    def __init__(
        self, *, silence_seconds: float = SILENCE_SECONDS, upload_seconds: float = UPLOAD_SECONDS
    ) -> None:
        self._silence_seconds = silence_seconds
        self._upload_seconds = upload_seconds
        self._aside = Aside()
        self._turns = asyncio.Semaphore(AT_ONCE)
        # Of each person one, so that nobody with many keeps the others waiting. A turn that nobody
        # holds any more is gone.
        self._own_turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()
        self._under_way: Counter[UUID] = Counter()

    async def receive(
        self,
        person_id: UUID,
        parts: AsyncGenerator[bytes],
        *,
        name: str,
        media_type: str,
        announced_bytes: int | None,
        limit_bytes: int,
    ) -> tuple[Upload, IO[bytes]]:
        """Take an upload in, judge it, and take out of it where and by whom it was made.

        What can be refused by its name, kind or announced size is refused before a byte is read. A
        slow sender holds a temporary file, not a transaction. The caller closes what it gets.
        """
        tidy_name = decisions.judge_name(name)
        media_type = decisions.judge_kind(tidy_name, media_type)
        decisions.judge_size(announced_bytes, limit_bytes=limit_bytes)
        with self._one_more(person_id):
            came = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115  # handed on
            try:
                async with aclosing(parts):
                    await self._spool(parts, came, media_type=media_type, limit_bytes=limit_bytes)
                kept, is_stripped = await self._stripped(person_id, came, media_type)
            except BaseException:
                came.close()
                raise
        return _described(kept, tidy_name, media_type, is_stripped=is_stripped), kept

    @contextmanager
    def _one_more(self, person_id: UUID) -> Generator[None]:
        if self._under_way[person_id] >= decisions.MOST_AT_ONCE:
            raise decisions.TooManyAtOnce(retry_after=5)
        self._under_way[person_id] += 1
        try:
            yield
        finally:
            self._under_way[person_id] -= 1
            # Nobody is remembered for having sent something once.
            self._under_way += Counter()

    async def _spool(
        self,
        parts: AsyncGenerator[bytes],
        came: IO[bytes],
        *,
        media_type: str,
        limit_bytes: int,
    ) -> None:
        """Write down what comes; too much is not read to its end, and neither is another kind."""
        size = 0
        sample = b""
        try:
            async with asyncio.timeout(self._upload_seconds):
                while (part := await self._next(parts)) is not None:
                    size += len(part)
                    decisions.judge_size(size or None, limit_bytes=limit_bytes)
                    if len(sample) < decisions.SAMPLE_BYTES:
                        sample += part[: decisions.SAMPLE_BYTES - len(sample)]
                        decisions.judge_sample(media_type, sample)
                    came.write(part)
        except (TimeoutError, ConnectionResetError) as error:
            raise decisions.UploadCutOff from error
        decisions.judge_size(size, limit_bytes=limit_bytes)
        decisions.judge_sample(media_type, sample, is_whole=True)

    async def _next(self, parts: AsyncGenerator[bytes]) -> bytes | None:
        async with asyncio.timeout(self._silence_seconds):
            return await anext(parts, None)

    async def _stripped(
        self, person_id: UUID, came: IO[bytes], media_type: str
    ) -> tuple[IO[bytes], bool]:
        kind, _ = decisions.KINDS[media_type]
        if kind == "pdf":
            return came, False
        own_turn = self._own_turns.setdefault(person_id, asyncio.Lock())
        async with own_turn, self._turns:
            came.seek(0)
            made = await self._strip(kind, came.read())
            came.seek(0)
            came.truncate()
            came.write(made.content)
        return came, made.is_stripped

    async def _strip(self, kind: str, data: bytes) -> Stripped:
        if kind in COSTLY:
            return await self._aside.strip(kind, data)
        return await asyncio.to_thread(strip, kind, data)


def _described(kept: IO[bytes], name: str, media_type: str, *, is_stripped: bool) -> Upload:
    kept.seek(0)
    counted = hashlib.sha256()
    size = 0
    while piece := kept.read(decisions.CHUNK_BYTES):
        counted.update(piece)
        size += len(piece)
    kept.seek(0)
    return Upload(
        name=name,
        media_type=media_type,
        size_bytes=size,
        sha256=counted.hexdigest(),
        is_stripped=is_stripped,
    )
