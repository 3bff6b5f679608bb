"""The same people in two rooms: signatories, mandates and papers of one say nothing of the other."""

from uuid import uuid4

import pytest
from tests.agreements.test_keeping_routes import in_force, stored_pdf
from tests.agreements.test_paper import recorded
from tests.builders import People, Person, Room, a_colleague, a_mandate, a_room, invited
from tests.builders_agreements import Desk, ready_to_sign
from tests.builders_signatories import Board, a_board, ask_for

from samenspraak.agreements.queries import content_of, document_in
from samenspraak.agreements.queries.rows import administrators_of, mandates_of
from samenspraak.agreements.queries.signing import signatory_faults, signing_rules
from samenspraak.database import as_person, fetch
from samenspraak.identity import commands as identity
from samenspraak.identity.schemas import EndMember, MakeAdministrator, RevokeMandate
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import Participant, RemoveParticipant, Role, Side


@pytest.fixture
async def board(settings: Settings, database: None) -> Board:
    """A room in which the buyer asks for two signatories and has one: Tom."""
    board = await a_board(settings, signatories=1, needed=1)
    await ask_for(board.room.marieke, 2)
    return board


async def has_enough(participant: Participant) -> bool:
    async with as_person(participant.person_id):
        return await signatory_faults(participant) == []


async def works_for(person: Person, employer: Person) -> None:
    """Let somebody work for one more organisation."""
    journal_id = employer.organisation_journal_id
    async with unit_of_work(employer.id, journal_id) as work:
        await work.admit(journal_id, person.id)
    async with unit_of_work(person.id, journal_id) as work:
        await identity.add_member(
            work,
            organisation_id=employer.organisation_id,
            journal_id=journal_id,
            title="adviseur",
        )


async def test_only_who_may_sign_here_and_now_for_the_own_side_counts_as_a_signatory(
    board: Board, settings: Settings
):
    room, people = board.room, board.people
    marieke = room.marieke
    assert not await has_enough(marieke), "Tom alone; who signs for the contractor is not theirs"

    elsewhere = await a_room(people, settings, title="Onderhoud groen Zuid")
    assert elsewhere.tom.person_id == room.tom.person_id
    assert not await has_enough(marieke), "that he signs in another room makes him no second one"

    nadia = await a_colleague(people.marieke, "Nadia Haddad")
    second = await invited(marieke, nadia, Side.BUYER, [Role.SIGNATORY], settings, "bestuurder")
    assert not await has_enough(marieke), "she has no mandate"

    await works_for(nadia, people.bram)
    await a_mandate(await people.bram.member(settings), nadia.id)
    assert not await has_enough(marieke), "what she may for another organisation is not for this"

    buyer = await people.marieke.member(settings)
    mandate_id = await a_mandate(buyer, nadia.id)
    assert await has_enough(marieke)

    await identity.revoke_mandate(buyer, mandate_id, RevokeMandate(id=uuid4()))
    assert not await has_enough(marieke), "it was taken back"

    await a_mandate(buyer, nadia.id)
    assert await has_enough(marieke)
    await workspaces.remove_participant(
        marieke, RemoveParticipant(id=uuid4(), participant_id=second.id)
    )
    assert not await has_enough(marieke), "she left"


async def test_a_mandate_is_ones_own_of_this_organisation_and_not_taken_back(
    board: Board, settings: Settings
):
    tom, people = board.room.tom, board.people

    async def held() -> list[str]:
        async with as_person(tom.person_id):
            return [mandate.role for mandate in await mandates_of(tom)]

    nadia = await a_colleague(people.marieke, "Nadia Haddad")
    buyer = await people.marieke.member(settings)
    await a_mandate(buyer, nadia.id, role="van een ander")
    await works_for(people.tom, people.bram)
    await a_mandate(await people.bram.member(settings), tom.person_id, role="van elders")
    assert await held() == ["teamleider"]

    async with as_person(people.marieke.id):
        [row] = await fetch(
            "select id from mandate where person_id = $1 and organisation_id = $2",
            tom.person_id,
            people.marieke.organisation_id,
        )
    await identity.revoke_mandate(buyer, row["id"], RevokeMandate(id=uuid4()))
    assert await held() == []


async def test_who_can_give_a_mandate_administers_this_organisation_now(
    board: Board, settings: Settings
):
    tom, people = board.room.tom, board.people
    buyer = await people.marieke.member(settings)
    nadia = await a_colleague(people.marieke, "Nadia Haddad")
    await identity.make_administrator(buyer, nadia.id, MakeAdministrator(id=uuid4()), settings)
    await works_for(people.tom, people.bram)

    async def named() -> str:
        async with as_person(tom.person_id):
            return await administrators_of(tom)

    assert await named() == "Marieke de Groot, Nadia Haddad"

    await workspaces.end_member(buyer, nadia.id, EndMember(id=uuid4()), settings)

    assert await named() == "Marieke de Groot"


async def test_a_rule_of_how_many_sign_holds_in_its_room_and_is_numbered_there(
    board: Board, settings: Settings
):
    people = board.people
    elsewhere = await a_room(people, settings, title="Onderhoud groen Zuid")
    async with as_person(people.marieke.id):
        assert (await signing_rules(board.room.id))[Side.BUYER] == 2
        assert (await signing_rules(elsewhere.id))[Side.BUYER] == 1

    await ask_for(elsewhere.marieke, 2)
    await ask_for(elsewhere.youssef, 1)

    async with as_person(people.marieke.id):
        rows = await fetch(
            "select side, number from signing_rule where workspace_id = $1 order by side",
            elsewhere.id,
        )
    assert [(row["side"], row["number"]) for row in rows] == [("buyer", 1), ("contractor", 1)]


async def test_who_stood_behind_a_deal_is_named_as_in_its_room_and_once(
    people: People, room: Room, marieke: Desk, youssef: Desk, settings: Settings
):
    elsewhere = await a_room(people, settings, title="Onderhoud groen Zuid")
    assert elsewhere.marieke.person_id == room.marieke.person_id
    paper = (await recorded(marieke)).json()
    answer = await marieke.ask("confirmations", paper, digest=paper["line"]["digest"])
    assert [each["name"] for each in answer.json()["paper"]["confirmations"]] == [
        "Marieke de Groot"
    ]


async def test_who_put_a_signed_file_beside_a_version_is_named_once(
    people: People, room: Room, marieke: Desk, youssef: Desk, settings: Settings
):
    version_id = await in_force(room, settings)
    elsewhere = await a_room(people, settings, title="Onderhoud groen Zuid")
    assert elsewhere.marieke.person_id == room.marieke.person_id
    before = await youssef.see(version_id)

    await marieke.ask("signed-copies", before, fileId=str(await stored_pdf(marieke)))

    assert len((await youssef.see(version_id))["signedCopies"]) == 1


async def test_a_version_is_numbered_and_binds_the_parties_of_its_own_room_only(
    room: Room, people: People, settings: Settings
):
    elsewhere = await a_room(people, settings, title="Onderhoud groen Zuid")
    for each in (room, elsewhere):
        version = await ready_to_sign(each)
        assert version.number == 1, "how many there were elsewhere is nobody's to read here"
        async with as_person(each.marieke.person_id):
            document = document_in(await content_of(version.id))
        assert [(party.side, party.name) for party in document.parties] == [
            ("buyer", "Gemeente Merwestede"),
            ("contractor", "Van Doorn & Bakker Bouw"),
        ]
