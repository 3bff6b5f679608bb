"""`kill -9` while people write: what anybody saw of another, and what was acknowledged, is there.

Twenty kills here; `make assure times=1000` makes as many as it is told, and kills PostgreSQL too.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator

from tests.crash.ground import Ground
from tests.drafting_live.desks import ASSURE, BECAUSE, SEED, Desk, Supply, desks
from tests.drafting_live.writers import Writers
from tests.embedded.conftest import eventually

KILLS = ASSURE or 20
KILLS_OF_POSTGRESQL = ASSURE // 4 or 2
# A long trial goes on in a fresh draft.
KILLS_A_DRAFT = 10
# Long enough for some updates to be stored and others to be under way.
SHORTEST_LIFE, LONGEST_LIFE = 0.1, 1.0
Kill = Callable[[], Awaitable[None]]


async def a_round(desk: Desk, dice: random.Random, kills: int, kill: Kill) -> None:
    """Kill something under those who write, again and again, and judge what is left each time."""
    for _ in range(kills):
        await desk.connect()
        async with desk.writing(dice):
            await asyncio.sleep(dice.uniform(SHORTEST_LIFE, LONGEST_LIFE))
            await kill()
            # Before anybody finds another server: what it lost stays lost.
            await desk.writers.ask("disconnect_all")
        await desk.judge_kept()


async def test_what_was_seen_or_acknowledged_outlives_its_server(
    ground: Ground, supply: Supply, writers: Writers
):
    dice = random.Random(SEED)
    starting: dict[int, asyncio.Task[None]] = {}

    async def kill() -> None:
        if starting:
            await asyncio.wait(starting.values(), return_when=asyncio.FIRST_COMPLETED)
        # Now and then all end at once; else the newcomer asks the one that goes on.
        ready = [port for port in ground.ports if port not in starting or starting[port].done()]
        for port in ready if dice.random() < 0.2 else [dice.choice(ready)]:
            ground.servers[port].kill()
            starting[port] = asyncio.create_task(ground.serve(port))

    for kills in rounds(KILLS):
        async with desks(ground, supply, writers, 1, dice) as [desk]:
            await a_round(desk, dice, kills, kill)
            await asyncio.gather(*starting.values())
            starting.clear()
            await desk.judge_end()


async def test_what_was_seen_or_acknowledged_outlives_postgresql(
    ground: Ground, supply: Supply, writers: Writers
):
    dice = random.Random(SEED + 1)
    starting: list[asyncio.Task[bool]] = []

    async def kill() -> None:
        ground.kill_postgresql(dice)
        starting.append(asyncio.create_task(asyncio.to_thread(eventually, ground.answers)))

    for kills in rounds(KILLS_OF_POSTGRESQL):
        async with desks(ground, supply, writers, 1, dice) as [desk]:
            await a_round(desk, dice, kills, kill)
            assert all(await asyncio.gather(*starting)), BECAUSE
            starting.clear()
            await desk.judge_end()


def rounds(kills: int) -> Iterator[int]:
    for begun in range(0, kills, KILLS_A_DRAFT):
        yield min(KILLS_A_DRAFT, kills - begun)
