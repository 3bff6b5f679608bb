"""`samenspraak`: serve, migrate, demo, import, verify, audit, user, token.

Ends with 0 when all is well, 1 when the answer is no, 2 when it was called wrongly, and 3 when it
cannot start. It speaks the language the terminal is set to.
"""

import asyncio
import importlib
import importlib.util
import logging
import os
import sys
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import structlog
import typer
import uvloop
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from samenspraak.embedded import StartProblem
from samenspraak.errors import Refusal, Unauthenticated
from samenspraak.identity.schemas import Member
from samenspraak.problems import problem_of
from samenspraak.settings import Settings
from samenspraak.text import Language, sentence

ANSWER_IS_NO = 1
CANNOT_START = 3
INTERRUPTED = 130


def _language() -> Language:
    set_to = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "nl" if (next(filter(None, set_to), "")).startswith("nl") else "en"


def _say(key: str, **facts: object) -> str:
    return sentence(_language(), f"command.{key}", **facts)


out = Console(highlight=False, soft_wrap=True)
complaint = Console(stderr=True, highlight=False, soft_wrap=True)
app = typer.Typer(
    help=_say("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
user = typer.Typer(help=_say("user.help"), no_args_is_help=True, rich_markup_mode=None)
token = typer.Typer(help=_say("token.help"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(user, name="user")
app.add_typer(token, name="token")

Email = Annotated[str, typer.Argument(help=_say("user.email"))]


@app.command(help=_say("serve.help"))
def serve(
    host: Annotated[str, typer.Option(help=_say("serve.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_say("serve.port"), min=0, max=65535)] = 8000,
    demo: Annotated[bool, typer.Option("--demo", help=_say("serve.demo"))] = False,
    proxies: Annotated[str | None, typer.Option("--proxies", help=_say("serve.proxies"))] = None,
) -> None:
    """Serve the product until told to stop."""
    from samenspraak import serving

    async def work() -> None:
        taken = serving.bound_socket(host, port)
        at = taken.getsockname()[1]
        settings = _with_own_addresses(Settings.from_environment(os.environ), at)
        serving.judge_origins(settings)
        out.print(_say("step.database"))
        async with serving.with_database(settings) as ready:
            if ready.database_owner_url:
                await serving.brought_up_to_date(ready)
            if demo:
                await _play(ready)
            await serving.serve(
                ready, taken, proxies=proxies, is_ready=lambda: _welcome(host, at, demo=demo)
            )
        out.print(_say("serve.stopped"))

    _run(work())


@app.command(help=_say("migrate.help"))
def migrate() -> None:
    """Bring the database to its newest shape."""
    from samenspraak import serving

    async def work() -> None:
        async with _as_owner() as settings:
            run = await serving.brought_up_to_date(settings)
        out.print(_say("migrate.ran", names=", ".join(run)) if run else _say("migrate.none"))

    _run(work())


@app.command(help=_say("demo.help"))
def demo() -> None:
    """Play the demo story into the database."""
    from samenspraak import serving

    async def work() -> None:
        async with _as_owner() as settings:
            await serving.brought_up_to_date(settings)
            await _play(settings)
        _tell_accounts()

    _run(work())


@app.command("import", help=_say("import.help"))
def bring_in(
    files: Annotated[
        list[Path], typer.Argument(help=_say("import.files"), exists=True, dir_okay=False)
    ],
    secret: Annotated[
        str, typer.Option("--token", envvar="SAMENSPRAAK_TOKEN", help=_say("import.token"))
    ],
    organisation: Annotated[str | None, typer.Option(help=_say("import.organisation"))] = None,
) -> None:
    """Read award notices or lists, and show what each would become."""
    from samenspraak.procurement.commands import Upload, preview
    from samenspraak.procurement.queries import preview_view
    from samenspraak.surroundings import new_id

    async def work() -> None:
        async with _as_server() as settings:
            member = await _member(secret, organisation, settings)
            uploads = [Upload(name=file.name, data=file.read_bytes()) for file in files]
            import_id = new_id()
            with out.status(_say("import.reading", count=len(uploads))):
                await preview(member, import_id, uploads)
            view = await preview_view(member.person, import_id)
        table = Table(*(_say(f"import.column.{name}") for name in ("file", "title", "party")))
        for opening in view.openings:
            table.add_row(opening.file_name, opening.title, opening.contractor_name)
        out.print(table)
        for passed in view.left_out:
            out.print(f"{passed.file_name}: {' '.join(passed.reasons)}", markup=False)
        out.print(_say("import.open", origin=settings.origins[0], id=view.id))
        if not view.openings:
            raise typer.Exit(ANSWER_IS_NO)

    _run(work())


@app.command(help=_say("audit.help"))
def audit() -> None:
    """Recompute the digest chain of every journal."""
    from samenspraak.journal.audit import audit as recompute

    async def work() -> None:
        async with _as_owner() as settings:
            with out.status(_say("audit.busy")):
                report = await recompute(settings.database_owner_url)
        for finding in report.findings:
            place = {"journal_id": finding.journal_id, "number": finding.number}
            out.print(sentence(_language(), f"audit.{finding.problem}", **place), markup=False)
        counts = {"journals": report.journals, "entries": report.entries}
        if report.findings:
            found = len(report.findings)
            out.print(sentence(_language(), "audit.unsound", findings=found, **counts))
            raise typer.Exit(ANSWER_IS_NO)
        out.print(sentence(_language(), "audit.sound", **counts))

    _run(work())


@user.command("add", help=_say("user.add.help"))
def add_user(
    email: Email,
    name: Annotated[str, typer.Option(prompt=_say("user.name"), help=_say("user.name"))],
    organisation: Annotated[
        str, typer.Option(prompt=_say("user.organisation"), help=_say("user.organisation"))
    ],
    language: Annotated[str, typer.Option(help=_say("user.language"))] = "nl",
) -> None:
    """Let somebody sign in."""
    from samenspraak.identity.commands import make_user

    if language not in {"nl", "en"}:
        raise typer.BadParameter(_say("user.language"))
    password = _asked_password()

    async def work() -> None:
        async with _as_owner() as settings, _connected(settings.database_owner_url):
            await make_user(
                name=name,
                email=email,
                password=password,
                organisation=organisation,
                language="en" if language == "en" else "nl",
            )
        out.print(_say("user.added", email=email))

    _run(work())


@user.command("password", help=_say("user.password.help"))
def change_password(email: Email) -> None:
    """Give somebody another password and end all their sessions."""
    from samenspraak.identity.commands import replace_password

    password = _asked_password()

    async def work() -> None:
        async with _as_owner() as settings, _connected(settings.database_owner_url):
            await replace_password(email=email, password=password)
        out.print(_say("user.password.changed", email=email))

    _run(work())


@user.command("list", help=_say("user.list.help"))
def list_users() -> None:
    """Show who can sign in."""
    from samenspraak.identity.queries import people

    async def work() -> None:
        async with _as_owner() as settings, _connected(settings.database_owner_url):
            rows = await people()
        table = Table(*(_say(f"user.column.{name}") for name in ("email", "name", "organisations")))
        for row in rows:
            table.add_row(row["email"], row["name"], row["organisations"])
        out.print(table)

    _run(work())


@token.command("add", help=_say("token.add.help"))
def add_token(
    email: Email,
    name: Annotated[str, typer.Option(prompt=_say("token.name"), help=_say("token.name"))],
    days: Annotated[int, typer.Option(help=_say("token.days"), min=1)] = 90,
) -> None:
    """Let a program work in somebody's name."""
    from samenspraak.identity.commands import make_token_for

    async def work() -> None:
        async with _as_owner() as settings, _connected(settings.database_owner_url):
            secret = await make_token_for(email=email, name=name, days=days)
        complaint.print(_say("token.once"))
        # Alone on its line, so that a script can keep it.
        out.print(secret, markup=False)

    _run(work())


def main() -> None:
    """Start here."""
    app()


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end, and turn what stops it into a sentence and an exit code."""
    _set_up_logging()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_stoppable(work))
    except StartProblem as problem:
        complaint.print(problem.sentence(_language()), markup=False)
        raise typer.Exit(CANNOT_START) from None
    except Refusal as refusal:
        document, _ = problem_of(refusal, _language())
        complaint.print(f"{document.title}. {document.detail}", markup=False)
        for fault in document.errors or []:
            complaint.print(f"- {fault.detail}", markup=False)
        raise typer.Exit(ANSWER_IS_NO) from None
    except (asyncio.CancelledError, KeyboardInterrupt):
        raise typer.Exit(INTERRUPTED) from None


async def _stoppable(work: Coroutine[Any, Any, None]) -> None:
    from samenspraak.serving import stopping_on_signals

    with stopping_on_signals():
        await work


def _set_up_logging() -> None:
    """Write what operators need on stderr: for people in a terminal, else a line of JSON each."""
    terminal = sys.stderr.isatty()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@asynccontextmanager
async def _as_owner() -> AsyncGenerator[Settings]:
    """Reach the database as its owner, who sees the rows of everybody."""
    from samenspraak.serving import with_database

    async with with_database(Settings.from_environment(os.environ)) as settings:
        if not settings.database_owner_url:
            raise StartProblem("owner-unknown")
        yield settings


@asynccontextmanager
async def _as_server() -> AsyncGenerator[Settings]:
    """Reach the database as the server does, held back by row-level security."""
    from samenspraak.serving import judge_login, with_database

    async with with_database(Settings.from_environment(os.environ)) as settings:
        await judge_login(settings.database_url)
        async with _connected(settings.database_url):
            yield settings


@asynccontextmanager
async def _connected(url: str) -> AsyncGenerator[None]:
    from samenspraak.database import DB

    await DB.connect(url, pool_size=2)
    try:
        yield
    finally:
        await DB.disconnect()


async def _member(secret: str, organisation: str | None, settings: Settings) -> Member:
    """Go through the door of an organisation in the name of whom the token belongs to."""
    from samenspraak.identity.access import enter_organisation, person_of_token
    from samenspraak.identity.queries import oneself

    person = await person_of_token(secret, settings)
    if person is None:
        raise Unauthenticated
    memberships = (await oneself(person, settings)).memberships
    fitting = [one for one in memberships if organisation in {None, one.name}]
    if len(fitting) != 1:
        names = ", ".join(one.name for one in memberships)
        raise typer.BadParameter(_say("import.which", names=names), param_hint="--organisation")
    return await enter_organisation(person, fitting[0].organisation_id)


async def _play(settings: Settings) -> None:
    """Play the demo story once; a database that holds it is left as it is."""
    demo = _demo()
    if demo is None:
        return
    with Progress(console=out, transient=True) as progress:
        task = progress.add_task(_say("step.demo"), total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        await demo.play(settings, tell)


def _tell_accounts() -> None:
    demo = _demo()
    if demo is None:
        return
    table = Table(*(_say(f"demo.column.{name}") for name in ("email", "password", "who")))
    for account in demo.accounts(_language()):
        table.add_row(account.email, account.password, account.who)
    out.print(table)


def _demo() -> Any:
    # TODO: Import it plainly as soon as the demo story is part of the product.
    if importlib.util.find_spec("samenspraak.demo") is None:
        return None
    return importlib.import_module("samenspraak.demo")


def _welcome(host: str, port: int, *, demo: bool) -> None:
    if demo:
        _tell_accounts()
    shown = f"[{host}]" if ":" in host else host
    out.print(_say("serve.ready", address=f"http://{shown}:{port}"), markup=False)


def _with_own_addresses(settings: Settings, port: int) -> Settings:
    """Let people in on the port we serve, unless it was said which addresses they come from."""
    if os.environ.get("SAMENSPRAAK_ORIGINS"):
        return settings
    origins = (f"http://127.0.0.1:{port}", f"http://localhost:{port}")
    return msgspec.structs.replace(settings, origins=origins)


def _asked_password() -> str:
    """Ask for a password twice, or read it from a pipe; never from the arguments others can see."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return typer.prompt(_say("user.password"), hide_input=True, confirmation_prompt=True)
