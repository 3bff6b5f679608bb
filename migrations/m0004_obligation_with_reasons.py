"""The obligation with its reasons: what both sides say of it, and when it is weighed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T01:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Obligation with reasons"

STATEMENTS = (
    # Wordings of before have no key, so they never count as the same reason elsewhere.
    'ALTER TABLE "obligation" ADD COLUMN "reason_key" VARCHAR(64)',
    'ALTER TABLE "obligation" ADD COLUMN "same_reason_elsewhere" INTEGER NOT NULL DEFAULT 0',
    'CREATE INDEX obligation_reason_key ON "obligation" USING btree ("reason_key")',
    """
    CREATE TABLE "obligation_reaction" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "number" INTEGER NOT NULL,
        "digest" VARCHAR(64) NOT NULL,
        "by_side" VARCHAR(16) NOT NULL,
        "by_person" UUID NOT NULL,
        "text" TEXT NOT NULL,
        "reacted_at" TIMESTAMPTZ NOT NULL
    )
    """,
    """
    CREATE INDEX obligation_reaction_number
        ON "obligation_reaction" USING btree ("workspace_id", "number")
    """,
    """
    CREATE TABLE "organisation_setting" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "organisation_id" UUID NOT NULL UNIQUE
            REFERENCES "organisation" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "sheet_above_cents" BIGINT CHECK (sheet_above_cents >= 0),
        "changed_at" TIMESTAMPTZ NOT NULL,
        "changed_by" UUID NOT NULL
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
