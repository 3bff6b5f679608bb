"""The shapes of programs that work in somebody's name."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import MoveRequest


class MakeToken(MoveRequest, frozen=True, kw_only=True):
    """Make a token for a program. `days` is how long it works, at most 365."""

    name: str
    days: int = 90


class RevokeToken(MoveRequest, frozen=True, kw_only=True):
    """Let a token work no longer."""


class TokenView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A program's token, without its secret."""

    id: UUID
    name: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    moves: list[str]


class TokensView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of one's own tokens. `next` is opaque; None at the end."""

    items: list[TokenView]
    next: str | None
    moves: list[str]


class NewTokenView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A new token with its secret, shown this once."""

    id: UUID
    name: str
    expires_at: datetime
    secret: str
