"""`samenspraak catalogue`: tables of values checked, brought in, written out and listed."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from samenspraak.command_line.terminal import (
    ANSWER_IS_NO,
    as_server,
    complaint,
    language,
    out,
    run,
    say,
)
from samenspraak.errors import Refusal, TooLarge
from samenspraak.problems import problem_of

if TYPE_CHECKING:
    from samenspraak.identity.schemas import Member, SignedIn

catalogue = typer.Typer(help=say("catalogue.help"), no_args_is_help=True, rich_markup_mode=None)

# As much as a request may bring: what was checked here can be brought in there.
FILE_LIMIT_BYTES = 1_000_000

File = Annotated[
    Path,
    typer.Argument(help=say("catalogue.file"), exists=True, dir_okay=False, readable=True),
]
As = Annotated[str, typer.Option("--as", help=say("catalogue.as"))]
AsAnybody = Annotated[str | None, typer.Option("--as", help=say("catalogue.as"))]


@catalogue.command("check", help=say("catalogue.check.help"))
def check(file: File) -> None:
    """Name every fault, and everything that will be shown but not reckoned with."""
    from samenspraak.canonical import canonical_bytes, pointer_to
    from samenspraak.catalogue.queries import notes
    from samenspraak.catalogue.schemas import text_in

    with _faults_told():
        content, tables = _tables_in(file)
    for at, table in enumerate(tables):
        text = text_in(canonical_bytes(table).decode())
        out.print(
            say("catalogue.table", catalogue=text.id, measures=len(text.measures)), markup=False
        )
        pointer = pointer_to("", at) if isinstance(content, list) else ""
        for note in notes(text, table, pointer):
            sentence = say(f"catalogue.note.{note.slug}", **note.facts)
            out.print(f"  {note.pointer or '/'}: {sentence}", markup=False)
    out.print(say("catalogue.sound"))


@catalogue.command("import", help=say("catalogue.import.help"))
def bring_in(
    file: File,
    organisation: Annotated[str, typer.Option(help=say("catalogue.organisation"))],
    email: As,
) -> None:
    """Bring every table of a file into an organisation, or none."""
    from samenspraak.catalogue.commands import import_catalogues
    from samenspraak.catalogue.queries import added
    from samenspraak.catalogue.schemas import ImportCatalogues
    from samenspraak.surroundings import new_id

    with _faults_told():
        content, _ = _tables_in(file)

    async def work() -> None:
        async with as_server():
            member = await _member(email, organisation)
            request = ImportCatalogues(
                id=new_id(), organisation_id=member.organisation_id, content=content
            )
            ids = await import_catalogues(member, request)
            for line in (await added(member.person, ids)).items:
                out.print(
                    say("catalogue.added", catalogue=line.catalogue, id=line.id), markup=False
                )

    run(work())


@catalogue.command("export", help=say("catalogue.export.help"))
def write_out(
    edition: Annotated[str, typer.Argument(help=say("catalogue.edition"))],
    output: Annotated[
        Path | None, typer.Option(help=say("catalogue.output"), dir_okay=False, writable=True)
    ] = None,
    email: AsAnybody = None,
) -> None:
    """Write an edition as it was brought in."""
    from samenspraak.catalogue.queries import file_of, named

    async def work() -> None:
        async with as_server():
            person = await _somebody(email)
            _, data = await file_of(person, await named(person, edition))
        if output is None:
            typer.echo(data.decode(), nl=False)
        else:
            output.write_bytes(data)

    run(work())


@catalogue.command("list", help=say("catalogue.list.help"))
def list_catalogues(email: AsAnybody = None) -> None:
    """Show the editions that come with the product, and those of whom this is done for."""
    from samenspraak.catalogue.queries import PAGE_LIMIT, catalogues

    async def work() -> None:
        columns = ("catalogue", "publisher", "from", "measures", "confidence", "id")
        table = Table(*(say(f"catalogue.column.{name}") for name in columns))
        async with as_server():
            person, after = await _somebody(email), None
            while True:
                page = await catalogues(person, after=after, limit=PAGE_LIMIT, retired=False)
                for line in page.items:
                    cells = (line.catalogue, line.publisher, line.valid_from, line.measures)
                    table.add_row(*map(_cell, (*cells, line.confidence, line.id)))
                after = page.next
                if after is None:
                    break
        out.print(table)

    run(work())


def _tables_in(file: Path) -> tuple[Any, list[dict[str, Any]]]:
    """Read a file as a request would be read, and refuse it with all that is wrong."""
    from samenspraak.canonical import strict_json
    from samenspraak.catalogue.commands import checked

    with file.open("rb") as opened:
        data = opened.read(FILE_LIMIT_BYTES + 1)
    if len(data) > FILE_LIMIT_BYTES:
        raise TooLarge(limit=FILE_LIMIT_BYTES)
    content = strict_json(data)
    tables, _ = checked(content, pointer="", declared_not_bsn=False)
    return content, tables


async def _member(email: str, organisation: str) -> "Member":
    from samenspraak.identity.access import enter_organisation
    from samenspraak.identity.queries import memberships_of

    person = await _somebody(email)
    memberships = await memberships_of(person)
    fitting = [one for one in memberships if organisation in {one.name, str(one.organisation_id)}]
    if len(fitting) != 1:
        names = ", ".join(one.name for one in memberships)
        raise typer.BadParameter(say("catalogue.which", names=names), param_hint="--organisation")
    return await enter_organisation(person, fitting[0].organisation_id)


async def _somebody(email: str | None) -> "SignedIn":
    """Return whom this is done for; without anybody, what everybody reads."""
    from samenspraak.identity.access import at_the_command_line, person_with_address

    if email is None:
        return at_the_command_line(language())
    person = await person_with_address(email)
    if person is None:
        raise typer.BadParameter(say("catalogue.nobody"), param_hint="--as")
    return person


def _cell(value: object) -> str:
    return "" if value is None else str(value)


@contextmanager
def _faults_told() -> Generator[None]:
    """Tell every fault with its place in the file, which is how people find it."""
    try:
        yield
    except Refusal as refusal:
        document, _ = problem_of(refusal, language())
        complaint.print(f"{document.title}. {document.detail}", markup=False)
        for fault in document.errors or []:
            complaint.print(f"- {fault.pointer or '/'}: {fault.detail}", markup=False)
        raise typer.Exit(ANSWER_IS_NO) from None
