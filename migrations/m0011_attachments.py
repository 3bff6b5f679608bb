"""Attachments: files under messages, whose side keeps how much, and what was taken out of a file."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-25T06:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Attachments"

STATEMENTS = (
    'ALTER TABLE "file" ADD COLUMN "is_stripped" BOOLEAN NOT NULL DEFAULT false',
    'ALTER TABLE "file" ALTER COLUMN "is_stripped" DROP DEFAULT',
    'CREATE INDEX file_content_named ON "file" USING btree ("content_id")',
    """
    CREATE TABLE "file_content" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "side" VARCHAR(16) NOT NULL,
        "kept_by" UUID NOT NULL,
        "size_bytes" BIGINT NOT NULL,
        "kept_at" TIMESTAMPTZ NOT NULL
    )
    """,
    'CREATE INDEX file_content_journal_side ON "file_content" USING btree ("journal_id", "side")',
    'CREATE INDEX file_content_kept_at ON "file_content" USING btree ("kept_at")',
    # What was kept before had no side: it is that of whoever stored it.
    """
    INSERT INTO "file_content" (id, journal_id, side, kept_by, size_bytes, kept_at)
    SELECT DISTINCT ON (f.content_id)
           f.content_id, f.journal_id, coalesce(p.side, 'buyer'), f.stored_by, f.size_bytes,
           f.stored_at
    FROM file f
    LEFT JOIN workspace w ON w.journal_id = f.journal_id
    LEFT JOIN participant p ON p.workspace_id = w.id AND p.person_id = f.stored_by
    ORDER BY f.content_id, f.stored_at
    """,
    """
    CREATE TABLE "attachment" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "message_id" UUID NOT NULL REFERENCES "message" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "file_id" UUID UNIQUE NOT NULL REFERENCES "file" ("id")
            ON DELETE RESTRICT ON UPDATE CASCADE,
        "number" INTEGER NOT NULL
    )
    """,
    """
    ALTER TABLE "attachment" ADD CONSTRAINT attachment_number UNIQUE ("message_id", "number")
    """,
    # What is swept must not be what a version stands on, whoever comes first.
    """
    ALTER TABLE "version" ADD CONSTRAINT version_file FOREIGN KEY ("file_id")
        REFERENCES "file" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
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
