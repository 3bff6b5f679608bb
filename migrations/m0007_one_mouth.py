"""Departments of a side with their word, and what both sides tell each other at one moment."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T07:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One mouth"

STATEMENTS = (
    """
    CREATE TABLE "department" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "name" TEXT NOT NULL,
        "before" VARCHAR(16)[] NOT NULL,
        "above_cents" BIGINT,
        "people" UUID[] NOT NULL,
        "defined_at" TIMESTAMPTZ NOT NULL,
        "ended_at" TIMESTAMPTZ
    )
    """,
    'CREATE INDEX department_journal_id ON "department" USING btree ("journal_id")',
    # A department that is asked about nothing, or has nobody, would look like a rule and be none.
    """
    ALTER TABLE "department" ADD CONSTRAINT asked_of_somebody CHECK (
        cardinality(before) > 0 AND before <@ ARRAY['proposal', 'signature']::VARCHAR[]
        AND cardinality(people) > 0 AND above_cents >= 0
    )
    """,
    """
    CREATE TABLE "department_word" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "department_id" UUID NOT NULL
            REFERENCES "department" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "number" INTEGER NOT NULL,
        "about" VARCHAR(16) NOT NULL,
        "about_id" UUID NOT NULL,
        "digest" VARCHAR(64) NOT NULL,
        "word" VARCHAR(8) NOT NULL,
        "reason" TEXT NOT NULL,
        "by_participant" UUID NOT NULL,
        "given_at" TIMESTAMPTZ NOT NULL
    )
    """,
    'CREATE INDEX department_word_about_id ON "department_word" USING btree ("about_id")',
    """
    ALTER TABLE "department_word" ADD CONSTRAINT word_number UNIQUE ("department_id", "number")
    """,
    """
    ALTER TABLE "department_word" ADD CONSTRAINT known_word
        CHECK (about IN ('draft', 'version') AND word IN ('yes', 'no'))
    """,
    """
    CREATE TABLE "perspective_exchange" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "number" INTEGER NOT NULL,
        "started_at" TIMESTAMPTZ NOT NULL,
        "started_by" UUID NOT NULL,
        "buyer_handed_in_at" TIMESTAMPTZ,
        "contractor_handed_in_at" TIMESTAMPTZ,
        "opened_at" TIMESTAMPTZ,
        "opened_by_side" VARCHAR(16)
    )
    """,
    """
    ALTER TABLE "perspective_exchange"
        ADD CONSTRAINT exchange_number UNIQUE ("workspace_id", "number")
    """,
    # Two that are open at once would leave it unclear to which one a side hands in.
    """
    CREATE UNIQUE INDEX one_exchange_going_on ON "perspective_exchange" (workspace_id)
        WHERE opened_at IS NULL
    """,
    """
    CREATE TABLE "perspective_answer" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "exchange_id" UUID NOT NULL
            REFERENCES "perspective_exchange" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "side" VARCHAR(16) NOT NULL,
        "wants" TEXT NOT NULL,
        "worries" TEXT NOT NULL,
        "gives" TEXT NOT NULL,
        "needs" TEXT NOT NULL,
        "by_participant" UUID NOT NULL,
        "handed_in_at" TIMESTAMPTZ NOT NULL
    )
    """,
    """
    ALTER TABLE "perspective_answer" ADD CONSTRAINT answer_a_side UNIQUE ("exchange_id", "side")
    """,
    """
    CREATE TABLE "perspective" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "exchange_id" UUID NOT NULL
            REFERENCES "perspective_exchange" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "side" VARCHAR(16) NOT NULL,
        "wants" TEXT NOT NULL,
        "worries" TEXT NOT NULL,
        "gives" TEXT NOT NULL,
        "needs" TEXT NOT NULL,
        "by_participant" UUID NOT NULL,
        "handed_in_at" TIMESTAMPTZ NOT NULL
    )
    """,
    'ALTER TABLE "perspective" ADD CONSTRAINT copy_a_side UNIQUE ("exchange_id", "side")',
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
