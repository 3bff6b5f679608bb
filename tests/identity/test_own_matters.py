"""Whoever changes something of their own changes nothing of anybody else's, nor of who left."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher
from tests.browser import Browser, move
from tests.builders import PASSWORD, People, Person, a_colleague, a_mandate, a_person, the_people
from tests.conftest import SignIn

from samenspraak.database import as_person, execute, fetch
from samenspraak.errors import Refusal
from samenspraak.identity import commands, passwords
from samenspraak.identity.access import enter_organisation, person_with_address
from samenspraak.identity.commands.organisations import organisation_journals, organisation_names
from samenspraak.identity.commands.sessions import end_other_sessions, keep_password
from samenspraak.identity.commands.tokens import revoke_all_tokens
from samenspraak.identity.decisions import LastAdministrator
from samenspraak.identity.queries import memberships_of, sheet_above
from samenspraak.identity.queries import people as listed_people
from samenspraak.identity.schemas import (
    ChangeSettings,
    EndAdministrator,
    EndMember,
    MakeAdministrator,
    RevokeMandate,
)
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces.commands import end_member


@pytest.fixture
async def own(database: None, settings: Settings) -> People:
    """People of this test alone: it changes who works where."""
    return await the_people(settings)


async def works_for(person: Person, employer: Person) -> None:
    journal_id = employer.organisation_journal_id
    async with unit_of_work(employer.id, journal_id) as work:
        await work.admit(journal_id, person.id)
    async with unit_of_work(person.id, journal_id) as work:
        await commands.add_member(
            work, organisation_id=employer.organisation_id, journal_id=journal_id, title="adviseur"
        )


async def mandates_seen_by(person: Person) -> dict[UUID, datetime | None]:
    async with as_person(person.id):
        rows = await fetch("select id, revoked_at from mandate")
    return {row["id"]: row["revoked_at"] for row in rows}


async def password_of(person: Person) -> str:
    async with as_person(person.id):
        [row] = await fetch("select password_hash from credential where person_id = $1", person.id)
    return row["password_hash"]


async def test_settings_of_one_employer_are_not_those_of_the_other(own: People, settings: Settings):
    await works_for(own.tom, own.bram)
    await commands.change_settings(
        await own.bram.member(settings), ChangeSettings(id=uuid4(), sheet_above_cents=100)
    )
    async with as_person(own.tom.id):
        assert await sheet_above(own.bram.organisation_id) == 100
        assert await sheet_above(own.marieke.organisation_id) is None


async def test_a_new_mandate_replaces_ones_own_of_the_same_employer_alone(
    own: People, settings: Settings
):
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    await works_for(own.tom, own.bram)
    employers = [await each.member(settings) for each in (own.marieke, own.bram)]
    hers = await a_mandate(employers[0], nadia.id, role="inkoper")
    elsewhere = await a_mandate(employers[1], own.tom.id, role="inkoper")
    first = await a_mandate(employers[0], own.tom.id, role="inkoper")
    second = await a_mandate(employers[0], own.tom.id, role="inkoper")
    third = await a_mandate(employers[0], own.tom.id, role="inkoper")

    revoked = await mandates_seen_by(own.marieke) | await mandates_seen_by(own.bram)
    assert [revoked[each] for each in (hers, elsewhere, third)] == [None] * 3
    earlier, later = revoked[first], revoked[second]
    assert earlier is not None
    assert later is not None
    assert earlier < later, "what was replaced before is not replaced again"


async def test_who_left_gets_no_mandate_and_their_employer_is_theirs_no_more(
    own: People, settings: Settings
):
    buyer = await own.marieke.member(settings)
    assert await organisation_journals(own.tom.id) == [own.marieke.organisation_journal_id]
    assert await organisation_names(own.tom.id) == ["Gemeente Merwestede"]

    await end_member(buyer, own.tom.id, EndMember(id=uuid4()), settings)

    assert await organisation_journals(own.tom.id) == []
    assert await organisation_names(own.tom.id) == []
    with pytest.raises(Refusal):
        await a_mandate(buyer, own.tom.id)


async def test_who_leaves_takes_nobody_along_and_leaves_nowhere_else(
    own: People, settings: Settings
):
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    await works_for(own.tom, own.bram)
    buyer = await own.marieke.member(settings)
    hers = await a_mandate(buyer, nadia.id, role="inkoper")
    elsewhere = await a_mandate(await own.bram.member(settings), own.tom.id, role="adviseur")
    before = await a_mandate(buyer, own.tom.id, role="inkoper")
    await commands.revoke_mandate(buyer, before, RevokeMandate(id=uuid4()))
    revoked_before = (await mandates_seen_by(own.marieke))[before]

    await end_member(buyer, own.tom.id, EndMember(id=uuid4()), settings)

    assert await organisation_journals(nadia.id) == [own.marieke.organisation_journal_id]
    assert await organisation_journals(own.tom.id) == [own.bram.organisation_journal_id]
    seen = await mandates_seen_by(own.marieke)
    assert (seen[hers], seen[before]) == (None, revoked_before)
    assert (await mandates_seen_by(own.bram))[elsewhere] is None


async def test_who_administers_elsewhere_does_not_here_and_does_not_count(
    own: People, settings: Settings
):
    """Each works for both: one came here first, and the other came here later."""
    buyer = await own.marieke.member(settings)
    nadia = await a_person("Nadia Haddad", organisation=str(uuid4()))
    await works_for(nadia, own.marieke)
    await works_for(own.tom, own.bram)
    await commands.make_administrator(
        await own.bram.member(settings), own.tom.id, MakeAdministrator(id=uuid4()), settings
    )
    ending = EndAdministrator(id=uuid4())
    with pytest.raises(LastAdministrator):
        await commands.end_administrator(buyer, own.marieke.id, ending, settings)

    for each in (own.tom, nadia):
        request = MakeAdministrator(id=uuid4())
        await commands.make_administrator(buyer, each.id, request, settings)
    for each in (own.tom, nadia):
        request = EndAdministrator(id=uuid4())
        await commands.end_administrator(buyer, each.id, request, settings)

    tom = await enter_organisation(await own.tom.signed_in(settings), own.bram.organisation_id)
    assert [tom.is_administrator, (await nadia.member(settings)).is_administrator] == [True, True]
    with pytest.raises(LastAdministrator):
        await commands.end_administrator(buyer, own.marieke.id, ending, settings)


async def test_the_command_line_names_for_whom_somebody_works_now(
    own: People, settings: Settings, at_the_command_line: None
):
    await works_for(own.tom, own.bram)
    buyer = await own.marieke.member(settings)
    await end_member(buyer, own.tom.id, EndMember(id=uuid4()), settings)

    tom = await person_with_address(f" {own.tom.email.upper()} ")

    assert tom is not None
    assert (tom.person_id, tom.is_program) == (own.tom.id, True)
    works = [each.organisation_id for each in await memberships_of(tom)]
    assert works == [own.bram.organisation_id]
    listed = {row["id"]: row["organisations"] for row in await listed_people()}
    assert (listed[own.tom.id], listed[own.marieke.id]) == (
        "Kuiper Installaties",
        "Gemeente Merwestede",
    )
    assert await person_with_address("niemand@nergens.example") is None


async def test_a_password_given_at_the_command_line_is_one_persons(
    sign_in: SignIn, at_the_command_line: None
):
    anna, bert = [await a_person(name, organisation=str(uuid4())) for name in ("Anna", "Bert")]
    browsers = [await sign_in(each) for each in (anna, bert)]

    await commands.replace_password(email=anna.email, password="vijf heel andere losse woorden")

    assert [(await each.get("/me")).status_code for each in browsers] == [401, 200]
    assert await password_of(bert) != await password_of(anna)
    assert await passwords.matches(PASSWORD, await password_of(bert))


async def test_a_password_that_is_kept_anew_is_ones_own(browser: Browser, database: None):
    """Whoever signs in with a password that was kept at other costs gets another hash of it."""
    anna, bert = [await a_person(name, organisation=str(uuid4())) for name in ("Anna", "Bert")]
    before = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for each in (anna, bert):
        await keep_password(each.id, before)

    entered = await browser.post("/sessions", {"email": anna.email, "password": PASSWORD})

    assert entered.status_code == 201, entered.text
    kept = await password_of(anna)
    assert not passwords.is_outdated(kept)
    assert await passwords.matches(PASSWORD, kept)
    assert await password_of(bert) == before


async def test_ending_ones_other_sessions_ends_nobody_elses(
    sign_in: SignIn, database: None, settings: Settings
):
    anna, bert = [await a_person(name, organisation=str(uuid4())) for name in ("Anna", "Bert")]
    browsers = [await sign_in(anna), await sign_in(anna), await sign_in(bert)]
    ended = await browsers[0].get("/me")
    assert ended.status_code == 200

    here = await anna.signed_in(settings)
    async with unit_of_work(anna.id):
        await end_other_sessions(here)

    assert [(await each.get("/me")).status_code for each in browsers] == [401, 401, 200]


async def test_a_new_password_is_nobody_elses(sign_in: SignIn, database: None, settings: Settings):
    anna, bert = [await a_person(name, organisation=str(uuid4())) for name in ("Anna", "Bert")]
    browser = await sign_in(anna)
    changed = await browser.post(
        "/password-changes", {"password": PASSWORD, "newPassword": "vijf heel andere losse woorden"}
    )
    assert changed.status_code == 201, changed.text

    assert await password_of(bert) != await password_of(anna)


async def test_how_others_come_in_is_not_shown(sign_in: SignIn, database: None):
    anna, bert = [await a_person(name, organisation=str(uuid4())) for name in ("Anna", "Bert")]
    async with unit_of_work(bert.id):
        await execute(
            "insert into external_identity (id, person_id, issuer, subject, linked_at)"
            " values ($1, $2, 'https://elders.example', $3, now())",
            uuid4(),
            bert.id,
            uuid4().hex,
        )
    assert "elders.example" not in (await (await sign_in(anna)).get("/me")).text
    assert "elders.example" in (await (await sign_in(bert)).get("/me")).text


async def test_programs_of_others_work_on_when_all_of_ones_own_are_let_go(
    sign_in: SignIn, database: None
):
    anna, bert = [await a_person(name, organisation=str(uuid4())) for name in ("Anna", "Bert")]
    browsers = [await sign_in(each) for each in (anna, bert)]
    for browser in browsers:
        assert (await browser.post("/tokens", move(name="koppeling"))).status_code == 201

    async with unit_of_work(anna.id) as work:
        await revoke_all_tokens(work, ())

    revoked = [
        [each["revokedAt"] is not None for each in (await browser.get("/tokens")).json()["items"]]
        for browser in browsers
    ]
    assert revoked == [[True], [False]]
