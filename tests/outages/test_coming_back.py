"""What goes round in a process goes on after whatever it met."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import msgspec
import pytest
from aiosmtpd.smtp import SMTP
from tests.postgres import TestCluster
from tests.servers import free_ports

from samenspraak import surroundings
from samenspraak.identity.letters import Postman
from samenspraak.journal.wakeups import Doorbell
from samenspraak.settings import Settings

PATIENCE_SECONDS = 60


class Mailbox:
    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
async def owner(settings: Settings, database: None) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.database_owner_url)
    yield connection
    await connection.close()


async def test_a_bell_that_lost_its_line_wakes_everybody_once_it_is_back(
    settings: Settings, database: None, cluster: TestCluster
):
    """What rang meanwhile is lost, so each has to look for itself."""
    name = urlsplit(settings.database_url).path[1:]
    hang_up = (
        "select pg_terminate_backend(pid) from pg_stat_activity"
        f" where datname = '{name}' and query ~ 'pg_notify.*, ..[)]' and state = 'idle'"
    )
    bell = Doorbell(settings.database_url)
    await bell.start()
    try:
        async with bell.waiting_on([uuid4()]) as rung:
            rung.clear()
            for _ in range(3):
                assert await asyncio.to_thread(cluster.tell, hang_up)
                await asyncio.wait_for(rung.wait(), PATIENCE_SECONDS)
                rung.clear()
    finally:
        await bell.stop()


async def test_a_letter_nobody_can_write_does_not_stand_before_all_others(
    settings: Settings, owner: asyncpg.Connection
):
    mailbox, [port] = Mailbox(), free_ports(1)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(mailbox, enable_SMTPUTF8=True), "127.0.0.1", port
    )
    recipient = f"{uuid4().hex}@voorbeeld.example"
    broken = uuid4()
    facts = dict.fromkeys(("contract", "inviter", "party", "link", "until"), "x")
    for letter_id, kind in ((broken, "no-such-kind"), (uuid4(), "invitation")):
        await owner.execute(
            "insert into outbox (id, kind, recipient, language, facts, due_at, attempts)"
            " values ($1, $2, $3, 'nl', $4, $5, 0)",
            letter_id,
            kind,
            recipient,
            msgspec.json.encode(facts).decode(),
            surroundings.now(),
        )
    sweeper = await asyncpg.connect(settings.database_sweeper_url)
    try:
        postman = Postman(msgspec.structs.replace(settings, mail_url=f"smtp://127.0.0.1:{port}"))
        while await postman.send_one(sweeper):
            pass
    finally:
        await sweeper.close()
        server.close()
    assert mailbox.recipients.count(recipient) == 1
    assert await owner.fetchval("select attempts from outbox where id = $1", broken) == 1
    await owner.execute("delete from outbox where id = $1", broken)
