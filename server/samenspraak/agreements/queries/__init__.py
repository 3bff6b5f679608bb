"""What can be read of versions, by people and by the capabilities above."""

from samenspraak.agreements.queries.comparison import changes, says_the_same, sums, value_cents
from samenspraak.agreements.queries.drafts import (
    clauses_draft_view,
    draft_of,
    newest_clauses,
    purpose_draft_view,
)
from samenspraak.agreements.queries.proof import bundle, file_of, public_keys, receipt_view
from samenspraak.agreements.queries.readiness import next_version, spread_of
from samenspraak.agreements.queries.rows import (
    StoredVersion,
    administrators_of,
    being_discussed,
    content_of,
    contract_of,
    document_in,
    judged,
    mandates_of,
    parties_of,
    signatures_of,
    stored_version,
    stored_versions,
    version_in,
)
from samenspraak.agreements.queries.signing import spoken_of, statement
from samenspraak.agreements.queries.views import version_view, versions_view

__all__ = [
    "StoredVersion",
    "administrators_of",
    "being_discussed",
    "bundle",
    "changes",
    "clauses_draft_view",
    "content_of",
    "contract_of",
    "document_in",
    "draft_of",
    "file_of",
    "judged",
    "mandates_of",
    "newest_clauses",
    "next_version",
    "parties_of",
    "public_keys",
    "purpose_draft_view",
    "receipt_view",
    "says_the_same",
    "signatures_of",
    "spoken_of",
    "spread_of",
    "statement",
    "stored_version",
    "stored_versions",
    "sums",
    "value_cents",
    "version_in",
    "version_view",
    "versions_view",
]
