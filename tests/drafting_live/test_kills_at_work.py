"""`kill -9` while a server is at work of its own on a draft: nothing of the draft is lost."""

import asyncio
import random

from tests.crash.ground import Ground
from tests.drafting_live.desks import ASSURE, BECAUSE, IDLE_SECONDS, SEED, Supply, desks
from tests.drafting_live.writers import Writers

KILLS = ASSURE // 4 or 3
# More than the log may grow before it is taken together, in pieces of less than a draft holds.
PASTE_CHARACTERS, PASTES = 60_000, 5
A_WHILE = 0.1


async def test_a_server_that_ends_while_it_takes_a_log_together_leaves_all_of_it(
    ground: Ground, supply: Supply, writers: Writers
):
    dice = random.Random(SEED + 2)
    for _ in range(KILLS):
        async with desks(ground, supply, writers, 1, dice) as [desk]:
            await desk.connect()
            writer = desk.names[0]
            for _ in range(PASTES):
                text = "".join(dice.choices("abcdefghijklmnopqrstuvwxyz 😀\n", k=PASTE_CHARACTERS))
                await writers.ask("change", writer=writer, at=0, insert=text)
                await writers.ask(
                    "change", writer=writer, at=0, remove=len(text.encode("utf-16-le")) // 2
                )
                report = await writers.until(writer, unacknowledged=0)
                assert report["unacknowledged"] == 0, BECAUSE
            # What it does now, it does by itself.
            await asyncio.sleep(dice.uniform(0, 0.05))
            for server in ground.servers.values():
                server.kill()
            await writers.ask("disconnect_all")
            await ground.serve_all()
            there = await desk.judge_kept()
            assert there["text"] == report["text"], BECAUSE
            assert there["state"] == report["state"], BECAUSE
            await desk.judge_end()


async def test_a_server_that_ends_while_it_lets_drafts_go_leaves_all_of_them(
    ground: Ground, supply: Supply, writers: Writers
):
    dice = random.Random(SEED + 3)
    for _ in range(KILLS):
        async with desks(ground, supply, writers, 3, dice) as several:
            for desk in several:
                await desk.connect()
                async with desk.writing(dice):
                    await asyncio.sleep(A_WHILE)
                await writers.agreed(*desk.names, because=BECAUSE)
            for desk in several:
                for name in desk.names:
                    await writers.ask("disconnect", writer=name)
                await asyncio.sleep(0.1)
            # The first has gone by now, or is going; the last is still there.
            await asyncio.sleep(dice.uniform(IDLE_SECONDS - 0.3, IDLE_SECONDS))
            for server in ground.servers.values():
                server.kill()
            await ground.serve_all()
            for desk in several:
                there = await desk.judge_kept()
                whole = await writers.ask("together", of=desk.names)
                assert {key: there[key] for key in whole} == whole, BECAUSE
                await desk.judge_end()
