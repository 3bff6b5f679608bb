"""`samenspraak audit`: whether journals, versions, signatures and receipts still say what they said."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from samenspraak.command_line.terminal import ANSWER_IS_NO, as_owner, language, out, run, say
from samenspraak.text import sentence

if TYPE_CHECKING:
    from samenspraak.agreements.auditing import AgreementsReport, Misfit
    from samenspraak.journal.audit import AuditReport


def audit(
    bundles: Annotated[
        list[Path] | None,
        typer.Option(
            "--bundle", help=say("audit.bundle"), exists=True, dir_okay=False, readable=True
        ),
    ] = None,
) -> None:
    """Recompute every chain, and hold every version, signature and receipt against its journal."""
    from samenspraak.agreements.auditing import audit_agreements
    from samenspraak.journal.audit import audit as recompute

    held = [_proof_in(path) for path in bundles or ()]

    async def work() -> None:
        async with as_owner() as settings:
            with out.status(say("audit.busy")):
                chains = await recompute(settings.database_owner_url)
                agreements = await audit_agreements(
                    settings.database_owner_url, keys_folder=settings.keys_folder, held=held
                )
        tell_audit(chains, agreements)

    run(work())


def _proof_in(path: Path) -> bytes:
    """Read a bundle that somebody holds; one that proves nothing is not worth comparing with."""
    from samenspraak.agreements.verification import Outcome, verify_bundle

    data = path.read_bytes()
    if verify_bundle(data).outcome is Outcome.BROKEN:
        raise typer.BadParameter(say("audit.no-proof", file=path), param_hint="--bundle")
    return data


def tell_audit(chains: "AuditReport", agreements: "AgreementsReport") -> None:
    """Say what an audit found, place by place, and end with 1 if that was anything."""
    for finding in chains.findings:
        place: dict[str, UUID | int] = {"journal_id": finding.journal_id, "number": finding.number}
        out.print(sentence(language(), f"audit.{finding.problem}", **place), markup=False)
    for misfit in agreements.misfits:
        out.print(in_words(misfit), markup=False)
    if agreements.more:
        out.print(sentence(language(), "audit.more", more=agreements.more))
    counts = {
        "journals": chains.journals,
        "entries": chains.entries,
        "workspaces": agreements.workspaces,
        "versions": agreements.versions,
    }
    found = len(chains.findings) + len(agreements.misfits) + agreements.more
    if found:
        out.print(sentence(language(), "audit.unsound", findings=found, **counts))
        raise typer.Exit(ANSWER_IS_NO)
    out.print(sentence(language(), "audit.sound", **counts))


def in_words(misfit: "Misfit") -> str:
    """Say what does not fit, and where: room, version or commitment, row and entry."""
    row = "" if misfit.row is None else f" ({misfit.row})"
    said = sentence(
        language(),
        f"audit.row.{misfit.problem}",
        place=_place(misfit),
        what=f"{misfit.what}{row}",
    )
    if misfit.entry is None:
        return said
    return f"{said} {sentence(language(), 'audit.entry', entry=misfit.entry)}"


def _place(misfit: "Misfit") -> str:
    if misfit.workspace_id is None:
        return sentence(language(), "audit.place.house")
    facts = {"title": misfit.title, "workspace_id": misfit.workspace_id, "number": misfit.number}
    if misfit.number is None:
        kind = "room"
    else:
        kind = "commitment" if misfit.table == "revision" else "version"
    return sentence(language(), f"audit.place.{kind}", **facts)
