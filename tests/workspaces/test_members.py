"""An administrator lets somebody go: from the organisation, and from every room at once."""

from uuid import uuid4

import pytest
from tests.browser import move
from tests.builders import (
    PASSWORD,
    People,
    Room,
    a_colleague,
    a_room,
    invited,
    the_people,
)

from samenspraak.database import as_person, fetch
from samenspraak.errors import NotFound
from samenspraak.identity import commands as identity
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.schemas import MakeAdministrator
from samenspraak.letting_go import erase
from samenspraak.workspaces import commands
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.decisions import InvitationOver
from samenspraak.workspaces.schemas import (
    ChangeRoles,
    InvitePerson,
    JoinWorkspace,
    OpenByHand,
    RemoveParticipant,
    Role,
    Side,
)


@pytest.fixture
async def own(database, settings) -> People:
    """People of this test alone: it changes who works where."""
    return await the_people(settings)


@pytest.fixture
async def own_room(own: People, settings) -> Room:
    return await a_room(own, settings)


def path(administrator, person, noun="endings"):
    return f"/organisations/{administrator.organisation_id}/members/{person.id}/{noun}"


async def kinds(person, journal_id):
    async with as_person(person.id):
        rows = await fetch(
            "select kind, actor from entry where journal_id = $1 order by number", journal_id
        )
    return [(row["kind"], row["actor"]) for row in rows]


async def when_left(room, participant):
    async with as_person(room.marieke.person_id):
        [row] = await fetch("select left_at from participant where id = $1", participant.id)
    return row["left_at"]


async def a_room_without(own, settings, *, opener):
    """Open a room that the administrator has no part in, with Tom in it."""
    person = await opener.signed_in(settings)
    workspace_id = uuid4()
    await commands.open_by_hand(
        await enter_organisation(person, opener.organisation_id),
        OpenByHand(
            id=workspace_id,
            organisation_id=opener.organisation_id,
            title="Onderhoud groen Zuid",
            other_party="Groenwerk",
        ),
    )
    buyer = await enter(person, workspace_id)
    tom = await invited(buyer, own.tom, Side.BUYER, [Role.NEGOTIATOR], settings, "inkoper")
    return buyer, tom


async def test_whoever_is_let_go_sees_nothing_any_more_anywhere(own, own_room, settings, sign_in):
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    _, elsewhere = await a_room_without(own, settings, opener=nadia)
    marieke, tom = await sign_in(own.marieke), await sign_in(own.tom)
    rooms = (own_room.id, elsewhere.workspace_id)
    for room in rooms:
        assert (await tom.get(f"/workspaces/{room}")).status_code == 200

    ended = await marieke.post(path(own.marieke, own.tom), move())

    assert ended.status_code == 201, ended.text
    assert (ended.json()["leftAt"] is not None, ended.json()["moves"]) == (True, [])
    for room in rooms:
        assert (await tom.get(f"/workspaces/{room}")).status_code == 404
    organisation = f"/organisations/{own.marieke.organisation_id}"
    assert (await tom.get(f"{organisation}/members")).status_code == 404
    view = (await tom.get("/me")).json()
    assert (view["memberships"], view["mandates"]) == ([], [])
    listed = (await marieke.get(f"{organisation}/members")).json()["items"]
    assert str(own.tom.id) not in {one["personId"] for one in listed}
    async with as_person(own.tom.id):
        assert await fetch("select journal_id from journal_reader") == []


async def test_a_part_for_somebody_else_is_not_an_administrators_to_end(own, settings, sign_in):
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    room = await a_room(own, settings)
    # She works for both: one side asks her in, and then she comes for the other.
    asked = InvitePerson(id=uuid4(), side=Side.BUYER, email=nadia.email, roles=[Role.READER])
    await commands.invite(room.marieke, asked)
    await invited(room.youssef, nadia, Side.CONTRACTOR, [Role.READER], settings, "lezer")
    marieke, there = await sign_in(own.marieke), await sign_in(nadia)

    ended = await marieke.post(path(own.marieke, nadia), move())

    assert ended.status_code == 201, ended.text
    assert (await there.get(f"/workspaces/{room.id}")).status_code == 200


async def test_each_journal_is_told_what_concerns_it(own, own_room, settings, sign_in):
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    opener, _ = await a_room_without(own, settings, opener=nadia)
    marieke = await sign_in(own.marieke)
    before = await kinds(own.marieke, own_room.marieke.side_journal_id)

    await marieke.post(path(own.marieke, own.tom), move())

    by = own.marieke.id
    assert (await kinds(own.marieke, own.marieke.organisation_journal_id))[-2:] == [
        ("mandate.revoked", by),
        ("member.ended", by),
    ]
    assert (await kinds(own.youssef, own_room.journal_id))[-1] == ("participant.left", by)
    assert (await kinds(nadia, opener.shared_journal_id))[-1] == ("participant.left", by)
    # Nothing happened in the own rooms, so nothing stands there.
    assert await kinds(own.marieke, own_room.marieke.side_journal_id) == before


async def test_an_administrator_sees_no_more_of_a_room_than_before(own, settings, sign_in):
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    opener, elsewhere = await a_room_without(own, settings, opener=nadia)

    await (await sign_in(own.marieke)).post(path(own.marieke, own.tom), move())

    with pytest.raises(NotFound):
        await enter(await own.marieke.signed_in(settings), elsewhere.workspace_id)
    assert await kinds(own.marieke, opener.shared_journal_id) == []


async def test_the_other_side_learns_that_somebody_left_and_not_why(own, own_room, sign_in):
    marieke, youssef = await sign_in(own.marieke), await sign_in(own.youssef)

    await marieke.post(path(own.marieke, own.tom), move())

    entries = (await youssef.get(f"/workspaces/{own_room.id}/entries")).json()["items"]
    assert entries[-1]["kind"] == "participant.left"
    assert not {"member.ended", "mandate.revoked"} & {entry["kind"] for entry in entries}
    people = (await youssef.get(f"/workspaces/{own_room.id}")).text
    assert "Tom Verhoeven" in people, "what he said stays his"


async def test_no_link_leads_anybody_back(own, own_room, settings, sign_in):
    """Neither whom somebody who goes invited, nor who goes by an invitation that still lies there."""
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    karim = await a_colleague(own.marieke, "Karim Aydin")
    negotiator = await invited(
        own_room.marieke, nadia, Side.BUYER, [Role.NEGOTIATOR], settings, "inkoper"
    )
    sent = await commands.invite(
        negotiator,
        InvitePerson(id=uuid4(), email=karim.email, side=Side.BUYER, roles=[Role.READER]),
    )
    opener, _ = await a_room_without(own, settings, opener=karim)
    waiting = await commands.invite(
        opener, InvitePerson(id=uuid4(), email=nadia.email, side=Side.BUYER, roles=[Role.READER])
    )
    assert sent is not None
    assert waiting is not None
    marieke = await sign_in(own.marieke)

    assert (await marieke.post(path(own.marieke, nadia), move())).status_code == 201

    for secret, guest in ((sent, karim), (waiting, nadia)):
        with pytest.raises(InvitationOver):
            await commands.join(secret, JoinWorkspace(id=uuid4()), await guest.signed_in(settings))
    assert (await kinds(own.marieke, own_room.marieke.side_journal_id))[-1] == (
        "invitation.withdrawn",
        own.marieke.id,
    )


async def test_whoever_is_invited_anew_comes_back(own, own_room, settings, sign_in):
    marieke = await sign_in(own.marieke)
    await marieke.post(path(own.marieke, own.tom), move())

    tom = await invited(own_room.marieke, own.tom, Side.BUYER, [Role.READER], settings, "adviseur")

    assert tom.roles == {Role.READER}
    member = await enter_organisation(tom.person, own.marieke.organisation_id)
    assert not member.is_administrator


async def test_a_running_contract_keeps_somebody_who_may_speak_for_the_side(
    own, own_room, settings, sign_in
):
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    await identity.make_administrator(
        await own.marieke.member(settings), nadia.id, MakeAdministrator(id=uuid4()), settings
    )
    browser = await sign_in(nadia)

    refused = await browser.post(path(nadia, own.marieke), move())

    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/workspaces/last-negotiator-there"
    assert "Renovatie 214 woningen Waterwijk, perceel 2" in refused.json()["detail"]
    # All or nothing: who stays in one room stays in the organisation.
    assert await enter_organisation(await own.marieke.signed_in(settings), nadia.organisation_id)
    await invited(own_room.marieke, nadia, Side.BUYER, [Role.NEGOTIATOR], settings, "inkoper")
    assert (await browser.post(path(nadia, own.marieke), move())).status_code == 201


async def test_whoever_left_the_room_speaks_for_nobody_there(own, own_room, settings, sign_in):
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    await identity.make_administrator(
        await own.marieke.member(settings), nadia.id, MakeAdministrator(id=uuid4()), settings
    )
    here = await invited(
        own_room.marieke, nadia, Side.BUYER, [Role.NEGOTIATOR], settings, "inkoper"
    )
    await commands.remove_participant(here, RemoveParticipant(id=uuid4(), participant_id=here.id))

    refused = await (await sign_in(nadia)).post(path(nadia, own.marieke), move())

    assert refused.json()["type"] == "/problems/workspaces/last-negotiator-there"


async def test_nobody_is_held_by_a_side_for_which_they_do_not_speak(
    own, own_room, settings, sign_in
):
    """Whoever spoke for it was erased: neither who signs nor who left before leaves it alone."""
    nadia, karim, sanne = [
        await a_colleague(own.marieke, name)
        for name in ("Nadia Haddad", "Karim Aydin", "Sanne Vos")
    ]
    await identity.make_administrator(
        await own.marieke.member(settings), nadia.id, MakeAdministrator(id=uuid4()), settings
    )
    parts = [
        await invited(own_room.marieke, each, Side.BUYER, [Role.NEGOTIATOR], settings, "inkoper")
        for each in (karim, sanne)
    ]
    await commands.remove_participant(
        parts[0], RemoveParticipant(id=uuid4(), participant_id=parts[0].id)
    )
    # An invitation back makes the room one of those that matter.
    await commands.invite(
        parts[1],
        InvitePerson(id=uuid4(), email=karim.email, side=Side.BUYER, roles=[Role.READER]),
    )
    await commands.change_roles(
        own_room.marieke,
        ChangeRoles(id=uuid4(), participant_id=parts[1].id, roles=[Role.READER]),
    )
    await erase(settings.database_owner_url, own.marieke.email)
    browser = await sign_in(nadia)

    ended = [await browser.post(path(nadia, each), move()) for each in (own.tom, karim)]

    assert [answer.status_code for answer in ended] == [201, 201], [each.text for each in ended]


async def test_whom_one_stands_for_beside_it_is_no_matter_of_an_administrator(
    own, own_room, settings, sign_in
):
    """Not even that the other side has nobody else to speak for it."""
    nadia = await a_colleague(own.marieke, "Nadia Haddad")
    asked = InvitePerson(id=uuid4(), side=Side.BUYER, email=nadia.email, roles=[Role.READER])
    await commands.invite(own_room.marieke, asked)
    youssef = own_room.youssef
    await invited(youssef, nadia, Side.CONTRACTOR, [Role.NEGOTIATOR], settings, "adviseur")
    await commands.remove_participant(
        youssef, RemoveParticipant(id=uuid4(), participant_id=youssef.id)
    )

    ended = await (await sign_in(own.marieke)).post(path(own.marieke, nadia), move())

    assert ended.status_code == 201, ended.text


async def test_whoever_left_before_does_not_leave_again(own, own_room, sign_in):
    """Also when an invitation back makes the room one of those that matter."""
    marieke = await sign_in(own.marieke)
    room = f"/workspaces/{own_room.id}"
    gone = await marieke.post(f"{room}/removals", move(participantId=str(own_room.tom.id)))
    assert gone.status_code == 204, gone.text
    await commands.invite(
        own_room.marieke,
        InvitePerson(id=uuid4(), email=own.tom.email, side=Side.BUYER, roles=[Role.READER]),
    )
    before = await when_left(own_room, own_room.tom)

    assert (await marieke.post(path(own.marieke, own.tom), move())).status_code == 201

    assert await when_left(own_room, own_room.tom) == before
    told = await kinds(own.youssef, own_room.journal_id)
    assert [kind for kind, _ in told].count("participant.left") == 1


async def test_the_same_request_lets_somebody_go_once(own, own_room, sign_in):
    marieke = await sign_in(own.marieke)
    body = move()

    answers = [await marieke.post(path(own.marieke, own.tom), body) for _ in range(2)]
    another = await marieke.post(path(own.marieke, own.tom), move())

    assert [one.status_code for one in answers] == [201, 201]
    assert another.json()["type"] == "/problems/identity/member-left"
    told = await kinds(own.youssef, own_room.journal_id)
    assert [kind for kind, _ in told].count("participant.left") == 1


async def test_only_an_administrator_does_this_never_a_program_and_with_fresh_proof(
    own, own_room, sign_in, clock
):
    marieke, tom = await sign_in(own.marieke), await sign_in(own.tom)
    made = await marieke.post("/tokens", move(name="rapport"))
    bearer = {"authorization": f"Bearer {made.json()['secret']}"}
    stranger = await sign_in(own.youssef)

    for noun in ("endings", "administrators", "administrator-endings"):
        where = path(own.marieke, own.tom, noun)
        assert (await tom.post(where, move())).status_code == 403
        assert (await stranger.post(where, move())).status_code == 404
        assert (await marieke.post(where, move(), headers=bearer)).status_code == 403
    clock.move_on(minutes=6)
    for noun in ("endings", "administrators", "administrator-endings"):
        late = await marieke.post(path(own.marieke, own.tom, noun), move())
        assert late.json()["type"] == "/problems/identity/proof-too-old"
    assert (await marieke.post("/proofs", {"password": PASSWORD})).status_code == 201
    assert (await marieke.post(path(own.marieke, own.tom), move())).status_code == 201


async def test_somebody_of_another_organisation_cannot_be_let_go(own, sign_in):
    marieke = await sign_in(own.marieke)

    for person_id in (own.youssef.id, uuid4()):
        where = f"/organisations/{own.marieke.organisation_id}/members/{person_id}/endings"
        assert (await marieke.post(where, move())).status_code == 404


async def test_an_organisation_keeps_an_administrator_and_nobody_lets_themselves_go(
    own, settings, sign_in
):
    marieke, tom = await sign_in(own.marieke), await sign_in(own.tom)

    async def refused(browser, person, noun):
        answer = await browser.post(path(own.marieke, person, noun), move())
        return answer.json()["type"].removeprefix("/problems/identity/")

    assert await refused(marieke, own.marieke, "endings") == "last-administrator"
    assert await refused(marieke, own.marieke, "administrator-endings") == "last-administrator"
    assert await refused(marieke, own.tom, "administrator-endings") == "not-administrator"
    made = await marieke.post(path(own.marieke, own.tom, "administrators"), move())
    assert (made.status_code, made.json()["isAdministrator"]) == (201, True)
    assert await refused(marieke, own.tom, "administrators") == "already-administrator"
    assert await refused(marieke, own.marieke, "endings") == "not-oneself"
    stepped_back = await marieke.post(
        path(own.marieke, own.marieke, "administrator-endings"), move()
    )
    assert (stepped_back.status_code, stepped_back.json()["moves"]) == (201, [])
    assert (await marieke.post(path(own.marieke, own.tom), move())).status_code == 403
    assert await refused(tom, own.tom, "administrator-endings") == "last-administrator"
    assert [kind for kind, _ in await kinds(own.tom, own.marieke.organisation_journal_id)][-2:] == [
        "administrator.made",
        "administrator.ended",
    ]


async def test_the_list_says_what_an_administrator_may_do_about_whom(own, sign_in):
    marieke, tom = await sign_in(own.marieke), await sign_in(own.tom)
    listing = f"/organisations/{own.marieke.organisation_id}/members"

    async def moves(browser):
        items = (await browser.get(listing)).json()["items"]
        return {one["name"].split()[0]: one["moves"] for one in items}

    assert await moves(marieke) == {"Marieke": [], "Tom": ["end", "make-administrator"]}
    assert await moves(tom) == {"Marieke": [], "Tom": []}
    await marieke.post(path(own.marieke, own.tom, "administrators"), move())
    assert await moves(tom) == {
        "Marieke": ["end", "end-administrator"],
        "Tom": ["end-administrator"],
    }


async def test_who_works_for_two_is_let_go_by_one(own, own_room, sign_in):
    """The contractor's organisation in a room is that of its first invitation, until it is claimed."""
    youssef, hanneke = await sign_in(own.youssef), await sign_in(own.hanneke)
    assert own_room.youssef.organisation_id != own.youssef.organisation_id

    assert (await youssef.post(path(own.youssef, own.hanneke), move())).status_code == 201

    view = (await hanneke.get("/me")).json()
    there = str(own_room.youssef.organisation_id)
    assert [one["organisationId"] for one in view["memberships"]] == [there]
    assert [one["organisationId"] for one in view["mandates"]] == [there]
    assert (await hanneke.get(f"/workspaces/{own_room.id}")).status_code == 200
