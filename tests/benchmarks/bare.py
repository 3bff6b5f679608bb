"""What the product stands on, with nothing of the product: the yardstick beside it.

    python -m tests.benchmarks.bare PORT

`/json` answers a small document; `/read` reads one row through Piccolo and answers that.
"""

import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import uvicorn
from litestar import Litestar, get
from piccolo.columns import Integer, Text
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import Table

POOL = 10


class Engine(PostgresEngine):
    """The stock engine, but that it does not connect while modules are being imported."""

    async def check_version(self) -> None:
        return


BARE = Engine(config={"dsn": os.environ.get("DATABASE_URL", "")})


class Bare(Table, db=BARE):
    """One row of something."""

    id = Integer(primary_key=True, default=None)
    text = Text()


@get("/json", sync_to_thread=False)
def answer_json() -> dict[str, object]:
    return {"id": 1, "text": "Hallo."}


@get("/read")
async def answer_row() -> dict[str, object]:
    row = await Bare.select().where(Bare.id == 1).first()
    assert row is not None, "there is one row"
    return row


@asynccontextmanager
async def pooled(_: Litestar) -> AsyncGenerator[None]:
    await BARE.start_connection_pool(min_size=1, max_size=POOL)
    yield
    await BARE.close_connection_pool()


def main() -> None:
    app = Litestar([answer_json, answer_row], lifespan=[pooled], logging_config=None)
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
    )


if __name__ == "__main__":
    main()
