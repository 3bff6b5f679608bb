"""Organisations and people, how they prove who they are, and what they may do for whom."""

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from samenspraak.database import DB
from samenspraak.journal.tables import Journal


class Organisation(Table, db=DB):
    """An organisation as its own members know it. Others see the name on the party row."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    name = Text(default=None, null=False)
    identifier_scheme = Varchar(length=20, default=None, null=True)
    identifier_id = Varchar(length=40, default=None, null=True)
    # An organisation is shared between workspaces only after its own administrator claimed it.
    claimed_at = Timestamptz(default=None, null=True)


class Person(Table, db=DB):
    """Somebody who can sign in. The address is lower case."""

    id = UUID(primary_key=True, default=None)
    name = Text(default=None, null=False)
    email = Varchar(length=254, default=None, null=False, unique=True)
    language = Varchar(length=2, default=None, null=False)
    # When everything that says who this was went away.
    erased_at = Timestamptz(default=None, null=True)
    # Since when whoever runs the house lets nobody in under this name.
    disabled_at = Timestamptz(default=None, null=True)


class Credential(Table, db=DB):
    """What a person proves it is them with; apart from the name, which others may see."""

    # The person's id: one credential each.
    id = UUID(primary_key=True, default=None)
    person_id = ForeignKey(
        Person, null=False, default=None, on_delete=OnDelete.restrict, unique=True
    )
    # None for who only comes in by way of a provider.
    password_hash = Text(default=None, null=True)
    # The second factor: asked for with this id, and in use once a first code was right.
    totp_id = UUID(default=None, null=True)
    totp_secret = Varchar(length=64, default=None, null=True)
    totp_since = Timestamptz(default=None, null=True)
    # The last step of time whose code was used: a code works once.
    totp_step = BigInt(default=None, null=True)


class RecoveryCode(Table, db=DB, tablename="recovery_code"):
    """A code for who lost their second factor. Only a slow hash is kept, as it can be written down."""

    id = UUID(primary_key=True, default=None)
    person_id = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict)
    # One for all codes that were made together, so that a try is hashed once.
    salt = Varchar(length=32, default=None, null=False)
    code_hash = Varchar(length=64, default=None, null=False)
    made_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)

    recovery_code_once = Unique([person_id, code_hash])


class ExternalIdentity(Table, db=DB, tablename="external_identity"):
    """Under what subject a provider knows a person. An address there may change hands; this does not."""

    id = UUID(primary_key=True, default=None)
    person_id = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict)
    issuer = Text(default=None, null=False)
    subject = Varchar(length=255, default=None, null=False)
    linked_at = Timestamptz(default=None, null=False)

    known_elsewhere_once = Unique([issuer, subject])
    one_an_issuer = Unique([person_id, issuer])


class ProviderRequest(Table, db=DB, tablename="provider_request"):
    """A browser that was sent to a provider and has not come back yet; good for one return."""

    id = UUID(primary_key=True, default=None)
    state_hash = Varchar(length=64, default=None, null=False, unique=True)
    # Of a cookie, so that nobody else can be made to finish what this browser began.
    browser_hash = Varchar(length=64, default=None, null=False)
    nonce = Varchar(length=64, default=None, null=False)
    code_verifier = Varchar(length=128, default=None, null=False)
    provider = Varchar(length=64, default=None, null=False)
    # sign-in, proof or link
    purpose = Varchar(length=16, default=None, null=False)
    person_id = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict)
    session_id = UUID(default=None, null=True)
    return_to = Text(default=None, null=False)
    made_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False, index=True)


class PasswordReset(Table, db=DB, tablename="password_reset"):
    """A link by mail with which somebody who forgot their password chooses another, once."""

    id = UUID(primary_key=True, default=None)
    person_id = ForeignKey(
        Person, null=False, default=None, on_delete=OnDelete.restrict, index=True
    )
    secret_hash = Varchar(length=64, default=None, null=False, unique=True)
    made_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False, index=True)
    used_at = Timestamptz(default=None, null=True)


class Membership(Table, db=DB):
    """A person of an organisation."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    organisation_id = ForeignKey(
        Organisation, null=False, default=None, on_delete=OnDelete.restrict
    )
    person_id = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict)
    title = Text(default=None, null=False)
    is_administrator = Boolean(default=False, null=False)
    left_at = Timestamptz(default=None, null=True)

    member_once = Unique([organisation_id, person_id])


class Mandate(Table, db=DB):
    """That a person may sign for an organisation, in a role, up to an amount (none: no limit)."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    organisation_id = ForeignKey(
        Organisation, null=False, default=None, on_delete=OnDelete.restrict
    )
    person_id = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict)
    role = Text(default=None, null=False)
    up_to_cents = BigInt(default=None, null=True)
    granted_at = Timestamptz(default=None, null=False)
    revoked_at = Timestamptz(default=None, null=True)


class OrganisationSetting(Table, db=DB, tablename="organisation_setting"):
    """What an organisation wants to be asked. Without a row it is asked nothing."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    organisation_id = ForeignKey(
        Organisation, null=False, default=None, on_delete=OnDelete.restrict, unique=True
    )
    # Above this an obligation is weighed on a sheet; none: never asked.
    sheet_above_cents = BigInt(default=None, null=True)
    # What a mandate is tested on: the `total` of a version, or the `change` it brings.
    mandate_on = Varchar(length=16, default="total", null=False)
    # How long a workspace is kept after its end; none: as long as usual.
    retention_years = Integer(default=None, null=True)
    changed_at = Timestamptz(default=None, null=False)
    changed_by = UUID(default=None, null=False)


class Session(Table, db=DB):
    """Somebody signed in on one device. Only the hash of the secret is kept."""

    id = UUID(primary_key=True, default=None)
    token_hash = Varchar(length=64, default=None, null=False, unique=True)
    person_id = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict)
    started_at = Timestamptz(default=None, null=False)
    seen_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    # When and how the person last proved who they are, for acts that ask for fresh proof.
    proven_at = Timestamptz(default=None, null=False)
    method = Varchar(length=16, default=None, null=False)


class ApiToken(Table, db=DB, tablename="api_token"):
    """A program that works for a person. It never accepts, signs, invites or changes rights."""

    id = UUID(primary_key=True, default=None)
    token_hash = Varchar(length=64, default=None, null=False, unique=True)
    person_id = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict)
    name = Text(default=None, null=False)
    made_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    revoked_at = Timestamptz(default=None, null=True)


class RateBucket(Table, db=DB, tablename="rate_bucket"):
    """How often something was tried in a window; shared by all processes."""

    # A hash of what is counted, so that the table tells nothing about addresses.
    id = Varchar(length=64, primary_key=True, default=None)
    times = Integer(default=None, null=False)
    window_ends_at = Timestamptz(default=None, null=False, index=True)


class Outbox(Table, db=DB):
    """A letter that waits to be sent, and is forgotten once it was."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=32, default=None, null=False)
    recipient = Varchar(length=254, default=None, null=False)
    language = Varchar(length=2, default=None, null=False)
    # What the letter's sentences need, as JSON; never more than its reader may see.
    facts = Text(default=None, null=False)
    due_at = Timestamptz(default=None, null=False)
    attempts = Integer(default=0, null=False)
