"""Making somebody known, by invitation or by whoever runs the server."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch, fetch_one
from samenspraak.errors import Fault, NotFound
from samenspraak.identity import passwords
from samenspraak.identity.commands.organisations import (
    add_member,
    found_organisation,
    organisation_journals,
    organisation_names,
    tell_organisations,
)
from samenspraak.identity.commands.sessions import end_all_sessions, put_password
from samenspraak.identity.commands.tokens import revoke_all_tokens, token_for
from samenspraak.identity.decisions import (
    AddressTaken,
    AlreadyDisabled,
    NotDisabled,
    OrganisationUnclear,
    password_faults,
    refuse_faults,
)
from samenspraak.identity.schemas import AccountDisabled, AccountEnabled, Language, MakeToken
from samenspraak.identity.spelling import email_faults, email_of, name_faults
from samenspraak.journal.commands import Work, unit_of_work


async def register(
    work: Work,
    *,
    email: str,
    name: str | None,
    password: str | None,
    organisation: str = "",
    has_password: bool = True,
    language: Language = "nl",
) -> str:
    """Make the person whose work this is somebody who can sign in, and return their name.

    Without a password they come in by way of a provider only; whoever runs the house decides that.
    """
    address = email_of(email)
    called = (name or "").strip()
    faults = [*name_faults(called), *email_faults(address)]
    if has_password and password is None:
        faults.append(Fault(pointer="/password", slug="required"))
    elif has_password and password is not None:
        faults += password_faults(
            password, name=called, email=address, organisations=[organisation]
        )
    refuse_faults(faults)
    # Nobody waits for this unit yet: it holds no lock before its journals are known.
    password_hash = await passwords.hashed(password or "") if has_password else None
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


async def make_user(
    *,
    name: str,
    email: str,
    password: str | None,
    organisation: str,
    title: str = "",
    administrator: bool = True,
    language: Language = "nl",
) -> UUID:
    """Make somebody who can sign in, from the command line, and return who.

    Without a password they come in by way of a provider only. An organisation of that name gets one
    more member where the login sees it, which only the owner of the database does; otherwise a new
    one is founded.
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
        await register(
            work,
            email=email,
            name=name,
            password=password,
            organisation=organisation,
            has_password=password is not None,
            language=language,
        )
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
    """Give somebody another password from the command line, and end their sessions and tokens."""
    person_id = await _person_with(email)
    async with as_person(person_id):
        row = await fetch_one("select name, email from person where id = $1", person_id)
    assert row is not None, "a credential belongs to somebody"
    names = await organisation_names(person_id)
    refuse_faults(
        password_faults(password, name=row["name"], email=row["email"], organisations=names)
    )
    password_hash = await passwords.hashed(password)
    journals = await organisation_journals(person_id)
    async with unit_of_work(person_id, *journals, is_theirs=False) as work:
        await put_password(work, journals, password_hash, by="operator")
        await revoke_all_tokens(work, journals)
        await end_all_sessions(person_id)


async def disable_account(email: str) -> None:
    """Let nobody in under this name from now on: sessions, programs and links in letters end too.

    What the person may do stays written down, for when the account opens again; programs get a new
    token then.
    """
    person_id = await _person_with(email)
    journals = await organisation_journals(person_id)
    async with unit_of_work(person_id, *journals, is_theirs=False) as work:
        row = await fetch_one(
            "update person set disabled_at = $2 where id = $1 and disabled_at is null returning id",
            person_id,
            work.at,
        )
        if row is None:
            raise AlreadyDisabled
        tell_organisations(work, journals, AccountDisabled(person_id=person_id))
        await execute(
            "update password_reset set used_at = $2 where person_id = $1 and used_at is null",
            person_id,
            work.at,
        )
        await revoke_all_tokens(work, journals)
        await end_all_sessions(person_id)


async def enable_account(email: str) -> None:
    """Let somebody in again, who signs in anew."""
    person_id = await _person_with(email)
    journals = await organisation_journals(person_id)
    async with unit_of_work(person_id, *journals, is_theirs=False) as work:
        row = await fetch_one(
            "update person set disabled_at = null where id = $1 and disabled_at is not null"
            " returning id",
            person_id,
        )
        if row is None:
            raise NotDisabled
        tell_organisations(work, journals, AccountEnabled(person_id=person_id))


async def make_token_for(*, email: str, name: str, days: int) -> str:
    """Make a token for somebody from the command line, and return its secret."""
    request = MakeToken(id=surroundings.new_id(), name=name, days=days)
    return await token_for(await _person_with(email), request)


async def _person_with(email: str) -> UUID:
    async with as_person(None):
        known = await fetch_one("select person_id from credential_of($1)", email_of(email))
    if known is None:
        raise NotFound
    return known["person_id"]
