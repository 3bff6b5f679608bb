"""Every table of the first release, with what must never be true."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-21T12:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The house"

TABLES = """
CREATE TABLE "journal" (
    "id" UUID PRIMARY KEY NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "head" BIGINT NOT NULL DEFAULT 0,
    "head_digest" VARCHAR(64) NOT NULL,
    "head_at" TIMESTAMPTZ
);

CREATE TABLE "person" (
    "id" UUID PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL,
    "email" VARCHAR(254) UNIQUE NOT NULL,
    "language" VARCHAR(2) NOT NULL
);

CREATE TABLE "outbox" (
    "id" UUID PRIMARY KEY NOT NULL,
    "kind" VARCHAR(32) NOT NULL,
    "recipient" VARCHAR(254) NOT NULL,
    "language" VARCHAR(2) NOT NULL,
    "facts" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE "rate_bucket" (
    "id" VARCHAR(64) PRIMARY KEY NOT NULL,
    "times" INTEGER NOT NULL,
    "window_ends_at" TIMESTAMPTZ NOT NULL
);

CREATE INDEX rate_bucket_window_ends_at ON "rate_bucket" USING btree ("window_ends_at");

CREATE TABLE "import_preview" (
    "id" UUID PRIMARY KEY NOT NULL,
    "person_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "content" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL
);

CREATE TABLE "read_mark" (
    "id" VARCHAR(73) PRIMARY KEY NOT NULL,
    "person_id" UUID NOT NULL,
    "thread_id" UUID NOT NULL,
    "number" INTEGER NOT NULL
);

CREATE TABLE "signing_key" (
    "id" VARCHAR(64) PRIMARY KEY NOT NULL,
    "jwk" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ NOT NULL,
    "valid_to" TIMESTAMPTZ
);

CREATE TABLE "entry" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "number" BIGINT NOT NULL,
    "kind" VARCHAR(64) NOT NULL,
    "actor" UUID,
    "at" TIMESTAMPTZ NOT NULL,
    "body" TEXT NOT NULL,
    "previous_digest" VARCHAR(64) NOT NULL,
    "digest" VARCHAR(64) NOT NULL
);

ALTER TABLE "entry" ADD CONSTRAINT entry_number UNIQUE ("journal_id", "number");

CREATE TABLE "journal_reader" (
    "id" VARCHAR(73) PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "person_id" UUID NOT NULL,
    "mode" VARCHAR(8) NOT NULL
);

CREATE INDEX journal_reader_person_id ON "journal_reader" USING btree ("person_id");

CREATE TABLE "move" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "person_id" UUID NOT NULL,
    "request_digest" VARCHAR(64) NOT NULL
);

CREATE TABLE "file" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "content_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" VARCHAR(100) NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,
    "stored_at" TIMESTAMPTZ NOT NULL,
    "stored_by" UUID NOT NULL
);

CREATE TABLE "file_chunk" (
    "id" VARCHAR(48) PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "content_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" BYTEA NOT NULL
);

CREATE INDEX file_chunk_journal_id ON "file_chunk" USING btree ("journal_id");

CREATE INDEX file_chunk_content_id ON "file_chunk" USING btree ("content_id");

CREATE TABLE "organisation" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "name" TEXT NOT NULL,
    "identifier_scheme" VARCHAR(20),
    "identifier_id" VARCHAR(40),
    "claimed_at" TIMESTAMPTZ
);

CREATE TABLE "contract" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "title" TEXT NOT NULL,
    "reference" TEXT,
    "value_state" VARCHAR(16) NOT NULL,
    "value_cents" BIGINT,
    "currency" VARCHAR(3),
    "cpv" VARCHAR(10),
    "starts_on" DATE,
    "ends_on" DATE,
    "awarded_on" DATE,
    "source" VARCHAR(8) NOT NULL,
    "notice_key" TEXT,
    "lot_id" TEXT,
    "ocid" TEXT,
    "details" TEXT NOT NULL
);

CREATE TABLE "api_token" (
    "id" UUID PRIMARY KEY NOT NULL,
    "token_hash" VARCHAR(64) UNIQUE NOT NULL,
    "person_id" UUID NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "name" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "revoked_at" TIMESTAMPTZ
);

CREATE TABLE "credential" (
    "id" UUID PRIMARY KEY NOT NULL,
    "person_id" UUID UNIQUE NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "password_hash" TEXT NOT NULL
);

CREATE TABLE "session" (
    "id" UUID PRIMARY KEY NOT NULL,
    "token_hash" VARCHAR(64) UNIQUE NOT NULL,
    "person_id" UUID NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "started_at" TIMESTAMPTZ NOT NULL,
    "seen_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "proven_at" TIMESTAMPTZ NOT NULL,
    "method" VARCHAR(16) NOT NULL
);

CREATE TABLE "mandate" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "organisation_id" UUID NOT NULL REFERENCES "organisation" ("id") ON DELETE RESTRICT,
    "person_id" UUID NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "role" TEXT NOT NULL,
    "up_to_cents" BIGINT,
    "granted_at" TIMESTAMPTZ NOT NULL,
    "revoked_at" TIMESTAMPTZ
);

CREATE TABLE "membership" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "organisation_id" UUID NOT NULL REFERENCES "organisation" ("id") ON DELETE RESTRICT,
    "person_id" UUID NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "title" TEXT NOT NULL,
    "is_administrator" BOOLEAN NOT NULL DEFAULT false,
    "left_at" TIMESTAMPTZ
);

ALTER TABLE "membership" ADD CONSTRAINT member_once UNIQUE ("organisation_id", "person_id");

CREATE TABLE "notice" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "organisation_id" UUID NOT NULL REFERENCES "organisation" ("id") ON DELETE RESTRICT,
    "notice_key" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "procedure_id" TEXT,
    "content" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "file_name" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ NOT NULL
);

ALTER TABLE "notice" ADD CONSTRAINT notice_version_once UNIQUE ("organisation_id", "notice_key", "version");

CREATE TABLE "workspace" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "contract_id" UUID NOT NULL REFERENCES "contract" ("id") ON DELETE RESTRICT,
    "phase" VARCHAR(16) NOT NULL,
    "opened_at" TIMESTAMPTZ NOT NULL,
    "opened_by_side" VARCHAR(16) NOT NULL
);

CREATE TABLE "party" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "side" VARCHAR(16) NOT NULL,
    "organisation_id" UUID REFERENCES "organisation" ("id") ON DELETE RESTRICT,
    "name" TEXT NOT NULL,
    "identifier_scheme" VARCHAR(20),
    "identifier_id" VARCHAR(40),
    "joined_at" TIMESTAMPTZ
);

CREATE TABLE "obligation" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "number" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "by_side" VARCHAR(16) NOT NULL,
    "by_person" UUID NOT NULL,
    "set_at" TIMESTAMPTZ NOT NULL,
    "agreed_at" TIMESTAMPTZ,
    "agreed_by" UUID
);

ALTER TABLE "obligation" ADD CONSTRAINT obligation_number UNIQUE ("workspace_id", "number");

CREATE TABLE "purpose" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "number" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "by_side" VARCHAR(16) NOT NULL,
    "by_person" UUID NOT NULL,
    "set_at" TIMESTAMPTZ NOT NULL,
    "agreed_at" TIMESTAMPTZ,
    "agreed_by" UUID
);

ALTER TABLE "purpose" ADD CONSTRAINT purpose_number UNIQUE ("workspace_id", "number");

CREATE TABLE "side_room" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "side" VARCHAR(16) NOT NULL
);

ALTER TABLE "side_room" ADD CONSTRAINT one_room_a_side UNIQUE ("workspace_id", "side");

CREATE TABLE "thread" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "subject_kind" VARCHAR(16) NOT NULL,
    "subject_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "salt" VARCHAR(32) NOT NULL,
    "started_by" UUID NOT NULL,
    "started_at" TIMESTAMPTZ NOT NULL,
    "outcome_id" UUID,
    "resolved_at" TIMESTAMPTZ,
    "resolved_by" UUID
);

CREATE INDEX thread_subject_id ON "thread" USING btree ("subject_id");

CREATE TABLE "talk" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "held_on" DATE NOT NULL,
    "attendees" TEXT NOT NULL,
    "lines" TEXT[] NOT NULL,
    "salt" VARCHAR(32) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "recorded_by_side" VARCHAR(16) NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "confirmed_by" UUID,
    "confirmed_at" TIMESTAMPTZ
);

CREATE TABLE "commitment" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "number" INTEGER NOT NULL,
    "origin" VARCHAR(16) NOT NULL
);

ALTER TABLE "commitment" ADD CONSTRAINT commitment_number UNIQUE ("workspace_id", "number");

CREATE TABLE "version" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "number" INTEGER NOT NULL,
    "origin" VARCHAR(16) NOT NULL,
    "content" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "previous_digest" VARCHAR(64),
    "names" TEXT NOT NULL,
    "file_id" UUID,
    "state" VARCHAR(16) NOT NULL,
    "reason" TEXT NOT NULL,
    "value_cents" BIGINT NOT NULL,
    "offered_at" TIMESTAMPTZ NOT NULL,
    "offered_by" UUID NOT NULL,
    "offered_by_side" VARCHAR(16) NOT NULL,
    "sign_by_at" TIMESTAMPTZ,
    "in_force_at" TIMESTAMPTZ,
    "closed_at" TIMESTAMPTZ,
    "closed_reason" TEXT
);

CREATE TABLE "invitation" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT,
    "side" VARCHAR(16) NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "title" TEXT NOT NULL,
    "roles" VARCHAR(16)[] NOT NULL,
    "token_hash" VARCHAR(64) UNIQUE NOT NULL,
    "is_mailed" BOOLEAN NOT NULL DEFAULT false,
    "invited_by" UUID NOT NULL,
    "invited_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "accepted_at" TIMESTAMPTZ,
    "accepted_by" UUID,
    "withdrawn_at" TIMESTAMPTZ
);

CREATE TABLE "participant" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "workspace_id" UUID NOT NULL REFERENCES "workspace" ("id") ON DELETE RESTRICT,
    "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT,
    "side" VARCHAR(16) NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "roles" VARCHAR(16)[] NOT NULL,
    "admission" VARCHAR(16) NOT NULL,
    "joined_at" TIMESTAMPTZ NOT NULL,
    "left_at" TIMESTAMPTZ
);

CREATE INDEX participant_person_id ON "participant" USING btree ("person_id");

ALTER TABLE "participant" ADD CONSTRAINT person_once UNIQUE ("workspace_id", "person_id");

CREATE TABLE "message" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "thread_id" UUID NOT NULL REFERENCES "thread" ("id") ON DELETE RESTRICT,
    "number" INTEGER NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "author_id" UUID NOT NULL,
    "side" VARCHAR(16) NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "salt" VARCHAR(32) NOT NULL,
    "posted_at" TIMESTAMPTZ NOT NULL,
    "edition" INTEGER NOT NULL,
    "edited_at" TIMESTAMPTZ,
    "removed_at" TIMESTAMPTZ
);

ALTER TABLE "message" ADD CONSTRAINT message_number UNIQUE ("thread_id", "number");

CREATE TABLE "revision" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "commitment_id" UUID NOT NULL REFERENCES "commitment" ("id") ON DELETE RESTRICT,
    "number" INTEGER NOT NULL,
    "by_side" VARCHAR(16) NOT NULL,
    "by_person" UUID NOT NULL,
    "put_at" TIMESTAMPTZ NOT NULL,
    "content" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "names" TEXT NOT NULL
);

ALTER TABLE "revision" ADD CONSTRAINT revision_number UNIQUE ("commitment_id", "number");

CREATE TABLE "paper_confirmation" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "version_id" UUID NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT,
    "side" VARCHAR(16) NOT NULL,
    "person_id" UUID NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "confirmed_at" TIMESTAMPTZ NOT NULL
);

ALTER TABLE "paper_confirmation" ADD CONSTRAINT one_confirmation_a_side UNIQUE ("version_id", "side");

CREATE TABLE "receipt" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "version_id" UUID UNIQUE NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT,
    "content" TEXT NOT NULL,
    "seal" TEXT NOT NULL,
    "kid" VARCHAR(64) NOT NULL,
    "issued_at" TIMESTAMPTZ NOT NULL
);

CREATE TABLE "signature" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "version_id" UUID NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT,
    "side" VARCHAR(16) NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ NOT NULL,
    "content" TEXT NOT NULL,
    "entry_digest" VARCHAR(64) NOT NULL
);

ALTER TABLE "signature" ADD CONSTRAINT one_signature_a_side UNIQUE ("version_id", "side");

CREATE TABLE "hiding" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "message_id" UUID NOT NULL REFERENCES "message" ("id") ON DELETE RESTRICT,
    "reason" TEXT NOT NULL,
    "salt" VARCHAR(32) NOT NULL,
    "hidden_by" UUID NOT NULL,
    "hidden_at" TIMESTAMPTZ NOT NULL,
    "shown_reason" TEXT,
    "shown_by" UUID,
    "shown_at" TIMESTAMPTZ
);

CREATE TABLE "binding" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "commitment_id" UUID NOT NULL REFERENCES "commitment" ("id") ON DELETE RESTRICT,
    "revision_id" UUID NOT NULL REFERENCES "revision" ("id") ON DELETE RESTRICT,
    "version_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ NOT NULL,
    "to_at" TIMESTAMPTZ
);

CREATE INDEX binding_version_id ON "binding" USING btree ("version_id");

ALTER TABLE "binding" ADD CONSTRAINT bound_once UNIQUE ("revision_id", "version_id");

CREATE TABLE "negotiation" (
    "id" UUID PRIMARY KEY NOT NULL,
    "journal_id" UUID NOT NULL REFERENCES "journal" ("id") ON DELETE RESTRICT,
    "commitment_id" UUID NOT NULL REFERENCES "commitment" ("id") ON DELETE RESTRICT,
    "number" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ NOT NULL,
    "first_revision" INTEGER NOT NULL,
    "revision_id" UUID NOT NULL REFERENCES "revision" ("id") ON DELETE RESTRICT,
    "revision" INTEGER NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "proposed_by" VARCHAR(16) NOT NULL,
    "turn" VARCHAR(16) NOT NULL,
    "has_question" BOOLEAN NOT NULL DEFAULT false,
    "until_at" TIMESTAMPTZ,
    "paused_at" TIMESTAMPTZ,
    "package_id" UUID,
    "is_open" BOOLEAN NOT NULL DEFAULT true,
    "closed_as" VARCHAR(16),
    "closed_reason" TEXT,
    "closed_at" TIMESTAMPTZ
);

CREATE INDEX negotiation_package_id ON "negotiation" USING btree ("package_id");

ALTER TABLE "negotiation" ADD CONSTRAINT negotiation_number UNIQUE ("commitment_id", "number");
"""

NEVER = """
CREATE UNIQUE INDEX negotiation_open_once ON "negotiation" (commitment_id) WHERE is_open;

CREATE UNIQUE INDEX version_offered_once ON "version" (workspace_id) WHERE state = 'offered';

CREATE UNIQUE INDEX version_in_force_once ON "version" (workspace_id) WHERE state = 'in_force';

CREATE UNIQUE INDEX version_number_once ON "version" (workspace_id, number) WHERE number > 0;

CREATE UNIQUE INDEX version_paper_once ON "version" (workspace_id)
    WHERE number = 0 AND state IN ('offered', 'in_force', 'superseded');

CREATE INDEX version_workspace ON "version" (workspace_id);

ALTER TABLE "version" ADD CONSTRAINT version_known_state CHECK (state IN
    ('offered', 'in_force', 'superseded', 'sent_back', 'withdrawn', 'lapsed', 'void'));

ALTER TABLE "version" ADD CONSTRAINT paper_is_number_nought
    CHECK ((number = 0) = (origin = 'outside') AND number >= 0);

CREATE UNIQUE INDEX binding_current_once ON "binding" (commitment_id) WHERE to_at IS NULL;

CREATE INDEX message_stream ON "message" (journal_id, posted_at, thread_id, number);

CREATE UNIQUE INDEX hiding_open_once ON "hiding" (message_id) WHERE shown_at IS NULL;

CREATE INDEX thread_workspace ON "thread" (workspace_id);

CREATE INDEX negotiation_commitment ON "negotiation" (commitment_id);

CREATE INDEX notice_organisation ON "notice" (organisation_id);

CREATE INDEX journal_reader_journal ON "journal_reader" (journal_id);

CREATE INDEX membership_person ON "membership" (person_id);

CREATE INDEX session_person ON "session" (person_id);

ALTER TABLE "negotiation" ADD CONSTRAINT closed_means_how
    CHECK (is_open = (closed_as IS NULL) AND is_open = (closed_at IS NULL));

ALTER TABLE "negotiation" ADD CONSTRAINT two_sides
    CHECK (proposed_by IN ('buyer', 'contractor') AND turn IN ('buyer', 'contractor'));

ALTER TABLE "signature" ADD CONSTRAINT signs_for_a_side CHECK (side IN ('buyer', 'contractor'));

ALTER TABLE "journal" ADD CONSTRAINT known_kind
    CHECK (kind IN ('shared', 'side', 'circle', 'organisation', 'region'));

ALTER TABLE "participant" ADD CONSTRAINT known_side
    CHECK (side IN ('buyer', 'contractor', 'coordinator'));

ALTER TABLE "contract" ADD CONSTRAINT known_value
    CHECK ((value_state = 'known') = (value_cents IS NOT NULL AND currency IS NOT NULL));
"""


class RawTable(Table):
    """Runs SQL as it stands."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="samenspraak", description=DESCRIPTION)

    async def make() -> None:
        await RawTable.raw("set local lock_timeout = '4s'")
        await RawTable.raw("set local statement_timeout = '5s'")
        for statement in (TABLES + NEVER).split(";\n"):
            if statement.strip():
                await RawTable.raw(statement)

    manager.add_raw(make)
    return manager
