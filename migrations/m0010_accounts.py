"""Accounts: a second factor, signing in elsewhere, forgotten passwords, and accounts that are shut."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T06:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Accounts"

STATEMENTS = (
    'ALTER TABLE "person" ADD COLUMN "disabled_at" TIMESTAMPTZ',
    # Who only comes in by way of an organisation of their own has no password with us.
    """
    ALTER TABLE "credential"
        ALTER COLUMN "password_hash" DROP NOT NULL,
        ADD COLUMN "totp_id" UUID,
        ADD COLUMN "totp_secret" VARCHAR(64),
        ADD COLUMN "totp_since" TIMESTAMPTZ,
        ADD COLUMN "totp_step" BIGINT
    """,
    """
    ALTER TABLE "credential" ADD CONSTRAINT second_factor_is_whole CHECK (
        (totp_id IS NULL) = (totp_secret IS NULL)
        AND (totp_since IS NULL OR totp_secret IS NOT NULL)
        AND (totp_step IS NULL OR totp_since IS NOT NULL)
    )
    """,
    """
    CREATE TABLE "recovery_code" (
        "id" UUID PRIMARY KEY NOT NULL,
        "person_id" UUID NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "salt" VARCHAR(32) NOT NULL,
        "code_hash" VARCHAR(64) NOT NULL,
        "made_at" TIMESTAMPTZ NOT NULL,
        "used_at" TIMESTAMPTZ
    )
    """,
    """
    ALTER TABLE "recovery_code" ADD CONSTRAINT recovery_code_once UNIQUE ("person_id", "code_hash")
    """,
    """
    CREATE TABLE "external_identity" (
        "id" UUID PRIMARY KEY NOT NULL,
        "person_id" UUID NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "issuer" TEXT NOT NULL,
        "subject" VARCHAR(255) NOT NULL,
        "linked_at" TIMESTAMPTZ NOT NULL
    )
    """,
    """
    ALTER TABLE "external_identity" ADD CONSTRAINT known_elsewhere_once UNIQUE ("issuer", "subject")
    """,
    """
    ALTER TABLE "external_identity" ADD CONSTRAINT one_an_issuer UNIQUE ("person_id", "issuer")
    """,
    """
    CREATE TABLE "provider_request" (
        "id" UUID PRIMARY KEY NOT NULL,
        "state_hash" VARCHAR(64) UNIQUE NOT NULL,
        "browser_hash" VARCHAR(64) NOT NULL,
        "nonce" VARCHAR(64) NOT NULL,
        "code_verifier" VARCHAR(128) NOT NULL,
        "provider" VARCHAR(64) NOT NULL,
        "purpose" VARCHAR(16) NOT NULL,
        "person_id" UUID REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "session_id" UUID,
        "return_to" TEXT NOT NULL,
        "made_at" TIMESTAMPTZ NOT NULL,
        "expires_at" TIMESTAMPTZ NOT NULL
    )
    """,
    """
    ALTER TABLE "provider_request" ADD CONSTRAINT purpose_and_person CHECK (
        purpose IN ('sign-in', 'proof', 'link')
        AND (purpose = 'sign-in') = (person_id IS NULL)
        AND (person_id IS NULL) = (session_id IS NULL)
    )
    """,
    'CREATE INDEX provider_request_expires_at ON "provider_request" USING btree ("expires_at")',
    """
    CREATE TABLE "password_reset" (
        "id" UUID PRIMARY KEY NOT NULL,
        "person_id" UUID NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
        "secret_hash" VARCHAR(64) UNIQUE NOT NULL,
        "made_at" TIMESTAMPTZ NOT NULL,
        "expires_at" TIMESTAMPTZ NOT NULL,
        "used_at" TIMESTAMPTZ
    )
    """,
    'CREATE INDEX password_reset_person ON "password_reset" USING btree ("person_id")',
    'CREATE INDEX password_reset_expires_at ON "password_reset" USING btree ("expires_at")',
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
