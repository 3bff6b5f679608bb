"""`samenspraak user` and `samenspraak token`: who may come in, and in whose name programs work."""

import sys
from typing import Annotated

import typer
from rich.table import Table

from samenspraak.command_line.terminal import as_owner, complaint, connected, out, run, say

user = typer.Typer(help=say("user.help"), no_args_is_help=True, rich_markup_mode=None)
token = typer.Typer(help=say("token.help"), no_args_is_help=True, rich_markup_mode=None)

Email = Annotated[str, typer.Argument(help=say("user.email"))]


@user.command("add", help=say("user.add.help"))
def add_user(
    email: Email,
    name: Annotated[str, typer.Option(prompt=say("user.name"), help=say("user.name"))],
    organisation: Annotated[
        str, typer.Option(prompt=say("user.organisation"), help=say("user.organisation"))
    ],
    language: Annotated[str, typer.Option(help=say("user.language"))] = "nl",
    has_password: Annotated[
        bool, typer.Option(" /--no-password", help=say("user.no-password"))
    ] = True,
) -> None:
    """Let somebody sign in."""
    from samenspraak.identity.commands import make_user

    if language not in {"nl", "en"}:
        raise typer.BadParameter(say("user.language"))
    password = _asked_password() if has_password else None

    async def work() -> None:
        async with as_owner() as settings, connected(settings.database_owner_url):
            await make_user(
                name=name,
                email=email,
                password=password,
                organisation=organisation,
                language="en" if language == "en" else "nl",
            )
        out.print(say("user.added", email=email))

    run(work())


@user.command("password", help=say("user.password.help"))
def change_password(email: Email) -> None:
    """Give somebody another password and end all their sessions."""
    from samenspraak.identity.commands import replace_password

    password = _asked_password()

    async def work() -> None:
        async with as_owner() as settings, connected(settings.database_owner_url):
            await replace_password(email=email, password=password)
        out.print(say("user.password.changed", email=email))

    run(work())


@user.command("disable", help=say("user.disable.help"))
def disable_user(email: Email) -> None:
    """Let nobody in under an address any more, on any device or by any program."""
    from samenspraak.identity.commands import disable_account

    async def work() -> None:
        async with as_owner() as settings, connected(settings.database_owner_url):
            await disable_account(email)
        out.print(say("user.disabled", email=email))

    run(work())


@user.command("enable", help=say("user.enable.help"))
def enable_user(email: Email) -> None:
    """Let somebody in again."""
    from samenspraak.identity.commands import enable_account

    async def work() -> None:
        async with as_owner() as settings, connected(settings.database_owner_url):
            await enable_account(email)
        out.print(say("user.enabled", email=email))

    run(work())


@user.command("list", help=say("user.list.help"))
def list_users() -> None:
    """Show who can sign in."""
    from samenspraak.identity.queries import people

    async def work() -> None:
        async with as_owner() as settings, connected(settings.database_owner_url):
            rows = await people()
        columns = ("email", "name", "organisations", "state")
        table = Table(*(say(f"user.column.{name}") for name in columns))
        for row in rows:
            state = say("user.state.disabled") if row["is_disabled"] else ""
            table.add_row(row["email"], row["name"], row["organisations"], state)
        out.print(table)

    run(work())


@token.command("add", help=say("token.add.help"))
def add_token(
    email: Email,
    name: Annotated[str, typer.Option(prompt=say("token.name"), help=say("token.name"))],
    days: Annotated[int, typer.Option(help=say("token.days"), min=1)] = 90,
) -> None:
    """Let a program work in somebody's name."""
    from samenspraak.identity.commands import make_token_for

    async def work() -> None:
        async with as_owner() as settings, connected(settings.database_owner_url):
            secret = await make_token_for(email=email, name=name, days=days)
        complaint.print(say("token.once"))
        # Alone on its line, so that a script can keep it.
        out.print(secret, markup=False)

    run(work())


def _asked_password() -> str:
    """Ask for a password twice, or read it from a pipe; never from the arguments others can see."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return typer.prompt(say("user.password"), hide_input=True, confirmation_prompt=True)
