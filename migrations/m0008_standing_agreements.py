"""Agreements that stand up: several signatories, requests to sign, causes, holders, holds, purges."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T08:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Standing agreements"

STATEMENTS = (
    # Why a version was made, what it changes beside the one in force, and who closed it. The salt
    # goes with the reason when that has to go.
    """
    ALTER TABLE "version"
        ADD COLUMN "cause" VARCHAR(24),
        ADD COLUMN "changed_cents" BIGINT,
        ADD COLUMN "closed_by_side" VARCHAR(16),
        ADD COLUMN "closed_salt" VARCHAR(64)
    """,
    # A side may ask for several signatories; nobody signs twice.
    'ALTER TABLE "signature" DROP CONSTRAINT one_signature_a_side',
    """
    ALTER TABLE "signature" ADD CONSTRAINT one_signature_a_person
        UNIQUE ("version_id", "person_id")
    """,
    """
    CREATE TABLE "sign_request" (
        "id" UUID PRIMARY KEY NOT NULL,
        "person_id" UUID NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "version_id" UUID NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "digest" VARCHAR(64) NOT NULL,
        "statement" TEXT NOT NULL,
        "made_at" TIMESTAMPTZ NOT NULL,
        "expires_at" TIMESTAMPTZ NOT NULL,
        "used_at" TIMESTAMPTZ
    )
    """,
    'CREATE INDEX sign_request_expires ON "sign_request" USING btree ("expires_at")',
    'CREATE INDEX sign_request_version ON "sign_request" USING btree ("version_id")',
    """
    CREATE TABLE "signing_rule" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "side" VARCHAR(16) NOT NULL,
        "number" INTEGER NOT NULL,
        "needed" INTEGER NOT NULL,
        "set_at" TIMESTAMPTZ NOT NULL,
        "set_by" UUID NOT NULL
    )
    """,
    """
    ALTER TABLE "signing_rule"
        ADD CONSTRAINT one_rule_at_a_time UNIQUE ("workspace_id", "side", "number"),
        ADD CONSTRAINT some_sign CHECK (needed BETWEEN 1 AND 9),
        ADD CONSTRAINT rule_of_a_party CHECK (side IN ('buyer', 'contractor'))
    """,
    """
    CREATE TABLE "signed_copy" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "version_id" UUID NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "file_id" UUID NOT NULL REFERENCES "file" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "side" VARCHAR(16) NOT NULL,
        "remark" TEXT NOT NULL,
        "added_at" TIMESTAMPTZ NOT NULL,
        "added_by" UUID NOT NULL
    )
    """,
    'ALTER TABLE "signed_copy" ADD CONSTRAINT copied_once UNIQUE ("version_id", "file_id")',
    """
    CREATE TABLE "holder_change" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "commitment_id" UUID NOT NULL
            REFERENCES "commitment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "side" VARCHAR(16) NOT NULL,
        "role" TEXT NOT NULL,
        "slot" VARCHAR(64) NOT NULL,
        "number" INTEGER NOT NULL,
        "held_by" VARCHAR(64) NOT NULL,
        "names" TEXT,
        "since_at" TIMESTAMPTZ NOT NULL,
        "set_by" UUID NOT NULL
    )
    """,
    'ALTER TABLE "holder_change" ADD CONSTRAINT one_holder_at_a_time UNIQUE ("slot", "number")',
    'CREATE INDEX holder_change_workspace ON "holder_change" USING btree ("workspace_id")',
    """
    CREATE TABLE "dispute_hold" (
        "id" UUID PRIMARY KEY NOT NULL,
        "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "workspace_id" UUID NOT NULL
            REFERENCES "workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "side" VARCHAR(16) NOT NULL,
        "reason" TEXT NOT NULL,
        "placed_at" TIMESTAMPTZ NOT NULL,
        "placed_by" UUID NOT NULL,
        "lifted_at" TIMESTAMPTZ,
        "lifted_by" UUID,
        "lifted_reason" TEXT
    )
    """,
    'CREATE INDEX dispute_hold_workspace ON "dispute_hold" USING btree ("workspace_id")',
    """
    ALTER TABLE "dispute_hold" ADD CONSTRAINT lifted_with_a_reason CHECK (
        (lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_reason IS NULL)
    )
    """,
    # What is left of a workspace that was purged, beside the heads of its journals: no content.
    """
    CREATE TABLE "purge_record" (
        "id" UUID PRIMARY KEY NOT NULL,
        "workspace_id" UUID NOT NULL UNIQUE,
        "purged_at" TIMESTAMPTZ NOT NULL,
        "kept_until" TIMESTAMPTZ NOT NULL,
        "heads" TEXT NOT NULL,
        "counts" TEXT NOT NULL
    )
    """,
    'ALTER TABLE "journal" ADD COLUMN "purged_at" TIMESTAMPTZ',
    'ALTER TABLE "person" ADD COLUMN "erased_at" TIMESTAMPTZ',
    """
    ALTER TABLE "organisation_setting"
        ADD COLUMN "mandate_on" VARCHAR(16) NOT NULL DEFAULT 'total'
            CHECK (mandate_on IN ('total', 'change')),
        ADD COLUMN "retention_years" INTEGER CHECK (retention_years BETWEEN 3 AND 100)
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
