"""What a person sees of workspaces, and what the capabilities above read of them."""

from samenspraak.workspaces.queries.departments import (
    departments,
    departments_view,
    words_about,
    words_missing,
)
from samenspraak.workspaces.queries.editions import (
    contract_dates,
    editions_view,
    pinned_edition,
    pinned_editions,
)
from samenspraak.workspaces.queries.files import file_of
from samenspraak.workspaces.queries.obligations import (
    Obligations,
    agreed_obligation,
    content_in,
    contract_size,
    obligation_asks,
    obligations,
    scope_rule,
    sum_on_trial,
)
from samenspraak.workspaces.queries.perspectives import (
    both_joined,
    newest_exchange,
    perspectives_view,
)
from samenspraak.workspaces.queries.rooms import (
    PAGE_LIMIT,
    administers,
    agreed_purpose,
    entries_of,
    invitation_page,
    invitations_of,
    newest_purpose,
    people_of,
    workspace_view,
    workspaces_of,
)
from samenspraak.workspaces.queries.sums import (
    percent_in_words,
)
from samenspraak.workspaces.queries.wordings import (
    WordingRow,
    agreed_and_proposed,
    wording_in,
    wordings,
)

__all__ = [
    "PAGE_LIMIT",
    "Obligations",
    "WordingRow",
    "administers",
    "agreed_and_proposed",
    "agreed_obligation",
    "agreed_purpose",
    "both_joined",
    "content_in",
    "contract_dates",
    "contract_size",
    "departments",
    "departments_view",
    "editions_view",
    "entries_of",
    "file_of",
    "invitation_page",
    "invitations_of",
    "newest_exchange",
    "newest_purpose",
    "obligation_asks",
    "obligations",
    "people_of",
    "percent_in_words",
    "perspectives_view",
    "pinned_edition",
    "pinned_editions",
    "scope_rule",
    "sum_on_trial",
    "wording_in",
    "wordings",
    "words_about",
    "words_missing",
    "workspace_view",
    "workspaces_of",
]
