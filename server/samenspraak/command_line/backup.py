"""`samenspraak backup` and `samenspraak restore`: a copy of the whole house, and putting it back."""

from pathlib import Path
from typing import Annotated

import typer

from samenspraak.command_line.audit import tell_audit
from samenspraak.command_line.terminal import as_owner, connected, out, run, say


def backup(file: Annotated[Path, typer.Argument(help=say("backup.file"))]) -> None:
    """Take a copy of the database as it stands at one moment."""
    from samenspraak.keeping import back_up

    async def work() -> None:
        async with as_owner() as settings:
            with out.status(say("backup.busy")):
                manifest = await back_up(settings.database_owner_url, file)
        out.print(
            say(
                "backup.done",
                file=file,
                at=f"{manifest.made_at:%Y-%m-%d %H:%M:%S}",
                journals=len(manifest.journals),
                megabytes=max(1, round(file.stat().st_size / 1_000_000)),
            ),
            markup=False,
        )
        out.print(say("backup.keys", folder=settings.keys_folder), markup=False)

    run(work())


def restore(
    file: Annotated[
        Path, typer.Argument(help=say("restore.file"), exists=True, dir_okay=False, readable=True)
    ],
    let_go: Annotated[
        list[Path] | None,
        typer.Option(
            "--let-go", help=say("restore.let-go"), exists=True, dir_okay=False, readable=True
        ),
    ] = None,
) -> None:
    """Put a copy back into an empty database, and look whether all of it is sound."""
    from samenspraak import keeping, letting_go, serving
    from samenspraak.agreements.auditing import audit_agreements
    from samenspraak.journal.audit import audit

    async def work() -> None:
        async with as_owner() as settings:
            url = settings.database_owner_url
            own = settings.data_folder / letting_go.FILE
            records = [*(let_go or ()), *([own] if own.is_file() else ())]
            gone = letting_go.noted(*records)
            with out.status(say("restore.busy")):
                manifest = await keeping.restore(url, file)
                await serving.brought_up_to_date(settings)
                async with connected(url):
                    people, workspaces = await keeping.let_go_again(url, gone)
                chains = await audit(url)
                agreements = await audit_agreements(url, keys_folder=settings.keys_folder)
        at = f"{manifest.made_at:%Y-%m-%d %H:%M:%S}"
        out.print(say("restore.done", file=file, at=at), markup=False)
        if records:
            out.print(say("restore.let-go-again", people=people, workspaces=workspaces))
        else:
            out.print(say("restore.no-record", file=own, at=at), markup=False)
        out.print(say("restore.not-in-it", folder=settings.keys_folder), markup=False)
        tell_audit(chains, agreements)

    run(work())
