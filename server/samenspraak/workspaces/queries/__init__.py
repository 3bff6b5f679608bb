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
from samenspraak.workspaces.queries.perspectives import (
    both_joined,
    newest_exchange,
    perspectives_view,
)
from samenspraak.workspaces.queries.rooms import (
    PAGE_LIMIT,
    administers,
    agreed_obligation,
    agreed_purpose,
    entries_of,
    invitation_page,
    invitations_of,
    newest_purpose,
    people_of,
    wordings,
    workspace_view,
    workspaces_of,
)

__all__ = [
    "PAGE_LIMIT",
    "administers",
    "agreed_obligation",
    "agreed_purpose",
    "both_joined",
    "contract_dates",
    "departments",
    "departments_view",
    "editions_view",
    "entries_of",
    "invitation_page",
    "invitations_of",
    "newest_exchange",
    "newest_purpose",
    "people_of",
    "perspectives_view",
    "pinned_edition",
    "pinned_editions",
    "wordings",
    "words_about",
    "words_missing",
    "workspace_view",
    "workspaces_of",
]
