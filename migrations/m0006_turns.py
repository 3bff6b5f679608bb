"""Turns: clocks that remind or end an offer, pauses, and what a buyer answers for beside the bid."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T06:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Turns"

STATEMENTS = (
    """
    ALTER TABLE "negotiation"
        ADD COLUMN "until_lapses" BOOLEAN NOT NULL DEFAULT false,
        ADD COLUMN "remind_at" TIMESTAMPTZ,
        ADD COLUMN "reminded_at" TIMESTAMPTZ,
        ADD COLUMN "paused_side" VARCHAR(16),
        ADD COLUMN "paused_by" UUID,
        ADD COLUMN "paused_reason" TEXT
    """,
    # Until now every offer with an end lapsed, and says so in its frozen text.
    'UPDATE "negotiation" SET until_lapses = true WHERE until_at IS NOT NULL',
    """
    ALTER TABLE "negotiation" ADD CONSTRAINT negotiation_clock CHECK (
        (NOT until_lapses OR until_at IS NOT NULL)
        AND (remind_at IS NULL OR until_at IS NOT NULL)
        AND (paused_at IS NULL OR is_open)
        AND (paused_at IS NULL) = (paused_side IS NULL)
        AND (paused_at IS NULL) = (paused_by IS NULL)
        AND (paused_at IS NULL) = (paused_reason IS NULL)
    )
    """,
    # What a sweep looks for: little is open, and less of it has an end.
    """
    CREATE INDEX negotiation_due ON "negotiation" (until_at)
        WHERE is_open AND paused_at IS NULL AND until_at IS NOT NULL
    """,
    """
    CREATE TABLE "bid_departure" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "commitment_id" UUID NOT NULL
            REFERENCES "commitment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "revision_id" UUID NOT NULL
            REFERENCES "revision" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "less" VARCHAR(16)[] NOT NULL,
        "others_admitted" BOOLEAN NOT NULL,
        "other_winner" BOOLEAN NOT NULL,
        "balance_shifts" BOOLEAN NOT NULL,
        "scope_widens" BOOLEAN NOT NULL,
        "ground" TEXT NOT NULL,
        "by_person" UUID NOT NULL,
        "answered_at" TIMESTAMPTZ NOT NULL
    )
    """,
    """
    ALTER TABLE "bid_departure" ADD CONSTRAINT bid_departure_once UNIQUE ("revision_id")
    """,
    'CREATE INDEX bid_departure_commitment ON "bid_departure" USING btree ("commitment_id")',
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
