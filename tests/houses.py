"""Looking at a whole house at once, as the owner of its database."""

from collections.abc import Collection

import asyncpg


async def everything_in(owner_url: str, *, without: Collection[str] = ()) -> dict[str, list[str]]:
    """Return every row of every table as text, at one moment."""
    owner = await asyncpg.connect(owner_url)
    try:
        async with owner.transaction(isolation="repeatable_read", readonly=True):
            tables = await owner.fetch(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                " and relkind = 'r' order by relname"
            )
            return {
                table["relname"]: [
                    row["t"]
                    for row in await owner.fetch(
                        f'select t::text from "{table["relname"]}" t order by t::text'
                    )
                ]
                for table in tables
                if table["relname"] not in without
            }
    finally:
        await owner.close()
