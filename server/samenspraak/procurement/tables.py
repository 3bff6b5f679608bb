"""Award notices that came in, and what a contract is."""

from piccolo.columns import (
    UUID,
    BigInt,
    Date,
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
from samenspraak.identity.tables import Organisation
from samenspraak.journal.tables import Journal


class Notice(Table, db=DB):
    """An award notice as one organisation imported it; others' imports are not known here."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    organisation_id = ForeignKey(
        Organisation, null=False, default=None, on_delete=OnDelete.restrict
    )
    # What makes two files the same notice: the notice id or the ocid with its release.
    notice_key = Text(default=None, null=False)
    version = Text(default=None, null=False)
    # By which later notices of the same procedure, modifications too, are recognised.
    procedure_id = Text(default=None, null=True)
    content = Text(default=None, null=False)
    digest = Varchar(length=64, default=None, null=False)
    file_name = Text(default=None, null=False)
    imported_at = Timestamptz(default=None, null=False)

    notice_version_once = Unique([organisation_id, notice_key, version])


class Contract(Table, db=DB):
    """What was awarded: the frame of one workspace. Unknown stays unknown, never 0."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    title = Text(default=None, null=False)
    reference = Text(default=None, null=True)
    # known, unknown, withheld or framework_total: a framework's value is not a winner's.
    value_state = Varchar(length=16, default=None, null=False)
    value_cents = BigInt(default=None, null=True)
    currency = Varchar(length=3, default=None, null=True)
    cpv = Varchar(length=10, default=None, null=True)
    starts_on = Date(default=None, null=True)
    ends_on = Date(default=None, null=True)
    awarded_on = Date(default=None, null=True)
    # notice, list, hand or paper.
    source = Varchar(length=8, default=None, null=False)
    notice_key = Text(default=None, null=True)
    lot_id = Text(default=None, null=True)
    ocid = Text(default=None, null=True)
    # The rest of what was read, such as social objectives, as canonical JSON.
    details = Text(default=None, null=False)


class ImportPreview(Table, db=DB, tablename="import_preview"):
    """What an upload would become, until its maker opens it or it expires."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    content = Text(default=None, null=False)
    rows = Integer(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
