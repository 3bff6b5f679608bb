"""What can be read of commitments, by people and by the capabilities above."""

from samenspraak.commitments.queries.differences import differences
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
    "commitment_view",
    "commitments_view",
    "differences",
    "histories",
    "history",
    "holders_in",
    "package",
    "revisions",
    "scope_rule",
    "terms_in",
    "terms_of",
    "totals",
]
