"""Tables of values by edition, and the edition that a contract's parties chose."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T01:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Tables of values"

STATEMENTS = (
    """
    CREATE TABLE "edition" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "organisation_id" UUID
            REFERENCES "organisation" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "catalogue" VARCHAR(100) NOT NULL,
        "publisher" TEXT,
        "content" TEXT NOT NULL,
        "digest" VARCHAR(64) NOT NULL,
        "added_at" TIMESTAMPTZ NOT NULL,
        "added_by" UUID,
        "copied_from" UUID,
        "retired_at" TIMESTAMPTZ
    )
    """,
    # What comes with the product is nobody's: neither an organisation's nor a person's.
    """
    ALTER TABLE "edition" ADD CONSTRAINT edition_of_somebody CHECK (
        (journal_id IS NULL) = (organisation_id IS NULL)
        AND (journal_id IS NULL) = (added_by IS NULL)
    )
    """,
    # The same text twice would be one edition under two addresses.
    """
    CREATE UNIQUE INDEX edition_once ON "edition" (journal_id, digest)
        WHERE retired_at IS NULL AND journal_id IS NOT NULL
    """,
    """
    CREATE UNIQUE INDEX edition_shipped_once ON "edition" (digest) WHERE journal_id IS NULL
    """,
    'CREATE INDEX edition_catalogue ON "edition" USING btree ("catalogue", "id")',
    """
    CREATE TABLE "pinned_edition" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "number" INTEGER NOT NULL,
        "edition_id" UUID NOT NULL,
        "catalogue" VARCHAR(100) NOT NULL,
        "digest" VARCHAR(64) NOT NULL,
        "content" TEXT NOT NULL,
        "by_side" VARCHAR(16) NOT NULL,
        "by_person" UUID NOT NULL,
        "reason" TEXT NOT NULL,
        "rule" VARCHAR(16) NOT NULL,
        "chosen_at" TIMESTAMPTZ NOT NULL
    )
    """,
    """
    ALTER TABLE "pinned_edition" ADD CONSTRAINT pinned_number UNIQUE ("workspace_id", "number")
    """,
    """
    ALTER TABLE "pinned_edition" ADD CONSTRAINT known_rule
        CHECK (rule IN ('published', 'awarded', 'contract', 'by_hand'))
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
