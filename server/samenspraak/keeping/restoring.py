"""Putting a backup back into an empty database, all of it or nothing."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import asyncpg

from samenspraak import letting_go
from samenspraak.database import MIGRATION_LOCK, migrations_known
from samenspraak.embedded import StartProblem
from samenspraak.errors import Conflict
from samenspraak.keeping.container import (
    PIECE_BYTES,
    Manifest,
    dump_in,
    judge_whole,
    manifest_in,
)
from samenspraak.keeping.programs import address_for, last_line, program, put_away
from samenspraak.letting_go import LetGo

# Anything that somebody made; what came with an extension of the administrator is none of it.
_SOMETHING = """
select exists (
    select from (
        select oid, relnamespace as space, 'pg_class'::regclass as kind from pg_class
        union all select oid, pronamespace, 'pg_proc'::regclass from pg_proc) as made
    join pg_namespace n on n.oid = made.space
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not exists (select from pg_depend d
                      where d.classid = made.kind and d.objid = made.oid and d.deptype = 'e'))
"""
_SET = b"SET transaction_timeout = 0;\n"


class NotEmpty(Conflict):
    """There is something in the database already."""

    slug = "keeping/not-empty"


class NewerShape(Conflict):
    """The backup was made by a later release than this one."""

    slug = "keeping/newer-shape"


class OtherHead(Conflict):
    """What came out of the backup is not what its manifest says went in; nobody should use it."""

    slug = "keeping/other-head"


async def restore(owner_url: str, place: Path) -> Manifest:
    """Put a backup back as it was; bringing it up to date and letting go come after.

    Raises `NotABackup`, `Damaged`, `NewerShape` or `NotEmpty`, and then nothing changed.
    """
    manifest = manifest_in(place)
    if set(manifest.shape) - set(migrations_known()):
        raise NewerShape(file=str(place))
    await asyncio.to_thread(judge_whole, place, manifest)
    try:
        connection = await asyncpg.connect(owner_url)
    except (OSError, asyncpg.PostgresError) as error:
        raise StartProblem("database-unreachable", reason=str(error)) from error
    try:
        # A process that starts meanwhile waits before it makes tables of its own.
        await connection.execute("select pg_advisory_lock($1)", MIGRATION_LOCK)
        if await connection.fetchval(_SOMETHING):
            raise NotEmpty
        reading, _ = program("pg_restore", at_least=manifest.programs)
        asking, _ = program("psql", at_least=manifest.programs)
        await _put_back(reading, asking, owner_url, place)
        await _judge_heads(connection, manifest, place)
    finally:
        await connection.close()
    return manifest


async def let_go_again(owner_url: str, let_go: Sequence[LetGo]) -> tuple[int, int]:
    """Erase and purge what a backup brought back; return how many people and workspaces."""
    people = workspaces = 0
    for each in let_go:
        if each.kind == "person":
            people += await letting_go.erase_again(owner_url, each.id) is not None
        else:
            workspaces += await letting_go.purge_again(owner_url, each) is not None
    return people, workspaces


async def _put_back(reading: Path, asking: Path, owner_url: str, place: Path) -> None:
    """Have one program read the dump out as statements, and another run them, all or none."""
    shown, environment = address_for(owner_url)
    out = await asyncio.create_subprocess_exec(
        reading,
        "--file=-",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        # These name logins of another house, and one says that the guards are in place.
        "--no-policies",
        "--no-comments",
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env=environment,
    )
    back = await asyncio.create_subprocess_exec(
        asking,
        *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        f"--dbname={shown}",
        stdin=PIPE,
        stdout=DEVNULL,
        stderr=PIPE,
        env=environment,
    )
    complaints = [asyncio.create_task(_complaint(each)) for each in (out, back)]
    feeding = asyncio.create_task(_feed(out, place))
    try:
        if not await _is_passed_on(out, back):
            raise StartProblem("backup-failed", name=asking.name, reason=await complaints[1])
        await feeding
        # While the statements may not be all there are, the one who runs them is not told the end.
        if await out.wait() != 0:
            raise StartProblem("backup-failed", name=reading.name, reason=await complaints[0])
        if await _ended(back) != 0:
            raise StartProblem("backup-failed", name=asking.name, reason=await complaints[1])
    finally:
        await put_away([out, back], [feeding, *complaints])


async def _feed(out: Process, place: Path) -> None:
    assert out.stdin is not None, "asked for"
    with dump_in(place) as part, suppress(BrokenPipeError, ConnectionResetError):
        while piece := part.read(PIECE_BYTES):
            out.stdin.write(piece)
            await out.stdin.drain()
    out.stdin.close()


async def _is_passed_on(out: Process, back: Process) -> bool:
    """Hand on every statement; False when the one who runs them had enough before the end."""
    assert out.stdout is not None, "asked for"
    assert back.stdin is not None, "asked for"
    is_beginning = True
    try:
        while piece := await out.stdout.read(PIECE_BYTES):
            if is_beginning and _SET in piece:
                # Servers before 17 do not know it, and it only says what is so anyhow.
                piece, is_beginning = piece.replace(_SET, b"", 1), False
            back.stdin.write(piece)
            await back.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


async def _ended(back: Process) -> int:
    assert back.stdin is not None, "asked for"
    back.stdin.close()
    return await back.wait()


async def _complaint(process: Process) -> str:
    assert process.stderr is not None, "asked for"
    return last_line(await process.stderr.read())


async def _judge_heads(connection: asyncpg.Connection, manifest: Manifest, place: Path) -> None:
    rows = await connection.fetch("select id, head, head_digest from journal")
    now = {row["id"]: (row["head"], row["head_digest"]) for row in rows}
    if now != {each.id: (each.number, each.digest) for each in manifest.journals}:
        raise OtherHead(file=str(place))
