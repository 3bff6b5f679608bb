"""The same people in two rooms: what holds in one says nothing of the other, nor of who left."""

from uuid import UUID, uuid4

import pytest
from tests.browser import Browser, move
from tests.builders import People, Room, a_colleague, a_room, invited, the_people
from tests.builders_sides import OwnSide
from tests.conftest import SignIn

from samenspraak.database import as_person
from samenspraak.errors import NotFound
from samenspraak.identity import commands as identity
from samenspraak.identity.schemas import EndMember, MakeAdministrator
from samenspraak.settings import Settings
from samenspraak.workspaces import commands
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.queries.editions import buyers_of
from samenspraak.workspaces.queries.rooms import administers
from samenspraak.workspaces.schemas import InvitePerson, Role, Side


@pytest.fixture
async def other_room(room: Room, people: People, settings: Settings) -> Room:
    """Another room of the very same people."""
    return await a_room(people, settings, title="Onderhoud groen Zuid")


async def roles_in(browser: Browser, room: Room, participant_id: UUID) -> list[str]:
    answer = await browser.get(f"/workspaces/{room.id}")
    [roles] = [
        person["roles"]
        for person in answer.json()["participants"]
        if person["id"] == str(participant_id)
    ]
    return roles


async def open_invitations(browser: Browser, room: Room) -> list[str]:
    answer = await browser.get(f"/workspaces/{room.id}/invitations")
    return [each["email"] for each in answer.json()]


async def test_who_approves_elsewhere_speaks_for_no_department_here(
    marieke: OwnSide, other_room: Room
):
    answer = await marieke.ask_to_define("HR", other_room.marieke.id)
    assert answer.status_code == 400
    assert [fault["slug"] for fault in answer.json()["errors"]] == ["workspaces/not-an-approver"]
    shown = await marieke.departments()
    assert str(other_room.marieke.id) not in str(shown)


async def test_nobody_of_another_room_is_changed_or_sent_away_from_here(
    marieke: OwnSide, room: Room, other_room: Room
):
    before = await roles_in(marieke.browser, other_room, other_room.tom.id)
    for noun, more in (("role-changes", {"roles": ["reader"]}), ("removals", {})):
        answer = await marieke.browser.post(
            f"{marieke.path}/{noun}", move(participantId=str(other_room.tom.id), **more)
        )
        assert answer.status_code == 404, noun
    assert await roles_in(marieke.browser, other_room, other_room.tom.id) == before


async def test_who_is_sent_away_takes_only_their_own_invitations_here_along(
    people: People, room: Room, other_room: Room, settings: Settings, sign_in: SignIn
):
    """An invitation of theirs in another room, or of a colleague's in this one, stays."""
    nadia = await a_colleague(people.marieke, "Nadia Haddad")
    in_both = [
        await invited(each.marieke, nadia, Side.BUYER, [Role.NEGOTIATOR], settings, "inkoper")
        for each in (room, other_room)
    ]
    addresses = [f"{uuid4().hex}@merwestede.example" for _ in range(3)]
    for inviter, email in zip((*in_both, room.marieke), addresses, strict=True):
        await commands.invite(
            inviter, InvitePerson(id=uuid4(), email=email, side=Side.BUYER, roles=[Role.READER])
        )
    browser = await sign_in(people.marieke)

    sent = await browser.post(
        f"/workspaces/{room.id}/removals", move(participantId=str(in_both[0].id))
    )

    assert sent.status_code == 204, sent.text
    assert await open_invitations(browser, room) == [addresses[2]]
    assert await open_invitations(browser, other_room) == [addresses[1]]


async def test_who_left_may_be_invited_again_and_may_not_be_sent_away_twice(
    people: People, room: Room, settings: Settings, sign_in: SignIn
):
    browser = await sign_in(people.marieke)
    removal = {"participantId": str(room.tom.id)}
    path = f"/workspaces/{room.id}/removals"
    assert (await browser.post(path, move(**removal))).status_code == 204
    assert (await browser.post(path, move(**removal))).status_code == 404

    again = await invited(
        room.marieke, people.tom, Side.BUYER, [Role.SIGNATORY], settings, "teamleider"
    )

    assert again.side is Side.BUYER


async def test_an_exchange_of_perspectives_elsewhere_is_none_here(
    marieke: OwnSide, other_room: Room, room: Room
):
    elsewhere = OwnSide(other_room.id, marieke.browser)
    assert (await elsewhere.ask_both()).status_code == 201
    assert (await marieke.hand_in()).status_code != 201, "nothing was asked here"
    # While it is open there, one can be started here.
    assert (await marieke.ask_both()).status_code == 201


async def test_only_who_buys_here_is_a_buyer(room: Room, other_room: Room, people: People):
    async with as_person(room.marieke.person_id):
        buyers = await buyers_of(room.id)
    assert buyers.organisation_ids == [people.marieke.organisation_id]
    assert buyers.names == ["Gemeente Merwestede"]


async def test_who_no_longer_works_there_administers_nothing(database: None, settings: Settings):
    own = await the_people(settings)
    own_room = await a_room(own, settings)
    member = await own.marieke.member(settings)
    await identity.make_administrator(member, own.tom.id, MakeAdministrator(id=uuid4()), settings)
    async with as_person(own.tom.id):
        assert await administers(own_room.tom)

    await commands.end_member(member, own.tom.id, EndMember(id=uuid4()), settings)

    async with as_person(own.tom.id):
        assert not await administers(own_room.tom)
    with pytest.raises(NotFound):
        await enter(own_room.tom.person, own_room.id)


async def test_both_sides_talk_once_both_are_in_whoever_else_is_or_is_not(
    people: People, settings: Settings, sign_in: SignIn
):
    browser = await sign_in(people.marieke)
    body = move(
        organisationId=str(people.marieke.organisation_id),
        title="Onderhoud groen Noord",
        otherParty="Groenwerk",
    )
    opened = await browser.post("/workspaces", body)
    assert opened.status_code == 201, opened.text
    here = await enter(await people.marieke.signed_in(settings), UUID(body["id"]))

    async def phase() -> str:
        return (await browser.get(f"/workspaces/{here.workspace_id}")).json()["phase"]

    await invited(here, people.tom, Side.BUYER, [Role.SIGNATORY], settings, "teamleider")
    assert await phase() == "exploration", "they are among themselves"
    # A third who was asked and did not come keeps nobody from talking.
    asked = InvitePerson(
        id=uuid4(),
        email=people.femke.email,
        side=Side.COORDINATOR,
        roles=[Role.COORDINATOR],
        party_name="Werkgeversservicepunt Merwestreek",
    )
    await commands.invite(here, asked)
    await invited(here, people.youssef, Side.CONTRACTOR, [Role.NEGOTIATOR], settings, "leider")
    assert await phase() == "dialogue"
