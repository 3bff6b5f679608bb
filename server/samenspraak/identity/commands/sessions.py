"""Signing in and out, proving oneself again, and what one keeps for oneself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch_one
from samenspraak.errors import NotFound, Unauthenticated, require
from samenspraak.identity import attempts, passwords
from samenspraak.identity.commands.organisations import (
    organisation_journals,
    organisation_names,
    tell_organisations,
)
from samenspraak.identity.commands.proving import fits_second_factor, prove
from samenspraak.identity.decisions import (
    ATTEMPTS_SECONDS,
    HOME_SECONDS,
    NETWORK_FACTOR,
    CodeNeeded,
    NotForPrograms,
    WrongCode,
    WrongCredentials,
    password_faults,
    refuse_faults,
    same_code,
    secret_hash,
    secret_text,
)
from samenspraak.identity.policy import may_manage_account
from samenspraak.identity.schemas import (
    ChangeLanguage,
    ChangePassword,
    PasswordChanged,
    ProofMethod,
    ProveAgain,
    SignedIn,
    SignIn,
)
from samenspraak.identity.spelling import email_of
from samenspraak.journal.commands import CHANNEL, Work, unit_of_work
from samenspraak.settings import Settings

# ASVS asks for 128 bits; double that costs nothing.
SECRET_BYTES = 32


async def sign_in(request: SignIn, *, network: str, ending: str | None, settings: Settings) -> str:
    """Let somebody in and return the new session's secret.

    Known and unknown addresses get the same answer after the same work. A session the browser
    already had ends, so that nobody goes on in one that was planted.
    """
    email = email_of(request.email)
    async with as_person(None):
        # Where somebody signed in before, only failures from there count: who knows an address
        # could otherwise keep its owner out for as long as they like.
        is_at_home = await attempts.is_remembered("signed in from", email, network)
        whose = (email, network) if is_at_home else (email,)
        await attempts.begin("sign-in", *whose, limit=settings.sign_in_attempts)
        await attempts.ration(
            "sign-in from",
            network,
            limit=settings.sign_in_attempts * NETWORK_FACTOR,
            seconds=ATTEMPTS_SECONDS,
        )
    async with as_person(None):
        known = await fetch_one("select * from credential_of($1)", email)
    # Unknown, shut, and without a password: each costs the same work as a wrong one.
    if known is not None and known["is_disabled"]:
        known = None
    password_hash = None if known is None else known["password_hash"]
    if not await passwords.matches(request.password, password_hash) or known is None:
        raise WrongCredentials
    method = ProofMethod.PASSWORD
    if known["has_second_factor"]:
        await _require_code(known["person_id"], request.code, network)
        method = ProofMethod.PASSWORD_AND_CODE
    async with as_person(None):
        await attempts.forget("sign-in", *whose)
        await attempts.forgive("sign-in from", network)
        await attempts.remember("signed in from", email, network, seconds=HOME_SECONDS)
    if passwords.is_outdated(known["password_hash"]):
        await keep_password(known["person_id"], await passwords.hashed(request.password))
    return await start_session(known["person_id"], ending=ending, settings=settings, method=method)


async def start_session(
    person_id: UUID,
    *,
    ending: str | None = None,
    settings: Settings,
    method: ProofMethod = ProofMethod.PASSWORD,
    proven_at: datetime | None = None,
) -> str:
    """Begin a session for somebody who just proved who they are, and return its secret.

    A provider may have seen the proof earlier, at `proven_at`.
    """
    secret = secret_text(surroundings.random_bytes(SECRET_BYTES))
    at = surroundings.now()
    async with as_person(person_id):
        await execute(
            "delete from session where person_id = $1 and (expires_at <= $2 or token_hash = $3)",
            person_id,
            at,
            secret_hash(ending or ""),
        )
        await execute(
            "insert into session (id, token_hash, person_id, started_at, seen_at, expires_at,"
            " proven_at, method) values ($1, $2, $3, $4, $4, $5, $6, $7)",
            surroundings.new_id(),
            secret_hash(secret),
            person_id,
            at,
            at + timedelta(seconds=settings.session_seconds),
            proven_at or at,
            method,
        )
    return secret


async def sign_out(person: SignedIn) -> None:
    """End this session."""
    require(may_manage_account(person), NotForPrograms)
    async with as_person(person.person_id):
        await execute(
            "delete from session where id = $1 and person_id = $2",
            person.session_id,
            person.person_id,
        )
        await wake_sockets(person.person_id)


async def sign_out_everywhere(person: SignedIn) -> None:
    """End all sessions of this person, on whatever device."""
    require(may_manage_account(person), NotForPrograms)
    async with as_person(person.person_id):
        await end_all_sessions(person.person_id)


async def end_session(person: SignedIn, session_id: UUID) -> None:
    """End one session, on whatever device it is."""
    require(may_manage_account(person), NotForPrograms)
    async with as_person(person.person_id):
        row = await fetch_one(
            "delete from session where id = $1 and person_id = $2 returning id",
            session_id,
            person.person_id,
        )
        if row is None:
            raise NotFound
        await wake_sockets(person.person_id)


async def end_all_sessions(person_id: UUID) -> None:
    """End every session of somebody, within the transaction that is open."""
    await execute("delete from session where person_id = $1", person_id)
    await wake_sockets(person_id)


async def end_other_sessions(person: SignedIn) -> None:
    """End every session but this one, within the transaction that changed a way in.

    Whoever was let go meanwhile, such as by a new password, changes nothing any more.
    """
    own = await fetch_one("select id from session where id = $1", person.session_id)
    if own is None:
        raise Unauthenticated
    await execute(
        "delete from session where person_id = $1 and id <> $2",
        person.person_id,
        person.session_id,
    )
    await wake_sockets(person.person_id)


async def prove_again(person: SignedIn, request: ProveAgain, settings: Settings) -> None:
    """Take the password once more, so that acts that ask for fresh proof may go."""
    require(may_manage_account(person), NotForPrograms)
    method = await prove(person, request.password, request.code, settings)
    async with as_person(person.person_id):
        await execute(
            "update session set proven_at = $2, method = $3 where id = $1 and person_id = $4",
            person.session_id,
            surroundings.now(),
            method,
            person.person_id,
        )


async def change_password(person: SignedIn, request: ChangePassword, settings: Settings) -> None:
    """Take a new password; every other session ends, as somebody else may know the old one."""
    require(may_manage_account(person), NotForPrograms)
    refuse_faults(
        password_faults(
            request.new_password,
            name=person.name,
            email=person.email,
            organisations=await organisation_names(person.person_id),
            pointer="/newPassword",
        )
    )
    # The code was asked for at sign-in; who holds the session and the password is who they say.
    await prove(person, request.password, None, settings, asks_code=False)
    password_hash = await passwords.hashed(request.new_password)
    journals = await organisation_journals(person.person_id)
    async with unit_of_work(person.person_id, *journals) as work:
        await put_password(work, journals, password_hash, by="member")
        await end_other_sessions(person)


async def choose_language(person: SignedIn, request: ChangeLanguage) -> None:
    """Keep the language of screens and mails. It is nobody else's news."""
    require(may_manage_account(person), NotForPrograms)
    async with unit_of_work(person.person_id):
        await execute(
            "update person set language = $2 where id = $1", person.person_id, request.language
        )


async def keep_password(person_id: UUID, password_hash: str) -> None:
    """Keep another hash of the password somebody has."""
    async with as_person(person_id):
        await execute(
            "update credential set password_hash = $2 where person_id = $1",
            person_id,
            password_hash,
        )


async def put_password(
    work: Work,
    journals: Sequence[UUID],
    password_hash: str,
    *,
    by: Literal["member", "letter", "operator"],
) -> None:
    """Keep the new password of the person whose work this is, and tell their organisations.

    A link that was asked for before may be in wrong hands, and works no longer.
    """
    await execute(
        "update credential set password_hash = $2 where person_id = $1",
        work.person_id,
        password_hash,
    )
    await execute(
        "update password_reset set used_at = $2 where person_id = $1 and used_at is null",
        work.person_id,
        work.at,
    )
    tell_organisations(work, journals, PasswordChanged(person_id=work.person_id, by=by))


async def wake_sockets(person_id: UUID) -> None:
    """Wake the sockets of a person, which then find out that they have to leave."""
    await execute("select pg_notify($1, $2)", CHANNEL, str(person_id))


async def _require_code(person_id: UUID, code: str | None, network: str) -> None:
    spelled = same_code(code or "")
    if not spelled:
        # The password was right, so this is nobody who guesses all over the house.
        async with as_person(None):
            await attempts.forgive("sign-in from", network)
        raise CodeNeeded
    if not await fits_second_factor(person_id, spelled):
        raise WrongCode
