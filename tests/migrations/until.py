"""Bring an empty database to an older shape: `python -m tests.migrations.until m0007_one_mouth`.

A process of its own, because the migrations run on the one engine that this process shares.
"""

import asyncio
import contextlib
import importlib
import os
import sys

from samenspraak.database import DB
from samenspraak.settings import resource


async def migrate_until(owner_url: str, name: str) -> None:
    """Run every migration up to this one, and no guards: those came with the code of then."""
    os.environ["PICCOLO_CONF"] = "samenspraak.piccolo_conf"
    sys.path.insert(0, str(resource("migrations")))
    last = importlib.import_module(name).ID
    from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

    DB.config = {"dsn": owner_url}
    with contextlib.redirect_stdout(sys.stderr):
        result = await ForwardsMigrationManager(app_name="samenspraak", migration_id=last).run()
    assert result.success, result.message


if __name__ == "__main__":
    asyncio.run(migrate_until(os.environ["DATABASE_OWNER_URL"], sys.argv[1]))
