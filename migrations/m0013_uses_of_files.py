"""Uses of files: who asks for a file is shown it by what uses it, so that is looked up often."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-26T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Uses of files"

STATEMENTS = (
    'CREATE INDEX "version_file_id" ON "version" ("file_id")',
    'CREATE INDEX "signed_copy_file_id" ON "signed_copy" ("file_id")',
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
