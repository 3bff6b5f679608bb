"""One world: a copy of the stage, the application in front of it, and a history played in it.

    python -m tests.twins.playing STAGE

reads what to play from its input, a line each, and writes what was observed to its output. Two of
these run side by side: what one keeps in memory must not be there for the other.
"""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from aiosmtpd.smtp import SMTP
from msgspec import structs
from tests.conftest import started
from tests.twins.labels import LabelledWorld, labelled
from tests.twins.leaks import LEAKS
from tests.twins.letters import Letterbox
from tests.twins.looking import Seen
from tests.twins.moves import MOVES
from tests.twins.provider import a_provider
from tests.twins.stage import Stage
from tests.twins.worlds import History, Played, World

from samenspraak.app import create_app
from samenspraak.settings import Settings
from samenspraak.surroundings import surrounded_by

# Nothing happens by itself while a history is played.
NEVER = 1_000_000


async def play(stage: Stage, history: History, settings: Settings) -> Played:
    """Play a history from the beginning to the end."""
    labels = LabelledWorld()
    with surrounded_by(labels.surroundings):
        async with (
            a_provider() as provider,
            letters(stage, history, structs.replace(settings, providers=(provider,))) as letterbox,
        ):
            # Its postman stays in: letters go out when all is told, in the order they were written.
            indoors = structs.replace(letterbox.settings, database_sweeper_url="")
            application: Any = create_app(indoors, labels.surroundings)
            if history.leak:
                application = await LEAKS[history.leak](application, letterbox.settings)
            async with started(application):
                world = World(application, stage, history, labels, settings.database_owner_url)
                before = labels.strays
                looked = await _play_steps(world)
                await world.hang_up()
                world.seen += await letterbox.opened(labels)
                return Played(
                    seen=[*looked, world.seen],
                    done=world.done,
                    refused=world.refused,
                    shown=sorted(world.shown),
                    strays=labels.strays - before,
                )


async def _play_steps(world: World) -> list[list[Seen]]:
    """Make every step, and return what was seen before the last look."""
    history = world.history
    looked: list[list[Seen]] = []
    for at, step in enumerate(history.steps):
        if at == history.opens_at:
            with labelled("listen"):
                await world.listen()
        world.labels.move_to(step.at)
        if at in history.looks:
            await world.look(history.looks[at])
            looked.append(world.seen)
            world.seen = []
        # Left out, made once, or made three times.
        move = MOVES[step.move]
        for time in range({0: 0, 3: 1 if move.is_once else 3}.get(step.variant, 1)):
            label = f"{step.label}/{time}"
            with labelled(label):
                await move.make(world, structs.replace(step, label=label))
        if not step.is_private:
            await world.settle(step)
    await world.look(history.looks.get(len(history.steps), ()))
    return looked


@asynccontextmanager
async def letters(stage: Stage, history: History, settings: Settings) -> AsyncGenerator[Letterbox]:
    """Put up a mail server, whose letters are read by the observers they are for."""
    letterbox = Letterbox(
        {
            stage.asker(name).name: stage.players[name].email
            for name in history.observers
            if name in stage.players
        }
    )
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(SMTP, letterbox), host="127.0.0.1", port=0)
    try:
        port = server.sockets[0].getsockname()[1]
        letterbox.settings = structs.replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
        yield letterbox
    finally:
        server.close()


def settings_for(addresses: tuple[str, str, str], folder: Path) -> Settings:
    """Return settings under which nothing happens by itself, and everybody may ask much."""
    environment = Settings.from_environment(os.environ)
    owner, server, sweeper = addresses
    return structs.replace(
        environment,
        database_owner_url=owner,
        database_url=server,
        database_sweeper_url=sweeper,
        keys_folder=folder / "keys",
        data_folder=folder,
        sweep_seconds=NEVER,
        poll_seconds=NEVER,
        heartbeat_seconds=NEVER,
        draft_idle_seconds=NEVER,
        draft_updates_per_second=NEVER,
        draft_burst=NEVER,
        requests_per_minute=NEVER,
        sockets_per_person=100,
        pool_size=4,
    )


def main() -> None:
    place = Path(sys.argv[1])
    stage = msgspec.json.decode(place.read_bytes(), type=Stage)
    # What the product logs goes elsewhere: the output is for what was observed.
    output: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        history = msgspec.json.decode(line, type=History)
        settings = settings_for(history.addresses, place.parent)
        played = asyncio.run(play(stage, history, settings))
        output.write(msgspec.json.encode(played) + b"\n")
        output.flush()


if __name__ == "__main__":
    main()
