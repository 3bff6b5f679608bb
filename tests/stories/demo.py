"""The demo story, played into an empty database as `make run` plays it."""

import asyncio
import os
import sys
from pathlib import Path

from samenspraak.embedded import Addresses


async def play_demo(addresses: Addresses, folder: Path) -> None:
    """Play everything up to the day of the story."""
    environment = {
        **os.environ,
        "DATABASE_URL": addresses.server,
        "DATABASE_OWNER_URL": addresses.owner,
        "DATABASE_SWEEPER_URL": addresses.sweeper,
        "SAMENSPRAAK_DATA": str(folder),
        "SAMENSPRAAK_KEYS": str(folder / "keys"),
    }
    playing = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("samenspraak"), "demo", env=environment
    )
    assert await playing.wait() == 0, "the demo did not play"
