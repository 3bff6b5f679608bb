"""What can be read of commitments, by people and by the capabilities above."""

from samenspraak.commitments.queries.bids import BidBeside, bids_beside, bids_dropped
from samenspraak.commitments.queries.differences import differences
from samenspraak.commitments.queries.drafts import (
    commitment_draft_view,
    concept_of,
    drafts_about,
    people_in,
    read_draft,
)
from samenspraak.commitments.queries.due import due_in, due_journals
from samenspraak.commitments.queries.exports import FileFormat, commitments_file
from samenspraak.commitments.queries.holders import (
    HeldNow,
    Replacement,
    holders_of,
    participant_named,
    places_in,
    replacements,
)
from samenspraak.commitments.queries.partners import partners_view
from samenspraak.commitments.queries.rows import (
    History,
    Holder,
    agreed_revisions,
    bids_of,
    histories,
    history,
    holders_in,
    package,
    package_of,
    revisions,
    scope_rule,
    terms_in,
    terms_of,
)
from samenspraak.commitments.queries.totals import Figures, totals
from samenspraak.commitments.queries.valuations import try_terms
from samenspraak.commitments.queries.views import commitment_view, commitments_view
from samenspraak.commitments.queries.worth import tables_of, worth_in

__all__ = [
    "BidBeside",
    "Figures",
    "FileFormat",
    "HeldNow",
    "History",
    "Holder",
    "Replacement",
    "agreed_revisions",
    "bids_beside",
    "bids_dropped",
    "bids_of",
    "commitment_draft_view",
    "commitment_view",
    "commitments_file",
    "commitments_view",
    "concept_of",
    "differences",
    "drafts_about",
    "due_in",
    "due_journals",
    "histories",
    "history",
    "holders_in",
    "holders_of",
    "package",
    "package_of",
    "participant_named",
    "partners_view",
    "people_in",
    "places_in",
    "read_draft",
    "replacements",
    "revisions",
    "scope_rule",
    "tables_of",
    "terms_in",
    "terms_of",
    "totals",
    "try_terms",
    "worth_in",
]
