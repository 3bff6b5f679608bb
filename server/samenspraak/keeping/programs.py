"""PostgreSQL's own programs that take a database out and put it back."""

import asyncio
import importlib.util
import os
import re
import shutil
import subprocess
from asyncio.subprocess import Process
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from samenspraak.embedded import StartProblem
from samenspraak.embedded.cluster import WHEEL

# The first that can leave out policies, which name logins of the house the backup was taken from.
OLDEST = 18


def program(name: str, *, at_least: int = OLDEST) -> tuple[Path, int]:
    """Find `pg_dump` or `pg_restore`: of the wheel, or else of this machine; with its version.

    A database can be taken out only by programs as new as its server.
    """
    needed = max(OLDEST, at_least)
    found = [(path, version) for path in _places(name) if (version := _version(path)) is not None]
    if not found:
        raise StartProblem("backup-program-missing", name=name, needed=needed)
    for path, version in found:
        if version >= needed:
            return path, version
    path, version = max(found, key=lambda each: each[1])
    raise StartProblem("backup-program-old", name=path, version=version, needed=needed)


def address_for(url: str) -> tuple[str, dict[str, str]]:
    """Split an address into what others on this machine may see, and the environment with the rest."""
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    name, _, password = login.partition(":")
    shown = urlunsplit(parts._replace(netloc=f"{name}@{hosts}" if login else hosts))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TZ") if name in os.environ}
    environment = {**kept, "LC_ALL": "C", "PGAPPNAME": "samenspraak"}
    if password:
        environment["PGPASSWORD"] = unquote(password)
    return shown, environment


async def put_away(processes: Sequence[Process], tasks: Sequence["asyncio.Task[Any]"]) -> None:
    """End programs that may still run, and read away what they said, so that nothing stays open."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for process in processes:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


def last_line(said: bytes) -> str:
    """Return the line of a program's complaint that tells most."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line or "FATAL" in line]
    return (telling or lines or ["?"])[0]


def _places(name: str) -> Iterator[Path]:
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is not None and wheel.origin is not None:
        path = Path(wheel.origin).parent / "pginstall18" / "bin" / name
        if path.is_file():
            yield path
    ours = shutil.which(name)
    if ours is not None:
        yield Path(ours)


def _version(path: Path) -> int | None:
    """Return the major version a program says it has."""
    try:
        said = subprocess.run(  # noqa: S603  # The programs of PostgreSQL, by absolute path.
            [path, "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(version[1]) if version else None
