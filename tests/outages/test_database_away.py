"""PostgreSQL restarts, hangs up or falls silent under people at work: nothing acknowledged is lost.

Meanwhile the answer is "come back", with when; never a mistake of ours. Nothing has to be started
again afterwards: pools, the listening line, the sweep and letters come back by themselves.
`make assure times=1000` does it a hundred times, with cuts of half a minute.
"""

import asyncio
import os
import random
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from aiosmtpd.smtp import SMTP
from tests.crash.ground import PATIENCE_SECONDS, Ground, a_ground
from tests.crash.people import PAUSE_SECONDS
from tests.crash.rounds import a_round
from tests.embedded.conftest import eventually
from tests.outages.line import PostgresLine
from tests.servers import free_ports

from samenspraak.sweeping import SWEEP_LOCK

ASSURE = int(os.environ.get("SAMENSPRAAK_ASSURE") or 0)
# Of each kind.
RESTARTS = max(1, ASSURE // 20)
CUTS = max(1, ASSURE // 50)
CUT_SECONDS = 30.0 if ASSURE else 3.0
# A room takes 200 commitments, so a long trial goes on in fresh ones.
TROUBLES_A_ROUND = 10
SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**32))
BECAUSE = f"SAMENSPRAAK_SEED={SEED}"
Trouble = Callable[[], Awaitable[object]]


class Mailbox:
    """Takes letters in, and remembers for whom."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture(scope="module")
async def mailbox() -> AsyncIterator[tuple[Mailbox, int]]:
    mailbox = Mailbox()
    [port] = free_ports(1)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(mailbox, enable_SMTPUTF8=True), "127.0.0.1", port
    )
    yield mailbox, port
    server.close()


@pytest.fixture(scope="module")
async def ground(mailbox: tuple[Mailbox, int]) -> AsyncIterator[Ground]:
    more = {
        "SAMENSPRAAK_SWEEP_SECONDS": "1",
        "SAMENSPRAAK_MAIL_URL": f"smtp://127.0.0.1:{mailbox[1]}",
    }
    with a_ground(more) as ground:
        yield ground


@pytest.fixture(scope="module")
async def line(ground: Ground) -> AsyncIterator[PostgresLine]:
    """A line between the servers and PostgreSQL; only they go over it."""
    with TemporaryDirectory(dir=ground.folder) as folder:
        async with PostgresLine.laid(Path(folder), ground.addresses) as line:
            ground.reached = line.addresses
            yield line


async def test_postgresql_restarts_hangs_up_and_falls_silent_under_people_at_work(
    ground: Ground, line: PostgresLine
):
    async def restart_in_order() -> None:
        await asyncio.to_thread(ground.embedded.cluster.stop)
        assert await asyncio.to_thread(eventually, ground.answers)

    async def restart_at_once() -> None:
        # Without waiting for anybody, as `pg_ctl -m immediate` does.
        pid = ground.embedded.cluster.pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        assert await asyncio.to_thread(eventually, ground.answers)

    troubles: list[Trouble] = [
        *([restart_in_order, restart_at_once] * RESTARTS),
        *([partial(line.cut, CUT_SECONDS), partial(line.stop, CUT_SECONDS)] * CUTS),
    ]
    dice = random.Random(SEED)
    dice.shuffle(troubles)
    for begun in range(0, len(troubles), TROUBLES_A_ROUND):
        some = troubles[begun : begun + TROUBLES_A_ROUND]
        await a_round(ground, dice, len(some), lambda at, some=some: some[at](), because=BECAUSE)
    assert ground.mistakes() == "", BECAUSE
    ended = [server for server in ground.servers.values() if server.process.poll() is not None]
    assert ended == [], "nothing had to be started again"


async def test_afterwards_sweeps_go_round_and_letters_go_out(
    ground: Ground, line: PostgresLine, mailbox: tuple[Mailbox, int]
):
    await ground.serve_all()
    await line.cut(0.5)
    recipient = f"{uuid4().hex}@voorbeeld.example"
    async with ground.owner() as owner:
        await owner.execute(
            "insert into outbox (id, kind, recipient, language, facts, due_at, attempts)"
            " values ($1, 'invitation', $2, 'nl', $3, now(), 0)",
            uuid4(),
            recipient,
            msgspec.json.encode(
                dict.fromkeys(("contract", "inviter", "party", "link", "until"), "x")
            ).decode(),
        )
        for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
            sweeps = await owner.fetchval(
                "select count(*) from pg_locks where locktype = 'advisory' and granted"
                " and objid = $1",
                SWEEP_LOCK,
            )
            if recipient in mailbox[0].recipients and sweeps == 1:
                break
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            pytest.fail("the postman or the sweeper did not come back")
