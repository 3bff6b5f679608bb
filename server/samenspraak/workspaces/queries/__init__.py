"""What a person sees of workspaces, and what the capabilities above read of them."""

from samenspraak.workspaces.queries.editions import Pinned, pinned_edition, pinned_editions
from samenspraak.workspaces.queries.rooms import (
    PAGE_LIMIT,
    administers,
    agreed_obligation,
    agreed_purpose,
    entries_of,
    invitation_page,
    invitations_of,
    newest_purpose,
    wordings,
    workspace_view,
    workspaces_of,
)

__all__ = [
    "PAGE_LIMIT",
    "Pinned",
    "administers",
    "agreed_obligation",
    "agreed_purpose",
    "entries_of",
    "invitation_page",
    "invitations_of",
    "newest_purpose",
    "pinned_edition",
    "pinned_editions",
    "wordings",
    "workspace_view",
    "workspaces_of",
]
