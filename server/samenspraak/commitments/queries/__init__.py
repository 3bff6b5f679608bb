"""What can be read of commitments, by people and by the capabilities above."""

from samenspraak.commitments.queries.differences import differences
from samenspraak.commitments.queries.drafts import (
    commitment_draft_view,
    concept_of,
    drafts_about,
    people_in,
    read_draft,
)
from samenspraak.commitments.queries.partners import partners_view
from samenspraak.commitments.queries.rows import (
    History,
    Holder,
    agreed_revisions,
    histories,
    history,
    holders_in,
    package,
    revisions,
    scope_rule,
    terms_in,
    terms_of,
)
from samenspraak.commitments.queries.totals import Figures, totals
from samenspraak.commitments.queries.views import commitment_view, commitments_view

__all__ = [
    "Figures",
    "History",
    "Holder",
    "agreed_revisions",
    "commitment_draft_view",
    "commitment_view",
    "commitments_view",
    "concept_of",
    "differences",
    "drafts_about",
    "histories",
    "history",
    "holders_in",
    "package",
    "partners_view",
    "people_in",
    "read_draft",
    "revisions",
    "scope_rule",
    "terms_in",
    "terms_of",
    "totals",
]
