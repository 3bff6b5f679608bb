"""Erasing who somebody was: names go everywhere, and everything that was signed goes on to hold."""

from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.builders import People, Room, a_colleague, a_room, invited, the_people
from tests.builders_agreements import proven, ready_to_sign, sign
from tests.builders_drafts import a_draft

from samenspraak.agreements import queries
from samenspraak.agreements.auditing import audited_agreements
from samenspraak.agreements.verification import verify_bundle
from samenspraak.commitments import commands as commitments
from samenspraak.commitments.schemas import ReplaceHolder
from samenspraak.database import as_person, execute, fetch, fetch_one
from samenspraak.drafting.documents import document_of, fields_of
from samenspraak.drafting.queries import state_of, written
from samenspraak.drafting.schemas import DraftKind
from samenspraak.errors import NotFound
from samenspraak.journal.audit import audited
from samenspraak.letting_go import UnknownPerson, erase
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import InvitePerson, Participant, Role, Side


async def signed(room: Room, settings: Settings):
    version = await ready_to_sign(room)
    await sign(proven(room.hanneke), version, settings)
    await sign(proven(room.tom), version, settings)
    return version.id


async def names_of(room: Room, version_id: UUID) -> list[str]:
    """Return who fills the places of a version, signatures included."""
    async with as_person(room.marieke.person_id):
        row = await fetch_one("select names from version where id = $1", version_id)
    assert row is not None
    return sorted(entry["name"] for entry in msgspec.json.decode(row["names"])["names"])


async def everything_of(owner: asyncpg.Connection, room: Room) -> str:
    """Return every word that hangs on the journals of a room, with its people, as one text."""
    tables = await owner.fetch(
        "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
        " and a.attname = 'journal_id'"
    )
    found = []
    for table in tables:
        rows = await owner.fetch(
            f'select t::text from "{table["relname"]}" t where journal_id = $1 or journal_id in'
            " (select journal_id from side_room where workspace_id = $2)",
            room.journal_id,
            room.id,
        )
        found += [row["t"] for row in rows]
    return "\n".join(found)


async def drafts_of(owner: asyncpg.Connection, room: Room) -> str:
    """Return everything that is stored of the drafts of a room."""
    rows = await owner.fetch(
        "select u.data from draft_update u join draft d on d.id = u.draft_id"
        " where d.workspace_id = $1 union all"
        " select s.state from draft_snapshot s join draft d on d.id = s.id"
        " where d.workspace_id = $1",
        room.id,
    )
    return b"\n".join(row["data"] for row in rows).decode(errors="replace")


async def write_over(participant: Participant, draft_id: UUID, field: str, value: str) -> None:
    """Change one field of a draft, as a screen does."""
    _, snapshot, rows = await written(draft_id)
    document = document_of(snapshot, (data for _, data in rows))
    before = document.get_state()
    with document.transaction():
        fields_of(document)[field] = value
    await execute(
        "select append_draft_updates($1, $2, $3, $4, $5, $2, '{}', '{}', '{}', now(), '')",
        [draft_id],
        [participant.person_id],
        [document.get_update(before)],
        [draft_id],
        [document.client_id],
    )


async def replaced_by(room: Room, version_id: UUID, name: str) -> None:
    """Let somebody of this name be responsible for the buyer from now on, written by hand."""
    async with as_person(room.marieke.person_id):
        row = await fetch_one("select content from version where id = $1", version_id)
    assert row is not None
    [part] = msgspec.json.decode(row["content"])["commitments"]
    slot = next(
        each for each in part["document"]["terms"]["responsible"] if each["side"] == "buyer"
    )
    await commitments.replace_holder(
        room.marieke,
        UUID(part["commitmentId"]),
        ReplaceHolder(id=uuid4(), slot=slot["commitment"], name=name),
    )


async def test_a_signer_is_erased_and_the_receipt_goes_on_to_hold(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    version_id = await signed(own_room, settings)
    _, before = await queries.bundle(own_room.marieke, version_id, settings)
    assert own_people.tom.name in await everything_of(owner, own_room)

    gone = await erase(settings.database_owner_url, own_people.tom.email)

    assert gone.workspaces == 1
    left = await everything_of(owner, own_room)
    assert own_people.tom.name not in left
    assert own_people.tom.email not in left
    assert own_people.hanneke.name in left
    _, after = await queries.bundle(own_room.marieke, version_id, settings)
    for bundle in (before, after):
        assert verify_bundle(bundle).is_consistent
    told = "\n".join(verify_bundle(after).in_words())
    assert own_people.tom.name not in told
    assert own_people.hanneke.name in told
    assert own_people.tom.name.encode() not in after
    # The row that says who signed has an empty name, by the same person id as before.
    async with as_person(own_room.marieke.person_id):
        rows = await fetch(
            "select name, person_id from signature where version_id = $1", version_id
        )
    assert {row["name"] for row in rows} == {"", own_people.hanneke.name}
    assert own_people.tom.id in {row["person_id"] for row in rows}


async def test_the_audit_tells_an_erased_name_from_one_that_somebody_took_away(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    await signed(own_room, settings)
    await erase(settings.database_owner_url, own_people.tom.email)
    async with owner.transaction():
        assert (await audited(owner, [own_room.journal_id])).findings == ()
        assert (await audited_agreements(owner, [own_room.id])).misfits == ()


async def test_whoever_is_erased_never_comes_in_again(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    person = own_people.tom
    await erase(settings.database_owner_url, person.email)
    with pytest.raises(NotFound):
        await enter(own_room.tom.person, own_room.id)
    row = await owner.fetchrow("select * from person where id = $1", person.id)
    assert row is not None
    assert (row["name"], row["email"].endswith("@erased.invalid")) == ("", True)
    for table in ("credential", "session", "api_token"):
        assert not await owner.fetchval(
            f"select exists (select from {table} where person_id = $1)", person.id
        )
    assert not await owner.fetchval(
        "select exists (select from journal_reader where person_id = $1)", person.id
    )
    with pytest.raises(UnknownPerson):
        await erase(settings.database_owner_url, person.email)


async def test_a_name_that_was_written_by_hand_goes_too(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    version_id = await signed(own_room, settings)
    await replaced_by(own_room, version_id, own_people.tom.name)
    await erase(settings.database_owner_url, own_people.tom.email)
    assert own_people.tom.name not in await everything_of(owner, own_room)
    _, bundle = await queries.bundle(own_room.marieke, version_id, settings)
    assert verify_bundle(bundle).is_consistent


@pytest.mark.parametrize("namesake_of", ["Tom Verhoeven", "Nadia Haddou"])
async def test_nobody_can_take_a_name_of_the_other_side_along(
    own_room: Room,
    own_people: People,
    settings: Settings,
    owner: asyncpg.Connection,
    namesake_of: str,
):
    """Whoever is let in chooses their own name, and may ask to be forgotten the same day."""
    version_id = await signed(own_room, settings)
    draft_id = await a_draft(
        own_room.marieke,
        kind=DraftKind.COMMITMENT,
        subject_id=uuid4(),
        fields={"responsible.buyer.name": namesake_of},
    )
    before = await names_of(own_room, version_id)
    assert namesake_of in before
    namesake = await a_colleague(own_people.youssef, namesake_of)
    await invited(own_room.youssef, namesake, Side.CONTRACTOR, [Role.READER], settings, "lezer")

    await erase(settings.database_owner_url, namesake.email)

    assert await names_of(own_room, version_id) == before
    async with as_person(own_room.marieke.person_id):
        state = await state_of(own_room.marieke, draft_id)
        rows = await fetch("select names from revision")
    assert state is not None
    assert state.content.fields["responsible.buyer.name"] == namesake_of
    assert any("Nadia Haddou" in row["names"] for row in rows)


async def test_a_colleague_of_the_same_name_goes_on_to_stand_by_what_is_theirs(
    own_room: Room, own_people: People, settings: Settings
):
    version_id = await signed(own_room, settings)
    before = await names_of(own_room, version_id)
    namesake = await a_colleague(own_people.marieke, own_people.tom.name)
    await invited(own_room.marieke, namesake, Side.BUYER, [Role.READER], settings, "lezer")

    await erase(settings.database_owner_url, namesake.email)

    assert await names_of(own_room, version_id) == before


async def all_names_in(room: Room) -> list[str | None]:
    """Return the names beside all texts of a room, and those that took their place."""
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select r.id, r.names from revision r join commitment c on c.id = r.commitment_id"
            " where c.workspace_id = $1 union all"
            " select id, names from holder_change where workspace_id = $1 order by id",
            room.id,
        )
    return [row["names"] for row in rows]


async def test_a_namesake_in_a_room_where_they_never_were_keeps_their_name(
    own_room: Room, own_people: People, settings: Settings
):
    """Nadia Haddou is responsible in both rooms, by name alone; who is erased was in one of them."""
    elsewhere = await a_room(await the_people(settings), settings)
    versions = [await signed(each, settings) for each in (own_room, elsewhere)]
    gone = await a_colleague(own_people.marieke, "Nadia Haddou")
    await invited(own_room.marieke, gone, Side.BUYER, [Role.READER], settings, "lezer")
    for name in ("Karim Aydin", gone.name):
        await replaced_by(elsewhere, versions[1], name)
    before = await all_names_in(elsewhere)

    await erase(settings.database_owner_url, gone.email)

    assert gone.name not in str(await all_names_in(own_room))
    assert gone.name not in await names_of(own_room, versions[0])
    assert await all_names_in(elsewhere) == before
    assert gone.name in await names_of(elsewhere, versions[1])


async def of_others(owner: asyncpg.Connection, person_id: UUID) -> list[str]:
    """Return every part, employment and mandate of everybody else, as one text each."""
    rows = await owner.fetch(
        " union all ".join(
            f"select t::text from {table} t where person_id <> $1"
            for table in ("participant", "membership", "mandate")
        ),
        person_id,
    )
    return sorted(row["t"] for row in rows)


async def test_who_is_erased_takes_nobody_along_and_each_room_by_itself(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    """She buys in one room and delivers in the other, called as somebody who delivers in both."""
    elsewhere = await a_room(await the_people(settings), settings)
    versions = [await signed(each, settings) for each in (own_room, elsewhere)]
    gone = await a_colleague(own_people.marieke, "Ilse Bakker")
    buys, delivers = [
        await invited(by, gone, by.side, [Role.NEGOTIATOR], settings, "adviseur")
        for by in (own_room.marieke, elsewhere.youssef)
    ]
    asked = {each: f"nieuw.{uuid4().hex}@voorbeeld.example" for each in (buys, delivers)}
    for inviter, email in asked.items():
        request = InvitePerson(id=uuid4(), side=inviter.side, email=email, roles=[Role.READER])
        await workspaces.invite(inviter, request)
    await replaced_by(own_room, versions[0], own_people.tom.name)
    others, names = await of_others(owner, gone.id), await all_names_in(own_room)

    await erase(settings.database_owner_url, gone.email)

    assert await of_others(owner, gone.id) == others
    assert await all_names_in(own_room) == names
    assert gone.name in await names_of(own_room, versions[0])
    assert gone.name not in await names_of(elsewhere, versions[1])
    for inviter in (buys, delivers):
        [body] = await owner.fetch(
            "select body::jsonb ->> 'workspaceId' as room from entry"
            " where kind = 'invitation.withdrawn' and journal_id = $1",
            inviter.side_journal_id,
        )
        assert body["room"] == str(inviter.workspace_id)


async def test_an_address_goes_where_somebody_was_asked_in_and_never_came(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    elsewhere = await a_room(await the_people(settings), settings)
    await workspaces.invite(
        elsewhere.marieke,
        InvitePerson(id=uuid4(), side=Side.BUYER, email=own_people.tom.email, roles=[Role.READER]),
    )

    await erase(settings.database_owner_url, own_people.tom.email)

    assert not await owner.fetchval(
        "select exists (select from invitation where email = $1)", own_people.tom.email
    )


async def test_a_name_goes_from_drafts_and_from_what_they_remember(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    name = own_people.tom.name
    fields = {"title": "Leerplek", "responsible.buyer.name": name}
    open_now, since_changed = [
        await a_draft(
            own_room.marieke,
            kind=DraftKind.COMMITMENT,
            subject_id=uuid4(),
            fields=fields,
            text="Wij zorgen voor begeleiding.",
        )
        for _ in range(2)
    ]
    async with as_person(own_room.marieke.person_id):
        await write_over(own_room.marieke, since_changed, "responsible.buyer.name", "Nadia Haddou")
    assert name in await drafts_of(owner, own_room)

    await erase(settings.database_owner_url, own_people.tom.email)

    assert name not in await drafts_of(owner, own_room)
    for draft_id, left in ((open_now, ""), (since_changed, "Nadia Haddou")):
        async with as_person(own_room.marieke.person_id):
            state = await state_of(own_room.marieke, draft_id)
        assert state is not None
        assert state.content.text == "Wij zorgen voor begeleiding."
        assert state.content.fields["title"] == "Leerplek"
        assert state.content.fields.get("responsible.buyer.name", "") == left
        # Who has it open already is told the same by the log.
        assert state.head == await owner.fetchval(
            "select max(sequence) from draft_update where draft_id = $1", draft_id
        )


async def test_erasing_says_so_in_every_journal_without_a_name(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    await erase(settings.database_owner_url, own_people.tom.email)
    rows = await owner.fetch(
        "select e.body, e.actor, j.kind from entry e join journal j on j.id = e.journal_id"
        " where e.kind = 'person.erased' and e.body like $1",
        f"%{own_people.tom.id}%",
    )
    assert sorted(row["kind"] for row in rows) == ["organisation", "shared"]
    assert {row["actor"] for row in rows} == {None}


async def test_nobody_by_that_address_is_said_so(settings: Settings, database: None):
    with pytest.raises(UnknownPerson):
        await erase(settings.database_owner_url, "niemand@nergens.example")


async def test_letters_of_others_go_on_their_way_whatever_somebody_is_called(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    elsewhere = f"nieuw.{uuid4().hex}@voorbeeld.example"
    await workspaces.invite(
        own_room.marieke,
        InvitePerson(id=uuid4(), side=Side.BUYER, email=elsewhere, roles=[Role.READER]),
    )
    facts = {"inviter": "Sander Visser", "contract": "Waterwijk", "minutes": "60"}
    await owner.execute(
        "insert into outbox (id, kind, recipient, language, facts, due_at, attempts)"
        " values ($1, 'invitation', $2, 'nl', $3, now(), 0)",
        uuid4(),
        elsewhere,
        msgspec.json.encode(facts).decode(),
    )
    for name in facts.values():
        namesake = await a_colleague(own_people.youssef, name)
        await erase(settings.database_owner_url, namesake.email)

    assert await owner.fetchval(
        "select exists (select from outbox where recipient = $1)", elsewhere
    )


async def test_letters_that_name_them_go_and_so_do_the_invitations_they_sent(
    own_room: Room, own_people: People, settings: Settings, owner: asyncpg.Connection
):
    invited = f"nieuw.{uuid4().hex}@voorbeeld.example"
    request = InvitePerson(id=uuid4(), side=Side.BUYER, email=invited, roles=[Role.READER])
    await workspaces.invite(own_room.marieke, request)
    facts = {"inviter": own_people.marieke.name, "contract": "Waterwijk"}
    for recipient, named in ((invited, facts), (own_people.marieke.email, {"link": "x"})):
        await owner.execute(
            "insert into outbox (id, kind, recipient, language, facts, due_at, attempts)"
            " values ($1, 'invitation', $2, 'nl', $3, now(), 0)",
            uuid4(),
            recipient,
            msgspec.json.encode(named).decode(),
        )

    await erase(settings.database_owner_url, own_people.marieke.email)

    waiting = await owner.fetch("select recipient, facts from outbox")
    assert not [
        row
        for row in waiting
        if own_people.marieke.name in row["facts"] or row["recipient"] == own_people.marieke.email
    ]
    row = await owner.fetchrow("select * from invitation where id = $1", request.id)
    assert row is not None
    assert row["withdrawn_at"] is not None
    entries = await owner.fetch(
        "select body from entry where kind = 'invitation.withdrawn' and journal_id = $1",
        own_room.marieke.side_journal_id,
    )
    assert [str(request.id) in entry["body"] for entry in entries] == [True]
    async with owner.transaction():
        assert (await audited(owner, [own_room.marieke.side_journal_id])).findings == ()
