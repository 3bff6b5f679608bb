"""What can be read of versions, by people and by the capabilities above."""

from samenspraak.agreements.queries.amending import (
    Amending,
    amending,
    amending_view,
    in_force_of,
)
from samenspraak.agreements.queries.comparison import (
    changed_cents,
    says_the_same,
    sums,
    value_cents,
)
from samenspraak.agreements.queries.drafts import (
    clauses_draft_view,
    draft_of,
    newest_clauses,
    purpose_draft_view,
)
from samenspraak.agreements.queries.due import due_journals, offered_in
from samenspraak.agreements.queries.keeping import (
    end_of,
    end_of_term,
    holds_in,
    retention_view,
    signed_copies,
    years_asked,
)
from samenspraak.agreements.queries.proof import bundle, public_keys, receipt_view
from samenspraak.agreements.queries.readiness import next_version, spread_of
from samenspraak.agreements.queries.readings import comparison_view, reading_view
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
from samenspraak.agreements.queries.signing import (
    signatory_faults,
    signatory_of,
    signing_parts,
    signing_request_view,
    signing_rules,
    spoken_of,
    statement,
    stored_request,
    words_of,
)
from samenspraak.agreements.queries.statements import obligation_text, purpose_text
from samenspraak.agreements.queries.views import version_view, versions_view

__all__ = [
    "Amending",
    "StoredVersion",
    "administrators_of",
    "amending",
    "amending_view",
    "being_discussed",
    "bundle",
    "changed_cents",
    "clauses_draft_view",
    "comparison_view",
    "content_of",
    "contract_of",
    "document_in",
    "draft_of",
    "due_journals",
    "end_of",
    "end_of_term",
    "holds_in",
    "in_force_of",
    "judged",
    "mandates_of",
    "newest_clauses",
    "next_version",
    "obligation_text",
    "offered_in",
    "parties_of",
    "public_keys",
    "purpose_draft_view",
    "purpose_text",
    "reading_view",
    "receipt_view",
    "retention_view",
    "says_the_same",
    "signatory_faults",
    "signatory_of",
    "signatures_of",
    "signed_copies",
    "signing_parts",
    "signing_request_view",
    "signing_rules",
    "spoken_of",
    "spread_of",
    "statement",
    "stored_request",
    "stored_version",
    "stored_versions",
    "sums",
    "value_cents",
    "version_in",
    "version_view",
    "versions_view",
    "words_of",
    "years_asked",
]
