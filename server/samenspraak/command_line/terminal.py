"""Speaking to people in a terminal: sentences in their language, exit codes, logs, Ctrl-C."""

import asyncio
import os
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import typer
import uvloop
from rich.console import Console

from samenspraak.database import DB
from samenspraak.embedded import StartProblem
from samenspraak.errors import Refusal
from samenspraak.logs import set_up_logging
from samenspraak.problems import problem_of
from samenspraak.serving import judge_login, stopping_on_signals, with_database
from samenspraak.settings import Settings
from samenspraak.text import Language, sentence

ANSWER_IS_NO = 1
CANNOT_START = 3
INTERRUPTED = 130


def language() -> Language:
    """Return the language the terminal is set to."""
    set_to = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "nl" if (next(filter(None, set_to), "")).startswith("nl") else "en"


def say(key: str, **facts: object) -> str:
    """Return a sentence of the command line."""
    return sentence(language(), f"command.{key}", **facts)


out = Console(highlight=False, soft_wrap=True)
complaint = Console(stderr=True, highlight=False, soft_wrap=True)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end, and turn what stops it into a sentence and an exit code."""
    set_up_logging()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_stoppable(work))
    except StartProblem as problem:
        complaint.print(problem.sentence(language()), markup=False)
        raise typer.Exit(CANNOT_START) from None
    except Refusal as refusal:
        document, _ = problem_of(refusal, language())
        complaint.print(f"{document.title}. {document.detail}", markup=False)
        for fault in document.errors or []:
            complaint.print(f"- {fault.detail}", markup=False)
        raise typer.Exit(ANSWER_IS_NO) from None
    except (asyncio.CancelledError, KeyboardInterrupt):
        raise typer.Exit(INTERRUPTED) from None


async def _stoppable(work: Coroutine[Any, Any, None]) -> None:
    with stopping_on_signals():
        await work


@asynccontextmanager
async def as_owner() -> AsyncGenerator[Settings]:
    """Reach the database as its owner, who sees the rows of everybody."""
    async with with_database(Settings.from_environment(os.environ)) as settings:
        if not settings.database_owner_url:
            raise StartProblem("owner-unknown")
        yield settings


@asynccontextmanager
async def as_server() -> AsyncGenerator[Settings]:
    """Reach the database as the server does, held back by row-level security."""
    async with with_database(Settings.from_environment(os.environ)) as settings:
        await judge_login(settings.database_url)
        async with connected(settings.database_url):
            yield settings


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[None]:
    """Open the few connections that a command needs."""
    await DB.connect(url, pool_size=2)
    try:
        yield
    finally:
        await DB.disconnect()
