"""Live drafts: what people write together, before anything is proposed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-21T22:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Writing together"

STATEMENTS = (
    """
    CREATE TABLE "draft" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "kind" VARCHAR(16) NOT NULL,
        "box" VARCHAR(16) NOT NULL,
        "subject_id" UUID,
        "base_number" INTEGER,
        "base_digest" VARCHAR(64),
        "opened_at" TIMESTAMPTZ NOT NULL,
        "opened_by" UUID NOT NULL,
        "head" BIGINT NOT NULL DEFAULT 0,
        "proposed_number" INTEGER,
        "proposed_digest" VARCHAR(64),
        "proposed_at" TIMESTAMPTZ,
        "discarded_at" TIMESTAMPTZ
    )
    """,
    'CREATE INDEX draft_journal_id ON "draft" USING btree ("journal_id")',
    'CREATE INDEX draft_workspace_id ON "draft" USING btree ("workspace_id")',
    'CREATE INDEX draft_subject_id ON "draft" USING btree ("subject_id")',
    """
    ALTER TABLE "draft" ADD CONSTRAINT known_draft
        CHECK (kind IN ('commitment', 'purpose', 'clauses') AND box IN ('joint', 'own_side'))
    """,
    # Two drafts of one thing in one box would leave people writing past each other.
    """
    CREATE UNIQUE INDEX draft_once ON "draft" (journal_id, kind, subject_id)
        WHERE discarded_at IS NULL AND subject_id IS NOT NULL
    """,
    """
    CREATE TABLE "draft_update" (
        "id" VARCHAR(57) PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL,
        "draft_id" UUID NOT NULL,
        "sequence" BIGINT NOT NULL,
        "person_id" UUID NOT NULL,
        "data" BYTEA NOT NULL,
        "stored_at" TIMESTAMPTZ NOT NULL
    )
    """,
    'CREATE INDEX draft_update_after ON "draft_update" ("draft_id", "sequence")',
    """
    CREATE TABLE "draft_snapshot" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL,
        "sequence" BIGINT NOT NULL,
        "state" BYTEA NOT NULL,
        "taken_at" TIMESTAMPTZ NOT NULL
    )
    """,
    """
    CREATE TABLE "draft_client" (
        "id" VARCHAR(57) PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL,
        "draft_id" UUID NOT NULL,
        "client" BIGINT NOT NULL,
        "person_id" UUID NOT NULL
    )
    """,
    'CREATE INDEX draft_client_draft_id ON "draft_client" USING btree ("draft_id")',
    """
    CREATE TABLE "draft_touch" (
        "id" VARCHAR(120) PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL,
        "draft_id" UUID NOT NULL,
        "field" TEXT NOT NULL,
        "person_id" UUID NOT NULL,
        "touched_at" TIMESTAMPTZ NOT NULL
    )
    """,
    'CREATE INDEX draft_touch_draft_id ON "draft_touch" USING btree ("draft_id")',
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
