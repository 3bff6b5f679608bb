"""What the product is measured beside: the framework alone, and the framework with one read."""

import os

from litestar import Litestar, get
from piccolo.columns import UUID, Text
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import Table


class StockEngine(PostgresEngine):
    """Piccolo's own engine, without the connection it opens while it is made."""

    async def check_version(self) -> None:
        pass


DB = StockEngine(config={"dsn": os.environ.get("BARE_DATABASE", "")})


class Note(Table, db=DB, tablename="bare_note"):
    id = UUID(primary_key=True, default=None)
    text = Text(default="")


@get("/json")
async def bare_json() -> dict[str, str]:
    return {"is": "fine"}


@get("/read")
async def one_read() -> list[dict[str, str]]:
    rows = await Note.select(Note.text).limit(1)
    return [{"text": row["text"]} for row in rows]


async def _start(_: Litestar) -> None:
    await DB.start_connection_pool(min_size=1, max_size=10)


async def _stop(_: Litestar) -> None:
    await DB.close_connection_pool()


app = Litestar([bare_json, one_read], on_startup=[_start], on_shutdown=[_stop], openapi_config=None)
