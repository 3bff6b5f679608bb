"""Versions of the agreement, who signed exactly which, and the receipt both can show."""

from piccolo.columns import UUID, BigInt, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from samenspraak.database import DB
from samenspraak.journal.tables import Journal
from samenspraak.workspaces.tables import Workspace


class Version(Table, db=DB):
    """One deterministic document, stored once; a trigger refuses changes to its bytes."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    workspace_id = ForeignKey(Workspace, null=False, default=None, on_delete=OnDelete.restrict)
    number = Integer(default=None, null=False)
    # samenspraak, or outside for a paper deal that was agreed elsewhere.
    origin = Varchar(length=16, default=None, null=False)
    content = Text(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    previous_digest = Varchar(length=64, default=None, null=True)
    names = Text(default=None, null=False)
    # The paper of a deal agreed outside.
    file_id = UUID(default=None, null=True)
    # offered, in_force, superseded, sent_back, withdrawn, lapsed or void.
    state = Varchar(length=16, default=None, null=False)
    reason = Text(default=None, null=False)
    value_cents = BigInt(default=None, null=False)
    offered_at = Timestamptz(default=None, null=False)
    offered_by = UUID(default=None, null=False)
    offered_by_side = Varchar(length=16, default=None, null=False)
    sign_by_at = Timestamptz(default=None, null=True)
    in_force_at = Timestamptz(default=None, null=True)
    closed_at = Timestamptz(default=None, null=True)
    closed_reason = Text(default=None, null=True)
    # A number is used once, except 0: a paper deal that was brought in wrongly is taken back and
    # brought in again. The migration has both as partial indexes.


class Signature(Table, db=DB):
    """That a person signed a version for a side, and how sure we were that it was them."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    version_id = ForeignKey(Version, null=False, default=None, on_delete=OnDelete.restrict)
    side = Varchar(length=16, default=None, null=False)
    person_id = UUID(default=None, null=False)
    name = Text(default=None, null=False)
    signed_at = Timestamptz(default=None, null=False)
    # The statement in canonical JSON: digest, side, role, mandate, method, words, entry digest.
    content = Text(default=None, null=False)
    entry_digest = Varchar(length=64, default=None, null=False)

    one_signature_a_side = Unique([version_id, side])


class Receipt(Table, db=DB):
    """Proof that both sides signed one digest, sealed by the server."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    version_id = ForeignKey(
        Version, null=False, default=None, on_delete=OnDelete.restrict, unique=True
    )
    content = Text(default=None, null=False)
    seal = Text(default=None, null=False)
    kid = Varchar(length=64, default=None, null=False)
    issued_at = Timestamptz(default=None, null=False)


class PaperConfirmation(Table, db=DB, tablename="paper_confirmation"):
    """That a negotiator of a side confirmed the digest of a deal agreed outside."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    version_id = ForeignKey(Version, null=False, default=None, on_delete=OnDelete.restrict)
    side = Varchar(length=16, default=None, null=False)
    person_id = UUID(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    confirmed_at = Timestamptz(default=None, null=False)

    one_confirmation_a_side = Unique([version_id, side])


class SigningKey(Table, db=DB, tablename="signing_key"):
    """A public key and when it sealed. The private key is in the key folder and nowhere else."""

    # The RFC 7638 thumbprint.
    id = Varchar(length=64, primary_key=True, default=None)
    jwk = Text(default=None, null=False)
    valid_from = Timestamptz(default=None, null=False)
    valid_to = Timestamptz(default=None, null=True)
