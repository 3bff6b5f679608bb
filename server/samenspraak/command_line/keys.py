"""`samenspraak keys`: which keys sealed when, whether the present one can, and a new one."""

from typing import Annotated, NoReturn

import typer
from rich.table import Table

from samenspraak.command_line.terminal import ANSWER_IS_NO, as_owner, out, run, say
from samenspraak.settings import Settings
from samenspraak.tokens import KeysUnusable

keys = typer.Typer(help=say("keys.help"), no_args_is_help=True)


@keys.command("list", help=say("keys.list.help"))
def show() -> None:
    """Tell of every key when it sealed, what, and where it is."""
    from samenspraak.agreements.keys import states_of_keys

    async def work() -> None:
        async with as_owner() as settings:
            states = await states_of_keys(settings)
        names = ("kid", "from", "to", "receipts", "place")
        table = Table(*(say(f"keys.column.{name}") for name in names))
        for state in states:
            until = state.row.valid_to
            table.add_row(
                state.row.id,
                f"{state.row.valid_from:%Y-%m-%d %H:%M:%S}",
                say("keys.open") if until is None else f"{until:%Y-%m-%d %H:%M:%S}",
                str(state.receipts),
                say(f"keys.place.{state.place.value}"),
            )
        out.print(table)

    run(work())


@keys.command(help=say("keys.check.help"))
def check() -> None:
    """Tell whether receipts can be sealed, and with which key."""
    from samenspraak.agreements.keys import judge_keys, states_of_keys

    async def work() -> None:
        async with as_owner() as settings:
            states = await states_of_keys(settings)
            try:
                kid = judge_keys(settings, states)
            except KeysUnusable as error:
                _complain(error, settings)
        out.print(say("keys.sound", kid=kid), markup=False)

    run(work())


@keys.command(help=say("keys.rotate.help"))
def rotate(
    prepare: Annotated[bool, typer.Option("--prepare", help=say("keys.rotate.prepare"))] = False,
    destroy: Annotated[bool, typer.Option("--destroy", help=say("keys.rotate.destroy"))] = False,
) -> None:
    """Seal with a new key from now on."""
    from samenspraak.agreements.keys import prepare_rotation
    from samenspraak.agreements.keys import rotate as turn

    async def work() -> None:
        async with as_owner() as settings:
            try:
                if prepare:
                    kid = await prepare_rotation(settings)
                    folder = settings.keys_folder
                    out.print(say("keys.prepared", kid=kid, folder=folder), markup=False)
                    return
                turned = await turn(settings, destroy=destroy)
            except KeysUnusable as error:
                _complain(error, settings)
        out.print(say("keys.rotated", kid=turned.kid, at=f"{turned.at:%Y-%m-%d %H:%M:%S}"))
        put_away = "destroyed" if destroy else "retired"
        for kid in turned.retired:
            out.print(say(f"keys.{put_away}", kid=kid), markup=False)
        out.print(say("keys.publish"))

    run(work())


def _complain(error: KeysUnusable, settings: Settings) -> NoReturn:
    from samenspraak.agreements.keys import reason_of

    out.print(say(f"keys.reason.{reason_of(error)}", folder=settings.keys_folder), markup=False)
    raise typer.Exit(ANSWER_IS_NO)
