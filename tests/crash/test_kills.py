"""`kill -9` at any moment: what was acknowledged is there, once, and nothing else is.

Fifty kills here; `make assure times=1000` makes as many as it is told. The moments are drawn from a
seed, which a failure names; SAMENSPRAAK_SEED repeats it as far as a machine repeats itself.
"""

import asyncio
import contextlib
import os
import random
import secrets
from collections.abc import Iterator

import pytest
from tests.crash.ground import SERVERS, Ground, a_ground
from tests.crash.rounds import a_round
from tests.embedded.conftest import eventually

pytestmark = pytest.mark.crash

# Half of them end servers, half PostgreSQL.
KILLS = max(2, int(os.environ.get("SAMENSPRAAK_ASSURE") or 50)) // 2
# A room takes 200 commitments, so a long trial goes on in a fresh one.
KILLS_A_ROUND = 25
SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**32))
BECAUSE = f"SAMENSPRAAK_SEED={SEED}"


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with a_ground() as ground:
        yield ground


async def test_servers_are_killed_under_concurrent_moves(ground: Ground):
    dice = random.Random(SEED)

    async def kill(number: int) -> None:
        # A process that is still starting is killed too, every now and then.
        port = ground.ports[number % SERVERS]
        ground.servers[port].kill()
        restarts.append(asyncio.create_task(ground.serve(port)))
        if dice.random() < 0.7:
            await restarts[-1]

    restarts: list[asyncio.Task[None]] = []
    for kills in _rounds(KILLS):
        await a_round(ground, dice, kills, kill, because=BECAUSE)
        for restart in restarts:
            # One that was killed while it started ended before it was ready.
            with contextlib.suppress(AssertionError):
                await restart
        restarts.clear()


async def test_postgresql_is_killed_under_concurrent_moves(ground: Ground):
    dice = random.Random(SEED + 1)

    async def kill(_: int) -> None:
        await asyncio.to_thread(ground.kill_postgresql, dice)
        if dice.random() < 0.7:
            # Whoever serves would notice too; here the servers do not own it.
            await asyncio.sleep(dice.uniform(0, 0.5))
        assert await asyncio.to_thread(eventually, ground.answers)

    for kills in _rounds(KILLS):
        await a_round(ground, dice, kills, kill, because=BECAUSE)


def test_afterwards_no_process_is_left_behind(ground: Ground):
    """Whoever killed us must not have to look for what we left."""
    ground.end()
    assert eventually(lambda: not ground.left()), ground.left()


def _rounds(kills: int) -> Iterator[int]:
    for begun in range(0, kills, KILLS_A_ROUND):
        yield min(KILLS_A_ROUND, kills - begun)
