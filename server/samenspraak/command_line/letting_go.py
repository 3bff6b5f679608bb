"""`samenspraak purge` and `samenspraak erase`: what goes for good, asked for twice."""

from typing import Annotated
from uuid import UUID

import typer

from samenspraak.command_line.terminal import as_owner, connected, out, run, say


def purge(
    workspace: Annotated[UUID, typer.Argument(help=say("purge.workspace"))],
    confirmed: Annotated[bool, typer.Option("--yes", help=say("letting-go.yes"))] = False,
) -> None:
    """Throw a workspace away, once its term is over and nobody holds it."""
    from samenspraak.letting_go import purge as throw_away

    _ask(say("purge.ask", workspace=workspace), confirmed=confirmed)

    async def work() -> None:
        async with as_owner() as settings:
            gone = await throw_away(
                settings.database_owner_url, workspace, noted_in=settings.data_folder
            )
        out.print(say("purge.done", workspace=workspace, rows=sum(gone.counts.values())))

    run(work())


def erase(
    email: Annotated[str, typer.Argument(help=say("user.email"))],
    confirmed: Annotated[bool, typer.Option("--yes", help=say("letting-go.yes"))] = False,
) -> None:
    """Take away everything that says who somebody was; what was signed goes on to hold."""
    from samenspraak.letting_go import erase as take_away

    _ask(say("erase.ask", email=email), confirmed=confirmed)

    async def work() -> None:
        async with as_owner() as settings, connected(settings.database_owner_url):
            gone = await take_away(
                settings.database_owner_url, email, noted_in=settings.data_folder
            )
        out.print(say("erase.done", workspaces=gone.workspaces))

    run(work())


def _ask(question: str, *, confirmed: bool) -> None:
    """Go on only after a yes; there is no way back from here."""
    if not confirmed:
        typer.confirm(question, abort=True)
