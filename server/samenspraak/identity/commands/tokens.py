"""Letting programs work in somebody's name."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import execute, fetch, fetch_one
from samenspraak.errors import IdTaken, NotFound, require
from samenspraak.identity.commands.organisations import organisation_journals, tell_organisations
from samenspraak.identity.commands.sessions import SECRET_BYTES, wake_sockets
from samenspraak.identity.decisions import (
    TOKEN_PREFIX,
    AlreadyRevoked,
    NotForPrograms,
    SecretShownOnce,
    judge_token,
    secret_hash,
    secret_text,
)
from samenspraak.identity.policy import may_manage_account
from samenspraak.identity.schemas import (
    MakeToken,
    RevokeToken,
    SignedIn,
    TokenMade,
    TokenRevoked,
)
from samenspraak.journal.commands import Work, unit_of_work


async def make_token(person: SignedIn, request: MakeToken) -> str:
    """Let a program work in this person's name, and return its secret.

    The organisations one works for are told that there is a program, in their own journals.
    """
    require(may_manage_account(person), NotForPrograms)
    return await token_for(person.person_id, request)


async def revoke_token(person: SignedIn, token_id: UUID, request: RevokeToken) -> None:
    """Let a token work no longer. The first journal of the person's notes the request's id."""
    require(may_manage_account(person), NotForPrograms)
    journals = await organisation_journals(person.person_id)
    async with unit_of_work(person.person_id, *journals) as work:
        if journals and await work.repeats(request, journals[0], token_id):
            return
        row = await fetch_one(
            "select revoked_at from api_token where id = $1 and person_id = $2 for update",
            token_id,
            person.person_id,
        )
        if row is None:
            raise NotFound
        if row["revoked_at"] is not None:
            raise AlreadyRevoked
        await execute(
            "update api_token set revoked_at = $2 where id = $1 and person_id = $3",
            token_id,
            work.at,
            person.person_id,
        )
        fact = TokenRevoked(token_id=token_id, person_id=person.person_id)
        tell_organisations(work, journals, fact)
        await wake_sockets(person.person_id)


async def revoke_all_tokens(work: Work, journals: Sequence[UUID]) -> None:
    """Let no program work in the name of the person whose work this is any more."""
    revoked = await fetch(
        "update api_token set revoked_at = $2 where person_id = $1 and revoked_at is null"
        " returning id",
        work.person_id,
        work.at,
    )
    for token in revoked:
        fact = TokenRevoked(token_id=token["id"], person_id=work.person_id)
        tell_organisations(work, journals, fact)


async def token_for(person_id: UUID, request: MakeToken) -> str:
    """Make a token in somebody's name and return its secret."""
    judge_token(request)
    secret = TOKEN_PREFIX + secret_text(surroundings.random_bytes(SECRET_BYTES))
    journals = await organisation_journals(person_id)
    async with unit_of_work(person_id, *journals) as work:
        row = await fetch_one(
            "insert into api_token (id, token_hash, person_id, name, made_at, expires_at)"
            " values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing returning id",
            request.id,
            secret_hash(secret),
            person_id,
            request.name.strip(),
            work.at,
            work.at + timedelta(days=request.days),
        )
        if row is None:
            mine = await fetch_one(
                "select id from api_token where id = $1 and person_id = $2", request.id, person_id
            )
            raise IdTaken if mine is None else SecretShownOnce
        tell_organisations(work, journals, TokenMade(token_id=request.id, person_id=person_id))
    return secret
