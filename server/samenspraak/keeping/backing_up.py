"""Taking a copy of the whole database as it stands at one moment, while people go on working."""

import asyncio
import os
import zipfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import asyncpg
import msgspec

from samenspraak import surroundings
from samenspraak.database import migrations_run
from samenspraak.embedded import StartProblem
from samenspraak.keeping.container import (
    DUMP,
    FORMAT,
    MANIFEST,
    PIECE_BYTES,
    Counted,
    JournalHead,
    Manifest,
)
from samenspraak.keeping.programs import address_for, last_line, program, put_away

# Rows of the moment only. What opens a door does not come back from a backup: a session, a code or
# a link that ended after it would open again. A letter that waited was sent long since.
OF_THE_MOMENT = (
    "import_preview",
    "outbox",
    "password_reset",
    "provider_request",
    "rate_bucket",
    "session",
    "sign_request",
)


async def back_up(owner_url: str, place: Path) -> Manifest:
    """Write a backup into a file that is not there yet; it appears there once it is whole.

    The owner's login sees the rows of everybody. The file can be read by whoever runs this only.
    """
    with _appearing(place) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        return await _written(owner_url, archive)


@contextmanager
def _appearing(place: Path) -> Generator[IO[bytes]]:
    """Write a file under another name, and give it its own once the disk has all of it."""
    if place.exists():
        raise StartProblem("backup-there", file=place)
    making = place.with_name(f"{place.name}.making")
    try:
        making.unlink(missing_ok=True)
        with open(os.open(making, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123  # Path.open cannot say the mode.
            yield file
            file.flush()
            os.fsync(file.fileno())
        making.rename(place)
    except OSError as error:
        raise StartProblem(
            "backup-unwritable", file=place, reason=error.strerror or str(error)
        ) from error
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)


async def _written(owner_url: str, archive: zipfile.ZipFile) -> Manifest:
    connection = await _reached(owner_url)
    try:
        # What we say of it and what the program takes out are of one moment.
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = str(await connection.fetchval("select pg_export_snapshot()"))
            made_at = surroundings.now()
            server = connection.get_server_version().major
            path, programs = program("pg_dump", at_least=server)
            with archive.open(DUMP, "w", force_zip64=True) as part:
                counted = Counted(part)
                await _dump(path, owner_url, snapshot, counted)
            manifest = await _manifest(connection, made_at, programs, counted)
    finally:
        await connection.close()
    archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


async def _reached(owner_url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(owner_url)
    except (OSError, asyncpg.PostgresError) as error:
        raise StartProblem("database-unreachable", reason=str(error)) from error


async def _dump(path: Path, owner_url: str, snapshot: str, into: Counted) -> None:
    shown, environment = address_for(owner_url)
    dumping = await asyncio.create_subprocess_exec(
        path,
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        *(f"--exclude-table-data={table}" for table in OF_THE_MOMENT),
        f"--dbname={shown}",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    assert dumping.stdout is not None, "asked for"
    assert dumping.stderr is not None, "asked for"
    complaining = asyncio.create_task(dumping.stderr.read())
    try:
        while piece := await dumping.stdout.read(PIECE_BYTES):
            into.write(piece)
        code = await dumping.wait()
        if code != 0:
            raise StartProblem("backup-failed", name=path.name, reason=last_line(await complaining))
    finally:
        await put_away([dumping], [complaining])


async def _manifest(
    connection: asyncpg.Connection, made_at: datetime, programs: int, dump: Counted
) -> Manifest:
    heads = await connection.fetch("select id, head, head_digest from journal order by id")
    tables = await connection.fetch(
        "select relname from pg_class where relnamespace = 'public'::regnamespace"
        " and relkind = 'r' and relname = any($1) order by relname",
        list(OF_THE_MOMENT),
    )
    return Manifest(
        format=FORMAT,
        made_at=made_at,
        shape=await migrations_run(connection),
        postgresql=connection.get_server_version().major,
        programs=programs,
        dump_bytes=dump.size,
        dump_sha256=dump.sha256,
        journals=[
            JournalHead(id=row["id"], number=row["head"], digest=row["head_digest"])
            for row in heads
        ],
        without_rows=[row["relname"] for row in tables],
    )
