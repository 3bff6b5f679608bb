"""Letters go out by a real SMTP server, once the move they tell of is there for good."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import msgspec
import pytest
from tests.browser import Browser, move
from tests.builders import PASSWORD, People, Room
from tests.conftest import SignIn
from tests.identity.mailbox import Mailbox, a_mailbox

from samenspraak.identity.letters import Postman
from samenspraak.settings import Settings
from samenspraak.workspaces import commands
from samenspraak.workspaces.schemas import InvitePerson, Role, Side


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[Mailbox, int]]:
    async with a_mailbox() as mailbox:
        yield mailbox, mailbox.port


async def test_an_invitation_by_mail_lets_in_and_shows_its_link_to_nobody_else(
    room: Room, settings: Settings, mailbox: tuple[Mailbox, int], browser: Browser
):
    box, port = mailbox
    request = InvitePerson(
        id=uuid4(), email="ilse@vandoorn.example", side=Side.CONTRACTOR, roles=[Role.WRITER]
    )
    secret = await commands.invite(room.youssef, request, mailed_from="https://samenspraak.test")
    assert secret is None
    mailed = msgspec.structs.replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
    sweeper = await asyncpg.connect(settings.database_sweeper_url)
    try:
        postman = Postman(mailed)
        while await postman.send_one(sweeper):
            pass
        waiting = "select count(*) from outbox where recipient = 'ilse@vandoorn.example'"
        assert await sweeper.fetchval(waiting) == 0
    finally:
        await sweeper.close()
    [letter] = [each for each in box.letters if each["To"] == "ilse@vandoorn.example"]
    assert letter["Subject"] == "Uitnodiging: Renovatie 214 woningen Waterwijk, perceel 2"
    link = re.search(r"https://\S+", letter.get_content())
    assert link is not None
    joined = await browser.post(
        f"/invitations/{link[0].rpartition('/')[2]}/acceptances",
        move(name="Ilse Bakker", password=PASSWORD),
    )
    assert joined.status_code == 201


async def test_a_refused_move_sends_no_letter(room: Room, settings: Settings):
    request = InvitePerson(
        id=uuid4(), email="tweede@anders.example", side=Side.CONTRACTOR, roles=[Role.NEGOTIATOR]
    )
    with pytest.raises(Exception, match="already-invited"):
        await commands.invite(room.marieke, request, mailed_from="https://samenspraak.test")
    sweeper = await asyncpg.connect(settings.database_sweeper_url)
    try:
        waiting = await sweeper.fetchval(
            "select count(*) from outbox where recipient = 'tweede@anders.example'"
        )
    finally:
        await sweeper.close()
    assert waiting == 0


async def test_a_mail_server_that_is_down_gets_the_letter_later(
    room: Room, settings: Settings, mailbox: tuple[Mailbox, int]
):
    box, port = mailbox
    box.answer = "451 later please"
    await commands.invite(
        room.marieke,
        InvitePerson(
            id=uuid4(), email="nadia@merwestede.example", side=Side.BUYER, roles=[Role.READER]
        ),
        mailed_from="https://samenspraak.test",
    )
    mailed = msgspec.structs.replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
    sweeper = await asyncpg.connect(settings.database_sweeper_url)
    try:
        postman = Postman(mailed)
        while await postman.send_one(sweeper):
            pass
        [row] = await sweeper.fetch(
            "select attempts from outbox where recipient = 'nadia@merwestede.example'"
        )
        assert row["attempts"] == 1
        box.answer = "250 OK"
        await sweeper.execute("update outbox set due_at = due_at - interval '1 day'")
        while await postman.send_one(sweeper):
            pass
    finally:
        await sweeper.close()
    assert [each["To"] for each in box.letters if "nadia" in each["To"]] == [
        "nadia@merwestede.example"
    ]


async def test_with_mail_set_up_the_answer_holds_no_link(
    people: People, room: Room, settings: Settings, sign_in: SignIn
):
    from tests.conftest import started

    from samenspraak.app import create_app
    from samenspraak.identity.decisions import csrf_token

    # Another application on the same database; only its settings differ.
    mailed = create_app(msgspec.structs.replace(settings, mail_url="smtp://127.0.0.1:9"))
    assert started is not None
    secret = await people.marieke.session(settings)
    async with Browser(mailed) as browser:
        browser.carry(secret, csrf_token(secret))
        answer = await browser.post(
            f"/workspaces/{room.id}/invitations",
            move(email="iemand@merwestede.example", side="buyer", roles=["reader"]),
        )
    assert answer.status_code == 201, answer.text
    assert answer.json()["link"] is None
    assert answer.json()["isMailed"]


def test_a_subject_cannot_carry_another_header():
    from samenspraak.identity.letters import letter

    row = {
        "id": uuid4(),
        "kind": "invitation",
        "recipient": "a@b.example",
        "language": "nl",
        "facts": msgspec.json.encode(
            {
                "inviter": "Iemand",
                "contract": "Brug Bcc: x@y.example",
                "party": "P",
                "link": "https://samenspraak.test/x",
                "until": "2026-12-05",
            }
        ).decode(),
    }
    assert letter(row, "samenspraak@localhost")["Bcc"] is None  # pyright: ignore[reportArgumentType]
