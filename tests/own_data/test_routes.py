"""Asking for what is one's own, and being forgotten: over HTTP, with what it leaves."""

import io
import json
import zipfile
from uuid import uuid4

import asyncpg
import pytest
from tests.browser import Browser, move
from tests.builders import PASSWORD, People, Person, Room, a_person
from tests.builders_agreements import proven, ready_to_sign, sign
from tests.builders_drafts import a_draft
from tests.conftest import Clock, SignIn

from samenspraak.agreements import queries as agreements
from samenspraak.agreements.verification import verify_bundle
from samenspraak.database import as_person, execute, fetch
from samenspraak.drafting.schemas import DraftKind
from samenspraak.identity.schemas import EndMember
from samenspraak.journal.audit import audited
from samenspraak.letting_go import FILE, noted
from samenspraak.own_data.papers import page
from samenspraak.own_data.queries import Kept
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.commands import end_member
from samenspraak.workspaces.schemas import (
    InvitePerson,
    JoinWorkspace,
    RemoveParticipant,
    Role,
    Side,
)


async def taken_away(browser: Browser) -> tuple[dict[str, object], str]:
    """Return what is in the file: what programs read, and what people read."""
    answer = await browser.get("/me/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = sorted(archive.namelist())
        assert [name.rpartition(".")[2] for name in names] == ["html", "json"]
        page, document = (archive.read(name) for name in names)
    return json.loads(document), page.decode()


async def everything_about(owner: asyncpg.Connection, *words: str) -> list[str]:
    """Return every row of every table in which one of these words stands."""
    found = []
    for table in await owner.fetch(
        "select tablename from pg_tables where schemaname = 'public' and tablename <> 'migration'"
    ):
        name = table["tablename"]
        rows = await owner.fetch(f'select t::text as t from "{name}" t')
        found += [
            f"{name}: {row['t'][:300]}" for row in rows if any(word in row["t"] for word in words)
        ]
    return found


async def test_everything_of_oneself_comes_along_and_nothing_of_others(
    own_people: People, own_room: Room, sign_in: SignIn
):
    tom, youssef = await sign_in(own_people.tom), await sign_in(own_people.youssef)
    base = f"/workspaces/{own_room.id}"
    mine, theirs = f"Van Tom {uuid4().hex}", f"Van Youssef {uuid4().hex}"
    for browser, text, audience in (
        (tom, mine, "own_side"),
        (youssef, theirs, "shared"),
    ):
        answer = await browser.post(
            f"{base}/threads", move(title="Begin", text=text, audience=audience)
        )
        assert answer.status_code == 201, answer.text
    document, paper = await taken_away(tom)
    kept = document["kept"]
    assert isinstance(kept, dict)
    assert kept["person"] == [
        {"name": own_people.tom.name, "email": own_people.tom.email, "language": "nl"}
    ]
    assert [row["text"] for row in kept["message"]] == [mine]
    assert kept["mandate"][0]["role"] == "teamleider"
    assert kept["session"]
    assert "credential" not in kept
    for told in (json.dumps(document), paper):
        assert mine in told
        assert theirs not in told
        assert own_people.youssef.email not in told
    assert "Alles wat Samenspraak van u bewaart" in paper
    assert "Renovatie 214 woningen Waterwijk" in paper


async def begun(browser: Browser, room: Room, title: str) -> dict[str, str]:
    """Begin a thread that both sides read, and return its id and that of its message."""
    path = f"/workspaces/{room.id}/threads"
    body = move(title=title, text="Wie betaalt?", audience="shared")
    answer = await browser.post(path, body)
    assert answer.status_code == 201, answer.text
    thread_id = answer.json()["id"]
    messages = (await browser.get(f"{path}/{thread_id}/messages")).json()["items"]
    return {"id": thread_id, "message": messages[0]["id"], "path": f"{path}/{thread_id}"}


async def test_threads_are_named_where_one_wrote_and_hidden_titles_nowhere(
    own_people: People, own_room: Room, sign_in: SignIn
):
    tom, youssef, femke = [
        await sign_in(each) for each in (own_people.tom, own_people.youssef, own_people.femke)
    ]
    words = ("Beantwoord", "Ongelezen", "Verborgen", "Weer getoond")
    words += ("Afgerond, weer getoond", "Afgerond, verborgen")
    titles = [f"{word} {uuid4().hex}" for word in words]
    answered, _, hidden, shown, open_again, ended = [
        await begun(youssef, own_room, title) for title in titles
    ]
    for thread in (answered, hidden, shown):
        reply = await tom.post(f"{thread['path']}/messages", move(text="Wij."))
        assert reply.status_code == 201, reply.text
    for thread in (open_again, ended):
        resolved = await tom.post(f"{thread['path']}/resolutions", move(outcome="Wij betalen."))
        assert resolved.status_code == 201, resolved.text
    messages = f"/workspaces/{own_room.id}/messages"
    for thread in (hidden, shown, open_again, ended):
        body = move(edition=1, reason="Gaat over een persoon.")
        answer = await femke.post(f"{messages}/{thread['message']}/hidings", body)
        assert answer.status_code == 201, answer.text
    for thread in (shown, open_again):
        body = move(reason="Toch niet.")
        again = await femke.post(f"{messages}/{thread['message']}/showings", body)
        assert again.status_code == 201, again.text

    # Whoever began it said so themselves.
    assert titles[-1] in json.dumps((await taken_away(youssef))[0])
    document, paper = await taken_away(tom)

    kept = document["kept"]
    assert isinstance(kept, dict)
    assert sorted(row["title"] for row in kept["thread"]) == ["", titles[4]]
    for told in (json.dumps(document), paper):
        assert [title in told for title in titles] == [True, False, False, True, True, False]


async def test_what_is_told_of_places_one_left_names_nothing_of_those_who_stayed(
    own_people: People, own_room: Room, sign_in: SignIn, settings: Settings
):
    tom, youssef = [await sign_in(each) for each in (own_people.tom, own_people.youssef)]
    title = f"Begin {uuid4().hex}"
    thread = await begun(youssef, own_room, title)
    assert (await tom.post(f"{thread['path']}/messages", move(text="Wij."))).status_code == 201
    assert title in json.dumps((await taken_away(tom))[0])

    await end_member(
        await own_people.marieke.member(settings),
        own_people.tom.id,
        EndMember(id=uuid4()),
        settings,
    )

    document, _ = await taken_away(tom)
    assert document["names"] == {str(own_room.id): "Renovatie 214 woningen Waterwijk, perceel 2"}


async def test_what_one_signed_comes_along_also_where_one_left(
    own_people: People, own_room: Room, sign_in: SignIn, settings: Settings
):
    version = await ready_to_sign(own_room)
    await sign(proven(own_room.tom), version, settings)
    await workspaces.remove_participant(
        own_room.tom, RemoveParticipant(id=uuid4(), participant_id=own_room.tom.id)
    )
    document, paper = await taken_away(await sign_in(own_people.tom))
    kept = document["kept"]
    assert isinstance(kept, dict)
    [signature] = kept["signature"]
    assert signature["content"]["versionDigest"] == version.digest
    [part] = kept["participant"]
    assert part["left_at"] is not None
    assert "Renovatie 214 woningen Waterwijk" in paper


def test_text_in_the_page_is_text():
    row = {"thread_id": uuid4(), "text": "<script>alert(1)</script>"}
    told = page([Kept(table="message", rows=[row])], {}, language="nl")
    assert "<script" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told


async def test_a_program_neither_takes_away_nor_forgets(people: People, sign_in: SignIn):
    tom = await sign_in(people.tom)
    made = await tom.post("/tokens", move(name="koppeling"))
    headers = {"authorization": f"Bearer {made.json()['secret']}"}
    tom.http.cookies.clear()
    assert (await tom.get("/me/own-data", headers=headers)).json()["moves"] == []
    for answer in (
        await tom.get("/me/export", headers=headers),
        await tom.post("/erasures", move(password=PASSWORD), headers={**headers}),
    ):
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/own-data/not-for-programs"


async def test_whoever_is_the_last_that_others_depend_on_stays_until_somebody_else_can(
    own_people: People, own_room: Room, sign_in: SignIn
):
    marieke = await sign_in(own_people.marieke)
    view = (await marieke.get("/me/own-data")).json()
    assert view["moves"] == ["export"]
    assert {each["kind"] for each in view["hindrances"]} == {
        "last-administrator",
        "last-negotiator",
    }
    refused = await marieke.post("/erasures", move(password=PASSWORD))
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/own-data/still-needed"
    assert [each["detail"] for each in refused.json()["errors"]] == [
        each["detail"] for each in view["hindrances"]
    ]
    assert (await marieke.get("/me")).status_code == 200


@pytest.fixture
async def tom_can_go(own_people: People, own_room: Room, settings: Settings) -> Person:
    """Somebody whom nobody depends on: there is another who can sign."""
    version = await ready_to_sign(own_room)
    await sign(proven(own_room.tom), version, settings)
    await sign(proven(own_room.hanneke), version, settings)
    other = await a_person("Nadia Haddou", organisation="Elders")
    secret = await workspaces.invite(
        own_room.marieke,
        InvitePerson(id=uuid4(), side=Side.BUYER, email=other.email, roles=[Role.SIGNATORY]),
    )
    assert secret is not None
    await workspaces.join(
        secret,
        JoinWorkspace(id=uuid4()),
        await other.signed_in(settings),
    )
    return own_people.tom


async def test_only_the_right_password_forgets(
    own_people: People, sign_in: SignIn, tom_can_go: Person
):
    tom = await sign_in(tom_can_go)
    for members, slug in (
        ({"password": "heel iets anders hier"}, "identity/wrong-password"),
        ({}, "required"),
    ):
        refused = await tom.post("/erasures", move(**members))
        assert refused.status_code == 400
        [fault] = refused.json()["errors"]
        assert (fault["pointer"], fault["slug"]) == ("/password", slug)
    assert (await tom.get("/me")).status_code == 200


async def test_who_comes_in_by_a_provider_alone_proves_it_there_a_moment_before(
    own_people: People,
    sign_in: SignIn,
    tom_can_go: Person,
    owner: asyncpg.Connection,
    clock: Clock,
):
    tom = await sign_in(tom_can_go)
    await owner.execute(
        "update credential set password_hash = null where person_id = $1", tom_can_go.id
    )
    clock.move_on(minutes=6)
    late = await tom.post("/erasures", move())
    assert (late.status_code, late.json()["type"]) == (403, "/problems/own-data/proof-too-old")
    clock.move_on(minutes=-6)
    assert (await tom.post("/erasures", move())).status_code == 201


async def test_whoever_asks_is_forgotten_everywhere_and_what_was_signed_holds(
    own_people: People,
    own_room: Room,
    sign_in: SignIn,
    tom_can_go: Person,
    settings: Settings,
    owner: asyncpg.Connection,
):
    tom, elsewhere, marieke = (
        await sign_in(tom_can_go),
        await sign_in(tom_can_go),
        await sign_in(own_people.marieke),
    )
    [version_id] = [
        row["id"]
        for row in await owner.fetch("select id from version where workspace_id = $1", own_room.id)
    ]
    _, before = await agreements.bundle(own_room.marieke, version_id, settings)
    assert await everything_about(owner, tom_can_go.name, tom_can_go.email)

    answer = await tom.post("/erasures", move(password=PASSWORD))

    assert answer.status_code == 201, answer.text
    assert answer.json()["workspaces"] == 1
    assert tom.session is None
    assert (await elsewhere.get("/me")).status_code == 401
    signing_in = await tom.post("/sessions", {"email": tom_can_go.email, "password": PASSWORD})
    assert signing_in.status_code == 401
    left = await everything_about(owner, tom_can_go.email)
    assert left == []
    # Other rooms of this test run know people by the same name.
    left = [
        row["name"]
        for row in await owner.fetch(
            "select name from participant where person_id = $1"
            " union all select name from signature where person_id = $1"
            " union all select name from person where id = $1",
            tom_can_go.id,
        )
    ]
    assert set(left) == {""}
    room = (await marieke.get(f"/workspaces/{own_room.id}")).text
    assert tom_can_go.name not in room
    _, after = await agreements.bundle(own_room.marieke, version_id, settings)
    for bundle in (before, after):
        assert verify_bundle(bundle).is_consistent
    assert tom_can_go.name.encode() not in after
    async with owner.transaction():
        for journal_id in (own_room.journal_id, tom_can_go.organisation_journal_id):
            assert (await audited(owner, [journal_id])).findings == ()
    # A backup from before does not bring them back.
    assert tom_can_go.id in {each.id for each in noted(settings.data_folder / FILE)}
    rows = await owner.fetch(
        "select actor from entry where kind = 'person.erased' and body like $1",
        f"%{tom_can_go.id}%",
    )
    assert {row["actor"] for row in rows} == {tom_can_go.id}


async def test_a_name_goes_from_a_draft_of_the_other_side_too(
    own_people: People,
    own_room: Room,
    sign_in: SignIn,
    tom_can_go: Person,
    owner: asyncpg.Connection,
):
    await a_draft(
        own_room.youssef,
        kind=DraftKind.COMMITMENT,
        subject_id=uuid4(),
        fields={"title": "Leerplek", "responsible.buyer.name": tom_can_go.name},
        text="Wij begeleiden.",
    )
    tom = await sign_in(tom_can_go)
    assert (await tom.post("/erasures", move(password=PASSWORD))).status_code == 201
    stored = await owner.fetch(
        "select u.data from draft_update u join draft d on d.id = u.draft_id"
        " where d.workspace_id = $1 union all select s.state from draft_snapshot s"
        " join draft d on d.id = s.id where d.workspace_id = $1",
        own_room.id,
    )
    assert stored
    assert not [row for row in stored if tom_can_go.name.encode() in row["data"]]


async def test_nobody_lets_go_of_another(
    own_people: People, own_room: Room, settings: Settings, clock: Clock
):
    """The functions of the database act for whoever asks, whatever the server would send."""
    person = own_people.tom.id
    async with as_person(own_people.youssef.id):
        assert await fetch("select * from places_of($1)", person) == []
    for statement in (
        "select forget_account($1, now())",
        "select forget_letters($1)",
        f"select forget_signer($1, '{own_room.id}')",
        f"select rewrite_draft($1, '{uuid4()}', 1, 1, '', '', now())",
    ):
        with pytest.raises(asyncpg.exceptions.RaiseError):
            async with as_person(own_people.youssef.id):
                await execute(statement, person)
