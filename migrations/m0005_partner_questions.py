"""What both sides asked about the partners of a commitment, and what was answered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Partner questions"

STATEMENTS = (
    """
    CREATE TABLE "partner" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "name" TEXT NOT NULL,
        "name_key" TEXT NOT NULL,
        "by_side" VARCHAR(16) NOT NULL,
        "by_person" UUID NOT NULL,
        "asked_at" TIMESTAMPTZ NOT NULL
    )
    """,
    # Asked about twice, the answers would stand in two places.
    """
    ALTER TABLE "partner" ADD CONSTRAINT partner_once UNIQUE ("workspace_id", "name_key")
    """,
    """
    CREATE TABLE "partner_answer" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "partner_id" UUID NOT NULL REFERENCES "partner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "question" VARCHAR(16) NOT NULL,
        "number" INTEGER NOT NULL,
        "text" TEXT NOT NULL,
        "by_side" VARCHAR(16) NOT NULL,
        "by_person" UUID NOT NULL,
        "answered_at" TIMESTAMPTZ NOT NULL
    )
    """,
    """
    ALTER TABLE "partner_answer"
        ADD CONSTRAINT partner_answer_number UNIQUE ("partner_id", "question", "number")
    """,
    """
    ALTER TABLE "partner_answer" ADD CONSTRAINT known_question
        CHECK (question IN ('part', 'own_part', 'guidance', 'setback', 'money'))
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
