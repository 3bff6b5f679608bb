"""Tokens for programs."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from samenspraak.identity import commands, queries
from samenspraak.identity.routes.asking import TOKENS, Limit
from samenspraak.identity.schemas import (
    MakeToken,
    NewTokenView,
    RevokeToken,
    SignedIn,
    TokensView,
    TokenView,
)


@get("/tokens", operation_id="listTokens", summary="Uw tokens voor programma's", tags=TOKENS)
async def list_tokens(
    person: NamedDependency[SignedIn], after: FromQuery[str | None] = None, limit: Limit = 50
) -> TokensView:
    """Return the tokens one made, without their secrets."""
    return await queries.tokens(person, after=after, limit=limit)


@post("/tokens", operation_id="makeToken", summary="Maak een token", tags=TOKENS)
async def make_token(person: NamedDependency[SignedIn], data: JSONBody[MakeToken]) -> NewTokenView:
    """Make a token for a program. Its secret is in this answer and nowhere else."""
    secret = await commands.make_token(person, data)
    made = await queries.token(person, data.id)
    return NewTokenView(id=made.id, name=made.name, expires_at=made.expires_at, secret=secret)


@post(
    "/tokens/{token_id:uuid}/revocations",
    operation_id="revokeToken",
    summary="Trek een token in",
    tags=TOKENS,
)
async def revoke_token(
    person: NamedDependency[SignedIn], token_id: FromPath[UUID], data: JSONBody[RevokeToken]
) -> TokenView:
    """Let a token work no longer."""
    await commands.revoke_token(person, token_id, data)
    return await queries.token(person, token_id)


ROUTES = [list_tokens, make_token, revoke_token]
