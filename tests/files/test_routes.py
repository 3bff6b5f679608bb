"""Files over HTTP: who may bring them, who gets them, and who hears nothing of them."""

from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from httpx import Response
from msgspec import structs
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.conftest import Clock, SignIn
from tests.files.samples import DOCX, MAKER, docx, jpeg, opened

from samenspraak.app import create_app
from samenspraak.embedded import Addresses
from samenspraak.files import commands as files
from samenspraak.files.decisions import CHUNK_BYTES
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings

PDF = b"%PDF-1.7\n een plan"


class Guest:
    """Somebody at the address of one room."""

    def __init__(self, room: Room, browser: Browser) -> None:
        self.browser = browser
        self.path = f"/workspaces/{room.id}"

    async def send(
        self,
        data: bytes = PDF,
        *,
        name: str = "Plan.pdf",
        kind: str = "application/pdf",
        file_id: UUID | None = None,
        **query: str,
    ) -> Response:
        return await self.browser.send(
            "POST",
            f"{self.path}/files",
            params={"fileId": str(file_id or uuid4()), "name": name, **query},
            content=data,
            headers={"content-type": kind},
        )

    async def sent(self, data: bytes = PDF, **more: Any) -> str:
        answer = await self.send(data, **more)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def get(self, file_id: str | UUID) -> Response:
        return await self.browser.get(f"{self.path}/files/{file_id}")

    async def start(self, *file_ids: str, **members: Any) -> Response:
        usual = {"text": "Lees mee.", "files": list(file_ids)}
        return await self.browser.post(f"{self.path}/threads", move(**{**usual, **members}))

    async def said(self, *file_ids: str, **members: Any) -> dict[str, Any]:
        """Say something with these files and return the message."""
        thread = (await self.start(*file_ids, **members)).json()
        return (await self.messages(thread["id"]))[0]

    async def messages(self, thread_id: str) -> list[dict[str, Any]]:
        answer = await self.browser.get(f"{self.path}/threads/{thread_id}/messages")
        return answer.json()["items"]

    async def on(self, message: dict[str, Any], noun: str, **members: Any) -> Response:
        return await self.browser.post(
            f"{self.path}/messages/{message['id']}/{noun}", move(**members)
        )

    async def entries(self) -> list[dict[str, Any]]:
        return (await self.browser.get(f"{self.path}/entries")).json()["items"]


@pytest.fixture
async def marieke(room: Room, people: People, sign_in: SignIn) -> Guest:
    return Guest(room, await sign_in(people.marieke))


@pytest.fixture
async def tom(room: Room, people: People, sign_in: SignIn) -> Guest:
    return Guest(room, await sign_in(people.tom))


@pytest.fixture
async def youssef(room: Room, people: People, sign_in: SignIn) -> Guest:
    return Guest(room, await sign_in(people.youssef))


@pytest.fixture
async def femke(room: Room, people: People, sign_in: SignIn) -> Guest:
    return Guest(room, await sign_in(people.femke))


def same(one: Response, other: Response) -> bool:
    """Tell whether two answers are the same, byte for byte."""
    quiet = {"date", "x-request-id"}
    return (
        one.status_code == other.status_code
        and one.content == other.content
        and [pair for pair in one.headers.multi_items() if pair[0] not in quiet]
        == [pair for pair in other.headers.multi_items() if pair[0] not in quiet]
    )


async def test_a_file_under_a_message_is_there_for_both_sides(marieke: Guest, youssef: Guest):
    first = await marieke.sent(jpeg(orientation=6), name="Bouwplaats.jpg", kind="image/jpeg")
    second = await marieke.sent(docx(), name="Plan.docx", kind=DOCX)

    message = await marieke.said(first, second)

    [seen] = await youssef.messages(message["threadId"])
    assert seen["files"] == message["files"]
    assert [(each["name"], each["isStripped"]) for each in seen["files"]] == [
        ("Bouwplaats.jpg", True),
        ("Plan.docx", True),
    ]
    for file in seen["files"]:
        answer = await youssef.get(file["id"])
        assert len(answer.content) == file["sizeBytes"] == int(answer.headers["content-length"])
        assert answer.headers["content-type"] == file["mediaType"]
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert MAKER.encode() not in answer.content
    assert MAKER.encode() not in opened((await youssef.get(second)).content)["word/comments.xml"]


async def test_the_journal_names_the_files_of_a_message_and_not_what_they_are_called(
    marieke: Guest, youssef: Guest
):
    file_id = await marieke.sent()
    await marieke.said(file_id)

    entries = await youssef.entries()

    [posted] = [entry for entry in entries if entry["kind"] == "message.posted"]
    [file] = posted["body"]["files"]
    content = (await youssef.get(file_id)).content
    assert file == {
        "fileId": file_id,
        "sizeBytes": len(content),
        "sha256": sha256(content).hexdigest(),
    }
    assert "Plan.pdf" not in str(entries)


async def test_nobody_hears_of_a_file_that_the_other_side_sent_and_did_not_say(
    marieke: Guest, youssef: Guest
):
    before = await youssef.entries()
    file_id = await marieke.sent()

    assert await youssef.entries() == before
    [stored] = [entry for entry in await marieke.entries() if entry["kind"] == "file.stored"]
    assert stored["body"]["fileId"] == file_id


async def test_a_message_may_be_a_file_alone(marieke: Guest):
    message = await marieke.said(await marieke.sent(), text="")

    assert (message["text"], [each["name"] for each in message["files"]]) == ("", ["Plan.pdf"])
    assert (await marieke.start(text="")).status_code == 400


async def test_a_file_that_was_sent_is_the_sending_sides_until_it_is_said(
    marieke: Guest, tom: Guest, youssef: Guest, femke: Guest
):
    """Whoever thinks better of it before posting has shown it to nobody."""
    file_id = await marieke.sent()

    assert (await marieke.get(file_id)).content == PDF
    for other in (youssef, femke):
        assert same(await other.get(file_id), await other.get(uuid4()))
        refused = await other.start(file_id)
        assert refused.json()["errors"][0]["slug"] == "dialogue/unknown-file"
    await marieke.said(file_id)
    for other in (youssef, femke):
        assert (await other.get(file_id)).content == PDF


async def test_an_own_side_file_is_there_for_that_side_and_for_nobody_else(
    marieke: Guest, tom: Guest, youssef: Guest, femke: Guest
):
    others = (youssef, femke)
    heard = [await each.entries() for each in others]
    file_id = await marieke.sent(audience="own_side")
    message = await marieke.said(file_id, audience="own_side")

    assert message["audience"] == "own_side"
    for each in (marieke, tom):
        assert (await each.get(file_id)).content == PDF
    for other, before in zip(others, heard, strict=True):
        assert same(await other.get(file_id), await other.get(uuid4()))
        for members in ({}, {"audience": "own_side"}):
            refused, unknown = [
                await other.start(each, **members) for each in (file_id, str(uuid4()))
            ]
            assert refused.status_code == 400
            assert refused.json() == unknown.json()
        assert await other.entries() == before


async def test_a_file_stays_where_it_was_brought(marieke: Guest):
    """What is for one's own side cannot slip into what both read, nor the other way round."""
    own, shared = await marieke.sent(audience="own_side"), await marieke.sent()

    for file_id, audience in ((own, "shared"), (shared, "own_side")):
        answer = await marieke.start(file_id, audience=audience)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/files/0")
    thread = (await marieke.start(own, audience="own_side")).json()
    later = await marieke.browser.post(
        f"{marieke.path}/threads/{thread['id']}/messages", move(text="Ook.", files=[shared])
    )
    assert later.json()["errors"][0]["slug"] == "dialogue/unknown-file"


async def test_a_file_hangs_under_one_message_of_who_sent_it(marieke: Guest, tom: Guest):
    file_id = await marieke.sent()
    await marieke.said(file_id)

    again = await marieke.start(file_id)
    twice = await marieke.start(*[await marieke.sent()] * 2)
    many = await marieke.start(*[str(uuid4()) for _ in range(11)])
    others = await tom.start(await marieke.sent())

    assert again.json()["errors"][0]["slug"] == "dialogue/file-attached"
    assert twice.json()["errors"][0]["slug"] == "dialogue/file-named-twice"
    assert many.json()["errors"][0] | {"detail": ""} == {
        "pointer": "/files",
        "slug": "too-many",
        "detail": "",
    }
    assert others.json()["errors"][0]["slug"] == "dialogue/unknown-file"


async def test_a_message_that_is_refused_leaves_its_files_free(marieke: Guest):
    file_id = await marieke.sent()
    assert (await marieke.start(file_id, text="BSN 111222333")).status_code == 400

    assert (await marieke.start(file_id)).status_code == 201


async def test_posting_twice_says_it_once(marieke: Guest):
    thread = (await marieke.start()).json()
    said = move(text="Met bijlage.", files=[await marieke.sent()])

    first, again = [
        await marieke.browser.post(f"{marieke.path}/threads/{thread['id']}/messages", said)
        for _ in range(2)
    ]

    assert first.status_code == again.status_code == 201
    assert first.json()["files"] == again.json()["files"]
    assert len(await marieke.messages(thread["id"])) == 2


async def test_taking_a_message_back_takes_its_files_from_everybody(marieke: Guest, youssef: Guest):
    message = await marieke.said(await marieke.sent())
    [file] = message["files"]

    await marieke.on(message, "removals")

    for each in (marieke, youssef):
        assert same(await each.get(file["id"]), await each.get(uuid4()))
        assert (await each.messages(message["threadId"]))[0]["files"] == []


async def test_hiding_a_message_hides_its_files_and_showing_it_shows_them(
    marieke: Guest, youssef: Guest, femke: Guest
):
    message = await marieke.said(await marieke.sent())
    [file] = message["files"]

    await femke.on(message, "hidings", edition=1, reason="Er staat een adres in.")
    for each in (marieke, youssef, femke):
        assert (await each.get(file["id"])).status_code == 404
        assert (await each.messages(message["threadId"]))[0]["files"] == []

    await femke.on(message, "showings", reason="Het is weg.")
    for each in (marieke, youssef, femke):
        assert (await each.get(file["id"])).content == PDF


async def test_a_reader_and_an_outsider_bring_nothing(
    room: Room, people: People, sign_in: SignIn, browser: Browser
):
    outsider = Guest(room, await sign_in(people.bram))
    nobody = Guest(room, browser)

    assert (await outsider.send()).status_code == 404
    assert (await nobody.send()).status_code in {401, 403}


async def test_who_was_shown_out_while_sending_leaves_nothing(
    room: Room, people: People, sign_in: SignIn, youssef: Guest, addresses: Addresses
):
    hanneke = Guest(room, await sign_in(people.hanneke))

    async def parts() -> AsyncIterator[bytes]:
        yield PDF
        removal = move(participantId=str(room.hanneke.id))
        shown_out = await youssef.browser.post(f"{youssef.path}/removals", removal)
        assert shown_out.status_code == 204, shown_out.text
        yield PDF

    answer = await hanneke.browser.send(
        "POST",
        f"{hanneke.path}/files",
        params={"fileId": str(uuid4()), "name": "Plan.pdf"},
        content=parts(),
        headers={"content-type": "application/pdf"},
    )

    assert answer.status_code == 404
    assert await kept_in(room, addresses) == 0


@pytest.mark.parametrize(
    ("more", "status", "slug"),
    [
        ({"name": "bsn 111222333.pdf"}, 400, "personal-data/refused"),
        ({"name": "111222333.pdf"}, 400, "personal-data/refused"),
        ({"name": "nalp\u202efdp.pdf"}, 400, "files/bad-name"),
        ({"name": "a/b.pdf"}, 400, "files/bad-name"),
        ({"name": ""}, 400, "files/bad-name"),
        ({"data": b""}, 400, "files/empty"),
        ({"data": b"%PDF-" + bytes(25_000_001)}, 413, "files/too-large"),
        ({"data": b"<svg onload=alert(1)>"}, 415, "files/unsupported"),
        ({"name": "a.svg", "kind": "image/svg+xml"}, 415, "files/unsupported"),
        ({"name": "a.html", "kind": "text/html"}, 415, "files/unsupported"),
        ({"data": jpeg()[:-2], "name": "a.jpg", "kind": "image/jpeg"}, 415, "files/unreadable"),
        ({"data": b"\xd0\xcf\x11\xe0" * 9, "name": "a.docx", "kind": DOCX}, 415, "files/encrypted"),
        (
            {"data": docx(**{"word/vbaProject.bin": b"x"}), "name": "a.docx", "kind": DOCX},
            415,
            "files/macros",
        ),
        ({"data": docx() + b"<html>", "name": "a.docx", "kind": DOCX}, 415, "files/odd-archive"),
        ({"audience": "everybody"}, 400, "invalid"),
        ({"fileId": "x"}, 400, "invalid"),
    ],
)
async def test_what_cannot_be_kept_is_refused_in_words_and_leaves_nothing(
    room: Room, marieke: Guest, addresses: Addresses, more: dict[str, Any], status: int, slug: str
):
    answer = await marieke.send(**more)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")
    assert "111222333" not in answer.text
    assert await kept_in(room, addresses) == 0


async def kept_in(room: Room, addresses: Addresses) -> int:
    """Count the bytes that are kept for a room, named or not."""
    connection = await asyncpg.connect(addresses.owner)
    try:
        return await connection.fetchval(
            "select coalesce(sum(length(content)), 0) from file_chunk where journal_id = any($1)",
            [room.marieke.shared_journal_id, room.marieke.side_journal_id],
        )
    finally:
        await connection.close()


async def test_sending_the_same_again_keeps_it_once_also_when_it_was_stripped(marieke: Guest):
    file_id = uuid4()
    more: dict[str, Any] = {"name": "Plan.docx", "kind": DOCX, "file_id": file_id}

    first, again = [await marieke.send(docx(), **more) for _ in range(2)]
    other = await marieke.send(docx(**{"word/media/image2.png": b""}), **more)
    own = await marieke.send(docx(), audience="own_side", **more)

    assert first.json() == again.json()
    assert other.json()["type"] == own.json()["type"] == "/problems/id-taken"


async def test_each_side_has_its_own_share_of_a_room(
    room: Room, people: People, settings: Settings
):
    """How much is left for one side tells nothing of what the other keeps, or for whom."""
    small = create_app(structs.replace(settings, side_files_limit_bytes=3 * CHUNK_BYTES))
    async with Browser(small) as one, Browser(small) as two:
        for browser, person in ((one, people.marieke), (two, people.youssef)):
            secret = await person.session(settings)
            browser.carry(secret, csrf_token(secret))
        marieke, youssef = Guest(room, one), Guest(room, two)
        for audience in ("shared", "own_side", "shared"):
            await marieke.sent(audience=audience)

        full = await marieke.send()

        assert (full.status_code, full.json()["type"]) == (507, "/problems/files/room-full")
        for audience in ("own_side", "shared", "own_side"):
            await youssef.sent(audience=audience)
        assert (await youssef.send()).json() == full.json()


async def test_what_was_never_used_goes_after_a_day_and_counts_no_more(
    room: Room, people: People, sign_in: SignIn, addresses: Addresses, clock: Clock
):
    marieke = Guest(room, await sign_in(people.marieke))
    unused = await marieke.sent(PDF + b" ongebruikt")
    used = (await marieke.said(await marieke.sent()))["files"][0]["id"]
    back = await marieke.said(await marieke.sent(PDF + b" teruggenomen"))
    await marieke.on(back, "removals")
    paper = await marieke.sent(PDF + b" op papier")
    recorded = await marieke.browser.post(
        f"{marieke.path}/paper-versions",
        move(fileId=paper, agreedOn="2026-03-01", summary="Twee plekken.", valueCents=1),
    )
    assert recorded.status_code == 201, recorded.text
    own = await marieke.sent(PDF + b" van ons", audience="own_side")

    clock.move_on(hours=23)
    await swept(addresses)
    marieke = Guest(room, await sign_in(people.marieke))
    assert (await marieke.get(unused)).status_code == 200
    clock.move_on(hours=2)
    await swept(addresses)
    marieke = Guest(room, await sign_in(people.marieke))

    found = {each: (await marieke.get(each)).status_code for each in (unused, used, paper, own)}
    assert found == {unused: 404, used: 200, paper: 200, own: 404}
    assert await kept_in(room, addresses) == len(PDF) + len(PDF + b" op papier")
    assert (await marieke.start(unused)).json()["errors"][0]["slug"] == "dialogue/unknown-file"


async def swept(addresses: Addresses) -> None:
    """Let go of what is due, as the sweeper does."""
    connection = await asyncpg.connect(addresses.sweeper)
    try:
        while await files.sweep(connection):
            pass
    finally:
        await connection.close()


async def test_only_a_sweep_lets_go_of_files(room: Room, marieke: Guest, addresses: Addresses):
    """Not the server's own login, not even by the function, and nobody can say who lets go."""
    await marieke.sent()
    connection = await asyncpg.connect(addresses.server)
    try:
        for statement in (
            "select sweep_files(now(), 10)",
            "delete from file",
            "delete from file_content",
            "delete from file_chunk",
            "update file set name = 'x'",
            "delete from attachment",
        ):
            await connection.execute("select set_config('app.letting_go', 'DELETE', false)")
            with pytest.raises(asyncpg.exceptions.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()
