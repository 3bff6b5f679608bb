"""Letting people in and out, and the rights they hold for their organisation."""

from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch, fetch_one
from samenspraak.errors import Fault, IdTaken, NotFound, require
from samenspraak.identity import attempts, decisions, passwords
from samenspraak.identity.decisions import (
    ATTEMPTS_SECONDS,
    NETWORK_FACTOR,
    TOKEN_PREFIX,
    AddressTaken,
    AlreadyRevoked,
    NotForPrograms,
    OrganisationUnclear,
    SecretShownOnce,
    WrongCredentials,
    WrongPassword,
    email_faults,
    email_of,
    judge_token,
    name_faults,
    password_faults,
    refuse_faults,
    secret_hash,
    secret_text,
)
from samenspraak.identity.policy import may_manage_account, may_manage_mandates
from samenspraak.identity.schemas import (
    ChangeLanguage,
    ChangePassword,
    GrantMandate,
    Language,
    MakeToken,
    MandateRevoked,
    Member,
    OrganisationFounded,
    PersonJoined,
    ProofMethod,
    ProveAgain,
    RevokeMandate,
    RevokeToken,
    SignedIn,
    SignIn,
    TokenMade,
    TokenRevoked,
)
from samenspraak.journal.commands import CHANNEL, Work, unit_of_work
from samenspraak.journal.schemas import JournalKind
from samenspraak.settings import Settings

# ASVS asks for 128 bits; double that costs nothing.
SECRET_BYTES = 32


class Organisation(Struct, frozen=True, kw_only=True):
    """Where a new or known organisation is to be found."""

    id: UUID
    journal_id: UUID


async def sign_in(request: SignIn, *, network: str, ending: str | None, settings: Settings) -> str:
    """Let somebody in and return the new session's secret.

    Known and unknown addresses get the same answer after the same work. A session the browser
    already had ends, so that nobody goes on in one that was planted.
    """
    email = email_of(request.email)
    async with as_person(None):
        await attempts.begin("sign-in", email, limit=settings.sign_in_attempts)
        await attempts.ration(
            "sign-in from",
            network,
            limit=settings.sign_in_attempts * NETWORK_FACTOR,
            seconds=ATTEMPTS_SECONDS,
        )
    async with as_person(None):
        known = await fetch_one("select * from credential_of($1)", email)
    password_hash = None if known is None else known["password_hash"]
    if not await passwords.matches(request.password, password_hash) or known is None:
        raise WrongCredentials
    async with as_person(None):
        await attempts.forget("sign-in", email)
        await attempts.forgive("sign-in from", network)
    if passwords.is_outdated(known["password_hash"]):
        await _keep_password(known["person_id"], await passwords.hashed(request.password))
    return await start_session(known["person_id"], ending=ending, settings=settings)


async def start_session(person_id: UUID, *, ending: str | None = None, settings: Settings) -> str:
    """Begin a session for somebody who just proved who they are, and return its secret."""
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
            " proven_at, method) values ($1, $2, $3, $4, $4, $5, $4, $6)",
            surroundings.new_id(),
            secret_hash(secret),
            person_id,
            at,
            at + timedelta(seconds=settings.session_seconds),
            ProofMethod.PASSWORD,
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
        await _wake_sockets(person.person_id)


async def sign_out_everywhere(person: SignedIn) -> None:
    """End all sessions of this person, on whatever device."""
    require(may_manage_account(person), NotForPrograms)
    async with as_person(person.person_id):
        await execute("delete from session where person_id = $1", person.person_id)
        await _wake_sockets(person.person_id)


async def prove_again(person: SignedIn, request: ProveAgain, settings: Settings) -> None:
    """Take the password once more, so that acts that ask for fresh proof may go."""
    require(may_manage_account(person), NotForPrograms)
    await _check_password(person, request.password, settings)
    async with as_person(person.person_id):
        await execute(
            "update session set proven_at = $2, method = $3 where id = $1 and person_id = $4",
            person.session_id,
            surroundings.now(),
            ProofMethod.PASSWORD,
            person.person_id,
        )


async def change_password(person: SignedIn, request: ChangePassword, settings: Settings) -> None:
    """Take a new password; every other session ends, as somebody else may know the old one."""
    require(may_manage_account(person), NotForPrograms)
    refuse_faults(
        password_faults(
            request.new_password, name=person.name, email=person.email, pointer="/newPassword"
        )
    )
    await _check_password(person, request.password, settings)
    await _keep_password(person.person_id, await passwords.hashed(request.new_password))
    async with as_person(person.person_id):
        await execute(
            "delete from session where person_id = $1 and id <> $2",
            person.person_id,
            person.session_id,
        )
        await _wake_sockets(person.person_id)


async def choose_language(person: SignedIn, request: ChangeLanguage) -> None:
    """Keep the language of screens and mails. It is nobody else's news."""
    require(may_manage_account(person), NotForPrograms)
    async with unit_of_work(person.person_id):
        await execute(
            "update person set language = $2 where id = $1", person.person_id, request.language
        )


async def make_token(person: SignedIn, request: MakeToken) -> str:
    """Let a program work in this person's name, and return its secret.

    The organisations one works for are told that there is a program, in their own journals.
    """
    require(may_manage_account(person), NotForPrograms)
    return await _make_token(person.person_id, request)


async def revoke_token(person: SignedIn, token_id: UUID, request: RevokeToken) -> None:
    """Let a token work no longer. The first journal of the person's notes the request's id."""
    require(may_manage_account(person), NotForPrograms)
    journals = await _organisation_journals(person.person_id)
    async with unit_of_work(person.person_id, *journals) as work:
        if journals and await work.repeats(request, journals[0]):
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
        for journal_id in journals:
            work.record(journal_id, TokenRevoked(token_id=token_id, person_id=person.person_id))
        await _wake_sockets(person.person_id)


async def grant_mandate(member: Member, request: GrantMandate) -> None:
    """Let a colleague sign. What the colleague had in the same role is replaced, never added to."""
    require(may_manage_mandates(member))
    async with unit_of_work(member.person_id, member.journal_id) as work:
        if await work.repeats(request, member.journal_id):
            return
        fact = decisions.grant_mandate(
            request, is_member=await _is_member(member, request.person_id)
        )
        role = request.role.strip()
        replaced = await fetch(
            "update mandate set revoked_at = $1 where organisation_id = $2 and journal_id = $3"
            " and person_id = $4 and role = $5 and revoked_at is null returning id",
            work.at,
            member.organisation_id,
            member.journal_id,
            request.person_id,
            role,
        )
        await execute(
            "insert into mandate (id, journal_id, organisation_id, person_id, role, up_to_cents,"
            " granted_at) values ($1, $2, $3, $4, $5, $6, $7)",
            request.id,
            member.journal_id,
            member.organisation_id,
            request.person_id,
            role,
            request.up_to_cents,
            work.at,
        )
        for row in replaced:
            work.record(
                member.journal_id,
                MandateRevoked(mandate_id=row["id"], person_id=request.person_id),
            )
        work.record(member.journal_id, fact)


async def revoke_mandate(member: Member, mandate_id: UUID, request: RevokeMandate) -> None:
    """Let a person sign no longer on the strength of a mandate."""
    require(may_manage_mandates(member))
    async with unit_of_work(member.person_id, member.journal_id) as work:
        if await work.repeats(request, member.journal_id):
            return
        mandate = await fetch_one(
            "select id, person_id, revoked_at from mandate"
            " where id = $1 and organisation_id = $2 and journal_id = $3",
            mandate_id,
            member.organisation_id,
            member.journal_id,
        )
        if mandate is None:
            raise NotFound
        fact = decisions.revoke_mandate(mandate)
        await execute("update mandate set revoked_at = $2 where id = $1", mandate_id, work.at)
        work.record(member.journal_id, fact)


async def register(
    work: Work,
    *,
    email: str,
    name: str | None,
    password: str | None,
    language: Language = "nl",
) -> str:
    """Make the person whose work this is somebody who can sign in, and return their name."""
    address = email_of(email)
    called = (name or "").strip()
    faults = [*name_faults(called), *email_faults(address)]
    if password is None:
        faults.append(Fault(pointer="/password", slug="required"))
    else:
        faults += password_faults(password, name=called, email=address)
    refuse_faults(faults)
    # Nobody waits for this unit yet: it holds no lock before its journals are known.
    password_hash = await passwords.hashed(password or "")
    row = await fetch_one(
        "insert into person (id, name, email, language) values ($1, $2, $3, $4)"
        " on conflict (email) do nothing returning id",
        work.person_id,
        called,
        address,
        language,
    )
    if row is None:
        raise AddressTaken
    await execute(
        "insert into credential (id, person_id, password_hash) values ($1, $1, $2)",
        work.person_id,
        password_hash,
    )
    return called


async def found_organisation(
    work: Work, *, name: str, title: str, identifier: tuple[str | None, str] | None = None
) -> Organisation:
    """Begin an organisation with this person as its first administrator."""
    scheme, number = identifier or (None, None)
    journal_id = await work.found(JournalKind.ORGANISATION)
    organisation_id = surroundings.new_id()
    await execute(
        "insert into organisation (id, journal_id, name, identifier_scheme, identifier_id)"
        " values ($1, $2, $3, $4, $5)",
        organisation_id,
        journal_id,
        name,
        scheme,
        number,
    )
    await _insert_membership(work, organisation_id, journal_id, title=title, is_administrator=True)
    work.record(
        journal_id, OrganisationFounded(organisation_id=organisation_id, person_id=work.person_id)
    )
    return Organisation(id=organisation_id, journal_id=journal_id)


async def add_member(
    work: Work,
    *,
    organisation_id: UUID,
    journal_id: UUID,
    title: str,
    is_administrator: bool = False,
) -> None:
    """Make the person whose work this is a member; who is one already stays as they are.

    The caller holds the organisation's journal.
    """
    known = await fetch_one(
        "select left_at from membership where organisation_id = $1 and person_id = $2",
        organisation_id,
        work.person_id,
    )
    if known is not None and known["left_at"] is None:
        return
    await work.admit(journal_id, work.person_id)
    if known is None:
        await _insert_membership(
            work, organisation_id, journal_id, title=title, is_administrator=is_administrator
        )
    else:
        await execute(
            "update membership set left_at = null, title = $3, is_administrator = $4"
            " where organisation_id = $1 and person_id = $2",
            organisation_id,
            work.person_id,
            title,
            is_administrator,
        )
    work.record(journal_id, PersonJoined(organisation_id=organisation_id, person_id=work.person_id))


async def make_user(
    *,
    name: str,
    email: str,
    password: str,
    organisation: str,
    title: str = "",
    administrator: bool = True,
    language: Language = "nl",
) -> UUID:
    """Make somebody who can sign in, from the command line, and return who.

    An organisation of that name gets one more member where the login sees it, which only the
    owner of the database does; otherwise a new one is founded.
    """
    refuse_faults(name_faults(organisation, pointer="/organisation"))
    async with as_person(None):
        known = await fetch(
            "select id, journal_id from organisation where name = $1", organisation.strip()
        )
    if len(known) > 1:
        raise OrganisationUnclear
    person_id = surroundings.new_id()
    async with unit_of_work(person_id, *(row["journal_id"] for row in known)) as work:
        await register(work, email=email, name=name, password=password, language=language)
        if known:
            await add_member(
                work,
                organisation_id=known[0]["id"],
                journal_id=known[0]["journal_id"],
                title=title,
                is_administrator=administrator,
            )
        else:
            await found_organisation(work, name=organisation.strip(), title=title)
    return person_id


async def replace_password(*, email: str, password: str) -> None:
    """Give somebody another password from the command line, and end all their sessions."""
    person_id = await _person_with(email)
    async with as_person(person_id):
        row = await fetch_one("select name, email from person where id = $1", person_id)
    assert row is not None, "a credential belongs to somebody"
    refuse_faults(password_faults(password, name=row["name"], email=row["email"]))
    await _keep_password(person_id, await passwords.hashed(password))
    async with as_person(person_id):
        await execute("delete from session where person_id = $1", person_id)
        await _wake_sockets(person_id)


async def make_token_for(*, email: str, name: str, days: int) -> str:
    """Make a token for somebody from the command line, and return its secret."""
    request = MakeToken(id=surroundings.new_id(), name=name, days=days)
    return await _make_token(await _person_with(email), request)


async def _person_with(email: str) -> UUID:
    async with as_person(None):
        known = await fetch_one("select person_id from credential_of($1)", email_of(email))
    if known is None:
        raise NotFound
    return known["person_id"]


async def _check_password(person: SignedIn, password: str, settings: Settings) -> None:
    async with as_person(None):
        await attempts.begin("proof", person.person_id, limit=settings.sign_in_attempts)
    async with as_person(person.person_id):
        known = await fetch_one(
            "select password_hash from credential where person_id = $1", person.person_id
        )
    password_hash = None if known is None else known["password_hash"]
    if not await passwords.matches(password, password_hash):
        raise WrongPassword([Fault(pointer="/password", slug=WrongPassword.slug)])
    async with as_person(None):
        await attempts.forget("proof", person.person_id)


async def _keep_password(person_id: UUID, password_hash: str) -> None:
    async with as_person(person_id):
        await execute(
            "update credential set password_hash = $2 where person_id = $1",
            person_id,
            password_hash,
        )


async def _make_token(person_id: UUID, request: MakeToken) -> str:
    judge_token(request)
    secret = TOKEN_PREFIX + secret_text(surroundings.random_bytes(SECRET_BYTES))
    journals = await _organisation_journals(person_id)
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
        for journal_id in journals:
            work.record(journal_id, TokenMade(token_id=request.id, person_id=person_id))
    return secret


async def _organisation_journals(person_id: UUID) -> list[UUID]:
    async with as_person(person_id):
        rows = await fetch(
            "select o.journal_id from membership m join organisation o on o.id = m.organisation_id"
            " where m.person_id = $1 and m.left_at is null order by o.journal_id",
            person_id,
        )
    return [row["journal_id"] for row in rows]


async def _is_member(member: Member, person_id: UUID) -> bool:
    row = await fetch_one(
        "select id from membership where organisation_id = $1 and journal_id = $2"
        " and person_id = $3 and left_at is null",
        member.organisation_id,
        member.journal_id,
        person_id,
    )
    return row is not None


async def _insert_membership(
    work: Work, organisation_id: UUID, journal_id: UUID, *, title: str, is_administrator: bool
) -> None:
    await execute(
        "insert into membership (id, journal_id, organisation_id, person_id, title,"
        " is_administrator) values ($1, $2, $3, $4, $5, $6)",
        surroundings.new_id(),
        journal_id,
        organisation_id,
        work.person_id,
        title,
        is_administrator,
    )


async def _wake_sockets(person_id: UUID) -> None:
    """Wake the sockets of a person, which then find out that they have to leave."""
    await execute("select pg_notify($1, $2)", CHANNEL, str(person_id))
