"""`samenspraak`: serve, migrate, demo, import, verify, audit, backup, restore, catalogue, user, token.

Ends with 0 when all is well, 1 when the answer is no, 2 when it was called wrongly, and 3 when it
cannot start. It speaks the language the terminal is set to.
"""

import os
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.progress import Progress
from rich.table import Table

from samenspraak.command_line.audit import audit
from samenspraak.command_line.backup import backup, restore
from samenspraak.command_line.catalogue import catalogue
from samenspraak.command_line.keys import keys
from samenspraak.command_line.letting_go import erase, purge
from samenspraak.command_line.people import token, user
from samenspraak.command_line.terminal import (
    ANSWER_IS_NO,
    as_owner,
    as_server,
    language,
    out,
    run,
    say,
)
from samenspraak.errors import Unauthenticated
from samenspraak.identity.schemas import Member
from samenspraak.settings import Settings

if TYPE_CHECKING:
    from samenspraak.demo import Account

app = typer.Typer(
    help=say("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(help=say("audit.help"))(audit)
app.add_typer(catalogue, name="catalogue")
app.add_typer(keys, name="keys")
app.add_typer(user, name="user")
app.add_typer(token, name="token")
app.command("backup", help=say("backup.help"))(backup)
app.command("restore", help=say("restore.help"))(restore)
app.command("purge", help=say("purge.help"))(purge)
app.command("erase", help=say("erase.help"))(erase)


@app.command(help=say("serve.help"))
def serve(
    host: Annotated[str, typer.Option(help=say("serve.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=say("serve.port"), min=0, max=65535)] = 8000,
    demo: Annotated[bool, typer.Option("--demo", help=say("serve.demo"))] = False,
    proxies: Annotated[str | None, typer.Option("--proxies", help=say("serve.proxies"))] = None,
) -> None:
    """Serve the product until told to stop."""
    from samenspraak import serving

    async def work() -> None:
        if demo:
            _judge_demo(host, proxies)
        taken = serving.bound_socket(host, port)
        at = taken.getsockname()[1]
        settings = _with_own_addresses(Settings.from_environment(os.environ), at)
        serving.judge_origins(settings)
        out.print(say("step.database"))
        async with serving.with_database(settings) as ready:
            if ready.database_owner_url:
                await serving.brought_up_to_date(ready)
            if demo:
                await _play(ready)
            await serving.serve(
                ready, taken, proxies=proxies, is_ready=lambda: _welcome(host, at, demo=demo)
            )
        out.print(say("serve.stopped"))

    run(work())


@app.command(help=say("migrate.help"))
def migrate() -> None:
    """Bring the database to its newest shape."""
    from samenspraak import serving

    async def work() -> None:
        async with as_owner() as settings:
            ran = await serving.brought_up_to_date(settings)
        out.print(say("migrate.ran", names=", ".join(ran)) if ran else say("migrate.none"))

    run(work())


@app.command(help=say("demo.help"))
def demo() -> None:
    """Play the demo story into the database."""
    from samenspraak import serving

    async def work() -> None:
        async with as_owner() as settings:
            await serving.brought_up_to_date(settings)
            has_played = await _play(settings)
        _tell_accounts()
        if not has_played:
            out.print(say("demo.there"))

    run(work())


@app.command("import", help=say("import.help"))
def bring_in(
    files: Annotated[
        list[Path], typer.Argument(help=say("import.files"), exists=True, dir_okay=False)
    ],
    secret: Annotated[
        str, typer.Option("--token", envvar="SAMENSPRAAK_TOKEN", help=say("import.token"))
    ],
    organisation: Annotated[str | None, typer.Option(help=say("import.organisation"))] = None,
) -> None:
    """Read award notices or lists, and show what each would become."""
    from samenspraak.procurement.commands import Upload, preview
    from samenspraak.procurement.queries import preview_view
    from samenspraak.surroundings import new_id

    async def work() -> None:
        async with as_server() as settings:
            member = await _member(secret, organisation, settings)
            uploads = [Upload(name=file.name, data=file.read_bytes()) for file in files]
            import_id = new_id()
            with out.status(say("import.reading", count=len(uploads))):
                await preview(member, import_id, uploads)
            view = await preview_view(member.person, import_id)
        table = Table(*(say(f"import.column.{name}") for name in ("file", "title", "party")))
        for opening in view.openings:
            table.add_row(opening.file_name, opening.title, opening.contractor_name)
        out.print(table)
        for passed in view.left_out:
            out.print(f"{passed.file_name}: {' '.join(passed.reasons)}", markup=False)
        out.print(say("import.open", origin=settings.origins[0], id=view.id))
        if not view.openings:
            raise typer.Exit(ANSWER_IS_NO)

    run(work())


@app.command(help=say("verify.help"))
def verify(
    file: Annotated[
        Path, typer.Argument(help=say("verify.file"), exists=True, dir_okay=False, readable=True)
    ],
    trust: Annotated[
        Path | None,
        typer.Option(help=say("verify.trust"), exists=True, dir_okay=False, readable=True),
    ] = None,
    thumbprints: Annotated[
        list[str] | None, typer.Option("--thumbprint", help=say("verify.thumbprint"))
    ] = None,
) -> None:
    """Check a downloaded agreement, needing nothing but the file."""
    from samenspraak.agreements.verification import (
        BundleBroken,
        Outcome,
        read_trusted_keys,
        verify_bundle,
    )

    try:
        trusted = {
            *(read_trusted_keys(trust.read_bytes()) if trust else ()),
            *(read_trusted_keys("\n".join(thumbprints).encode()) if thumbprints else ()),
        }
    except BundleBroken as broken:
        raise typer.BadParameter(broken.line.in_words(language())) from None
    report = verify_bundle(file.read_bytes(), trusted=trusted or None)
    for line in report.in_words(language()):
        out.print(line, markup=False)
    if report.outcome in {Outcome.BROKEN, Outcome.UNKNOWN_ISSUER}:
        raise typer.Exit(ANSWER_IS_NO)


def main() -> None:
    """Start here."""
    app()


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
        raise typer.BadParameter(say("import.which", names=names), param_hint="--organisation")
    return await enter_organisation(person, fitting[0].organisation_id)


def _judge_demo(host: str, proxies: str | None) -> None:
    from samenspraak.demo import judge_audience

    judge_audience(host, proxies)


async def _play(settings: Settings) -> bool:
    """Play the demo story once, and tell whether there was anything left to play."""
    from samenspraak.demo import play

    with Progress(console=out, transient=True) as progress:
        task = progress.add_task(say("step.demo"), total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        return await play(settings, tell)


def _tell_accounts() -> None:
    """Say who one can be, side by side; lines that fit the narrowest terminal, for copying."""
    from samenspraak.demo import accounts

    everybody = accounts(language())
    widths = [
        max(len(text) for text in column) for column in zip(*_columns(everybody), strict=True)
    ]
    for side, people in groupby(everybody, key=lambda account: account.side):
        out.print(f"\n{side}", markup=False)
        for texts in _columns(people):
            padded = (text.ljust(width) for text, width in zip(texts, widths, strict=True))
            out.print(f"  {'  '.join(padded).rstrip()}", markup=False)
    out.print(f"\n{say('demo.password', password=everybody[0].password)}\n", markup=False)


def _columns(people: "Iterable[Account]") -> list[tuple[str, str, str]]:
    return [(account.who, account.role, account.email) for account in people]


def _welcome(host: str, port: int, *, demo: bool) -> None:
    if demo:
        _tell_accounts()
    shown = f"[{host}]" if ":" in host else host
    out.print(say("serve.ready", address=f"http://{shown}:{port}"), markup=False)


def _with_own_addresses(settings: Settings, port: int) -> Settings:
    """Let people in on the port we serve, unless it was said which addresses they come from."""
    if os.environ.get("SAMENSPRAAK_ORIGINS"):
        return settings
    origins = (f"http://127.0.0.1:{port}", f"http://localhost:{port}")
    return msgspec.structs.replace(settings, origins=origins)
