"""Early ends: up to which day something holds that a version let end, and why it ends."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T08:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Early ends"

STATEMENTS = (
    'ALTER TABLE "binding" ADD COLUMN "ended_on" DATE, ADD COLUMN "ended_reason" TEXT',
    """
    ALTER TABLE "binding" ADD CONSTRAINT ends_with_a_reason CHECK (
        (ended_on IS NULL) = (ended_reason IS NULL)
    )
    """,
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
