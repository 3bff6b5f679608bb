"""What people ask of a draft as such; opening and proposing belong to what it is about."""

from samenspraak.journal.schemas import MoveRequest


class DiscardDraft(MoveRequest, frozen=True, kw_only=True):
    """Put a draft away."""
