"""Putting a backup back into an empty database, all of it or nothing."""

import asyncio
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
from samenspraak.keeping.programs import address_for, last_line, program
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
        path, _ = program("pg_restore", at_least=manifest.programs)
        await _put_back(path, owner_url, place)
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


async def _put_back(path: Path, owner_url: str, place: Path) -> None:
    shown, environment = address_for(owner_url)
    restoring = await asyncio.create_subprocess_exec(
        path,
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        # These name logins of another house, and one says that the guards are in place.
        "--no-policies",
        "--no-comments",
        f"--dbname={shown}",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    assert restoring.stdin is not None, "asked for"
    assert restoring.stderr is not None, "asked for"
    complaining = asyncio.create_task(restoring.stderr.read())
    try:
        with dump_in(place) as part, suppress(BrokenPipeError, ConnectionResetError):
            while piece := part.read(PIECE_BYTES):
                restoring.stdin.write(piece)
                await restoring.stdin.drain()
        restoring.stdin.close()
        code = await restoring.wait()
        if code != 0:
            raise StartProblem("backup-failed", name=path.name, reason=last_line(await complaining))
    finally:
        with suppress(ProcessLookupError):
            restoring.kill()
        complaining.cancel()


async def _judge_heads(connection: asyncpg.Connection, manifest: Manifest, place: Path) -> None:
    rows = await connection.fetch("select id, head, head_digest from journal")
    now = {row["id"]: (row["head"], row["head_digest"]) for row in rows}
    if now != {each.id: (each.number, each.digest) for each in manifest.journals}:
        raise OtherHead(file=str(place))
