"""Whether somebody can go, and what others would be left without."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from samenspraak.errors import Conflict, Fault, Forbidden, Invalid
from samenspraak.own_data.schemas import HindranceKind


class StillNeeded(Conflict):
    """Somebody is the last who can do something for others; `errors` names each."""

    slug = "own-data/still-needed"

    def __init__(self, hindrances: Sequence["Hindrance"]) -> None:
        super().__init__(count=len(hindrances))
        self.faults = tuple(
            Fault(pointer="", slug=f"own-data/{each.kind}", facts={"name": each.name})
            for each in hindrances
        )


class ProofTooOld(Forbidden):
    """Nobody is forgotten without having just proven who they are."""

    slug = "own-data/proof-too-old"


class NotForPrograms(Forbidden):
    """A program neither takes away what is kept of a person, nor forgets one."""

    slug = "own-data/not-for-programs"


class PartHere(Struct, frozen=True, kw_only=True):
    """What somebody is in one workspace, and how many others on their side are the same."""

    workspace_id: UUID
    title: str
    is_closed: bool
    is_coordinator: bool
    is_negotiator: bool
    other_negotiators: int
    is_signatory: bool
    other_signatories: int


class WorkHere(Struct, frozen=True, kw_only=True):
    """What somebody is for one organisation, and who else there is."""

    organisation_id: UUID
    name: str
    is_administrator: bool
    other_administrators: int
    other_members: int


class Hindrance(Struct, frozen=True, kw_only=True):
    """That somebody is the last of a kind somewhere."""

    kind: HindranceKind
    name: str
    workspace_id: UUID | None = None
    organisation_id: UUID | None = None


def hindrances(parts: Iterable[PartHere], works: Iterable[WorkHere]) -> list[Hindrance]:
    """Return everything that has to be handed over first.

    Where somebody works alone there is nobody to hand over to, so that keeps nobody.
    """
    found = [
        Hindrance(
            kind=HindranceKind.LAST_ADMINISTRATOR,
            name=work.name,
            organisation_id=work.organisation_id,
        )
        for work in works
        if work.is_administrator and not work.other_administrators and work.other_members
    ]
    for part in parts:
        if part.is_closed:
            continue
        if part.is_negotiator and not part.other_negotiators:
            kind = HindranceKind.LAST_NEGOTIATOR
            if part.is_coordinator:
                kind = HindranceKind.LAST_COORDINATOR
            found.append(Hindrance(kind=kind, name=part.title, workspace_id=part.workspace_id))
        if part.is_signatory and not part.other_signatories:
            found.append(
                Hindrance(
                    kind=HindranceKind.LAST_SIGNATORY,
                    name=part.title,
                    workspace_id=part.workspace_id,
                )
            )
    return found


def erase(parts: Iterable[PartHere], works: Iterable[WorkHere]) -> None:
    """Let somebody go, unless others would be left with nobody."""
    found = hindrances(parts, works)
    if found:
        raise StillNeeded(found)


def require_proof_elsewhere(*, has_password: bool) -> None:
    """Take a fresh proof of a provider only from who has no password; others type it here."""
    if has_password:
        raise Invalid([Fault(pointer="/password", slug="required")])


def require_fresh(proven_at: datetime, *, at: datetime, step_up: timedelta) -> None:
    """Go on only when somebody proved who they are a moment ago."""
    if at - proven_at > step_up:
        raise ProofTooOld(minutes=int(step_up.total_seconds() // 60))
