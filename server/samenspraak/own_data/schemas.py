"""What crosses the border when people ask for what is theirs."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import MoveRequest


class HindranceKind(StrEnum):
    """Why somebody is still needed."""

    LAST_ADMINISTRATOR = "last-administrator"
    LAST_NEGOTIATOR = "last-negotiator"
    LAST_COORDINATOR = "last-coordinator"
    LAST_SIGNATORY = "last-signatory"


class EraseOneself(MoveRequest, frozen=True, kw_only=True):
    """Ask to be forgotten, with the password, and a code where a second factor is set.

    Who comes in by a provider alone has no password, and has proven there a moment ago who it is.
    """

    password: str | None = None
    code: str | None = None


class HindranceView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Why somebody cannot go yet: where, and what has to happen first."""

    kind: HindranceKind
    name: str
    detail: str
    workspace_id: UUID | None
    organisation_id: UUID | None


class OwnDataView(Struct, frozen=True, kw_only=True, rename="camel"):
    """In how many workspaces one takes part, and what keeps one from being forgotten."""

    workspaces: int
    hindrances: list[HindranceView]
    moves: list[str]


class ErasureView(Struct, frozen=True, kw_only=True, rename="camel"):
    """That somebody is forgotten; in how many workspaces a name went."""

    workspaces: int
    erased_at: datetime
