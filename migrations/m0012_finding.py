"""Finding: the words of what people wrote. What stands there already is filled in afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-25T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Finding"

STATEMENTS = (
    """
    CREATE TABLE "findable" (
        "id" VARCHAR(64) PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL
            REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "kind" VARCHAR(16) NOT NULL,
        "about_id" UUID NOT NULL,
        "at" TIMESTAMPTZ NOT NULL,
        "words" TSVECTOR NOT NULL
    )
    """,
    # By journal and no other way: an index of words would be read before it is known whose they are.
    'CREATE INDEX "findable_journal_id" ON "findable" ("journal_id")',
)


class RawTable(Table):
    """Runs SQL as it stands."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="samenspraak", description=DESCRIPTION)

    async def make() -> None:
        await RawTable.raw("set local lock_timeout = '4s'")
        await RawTable.raw("set local statement_timeout = '5s'")
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(make)
    return manager
