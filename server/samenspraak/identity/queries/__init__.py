"""What people see of themselves and of their organisation."""

from samenspraak.identity.queries.oneself import (
    memberships_of,
    oneself,
    sessions,
    token,
    tokens,
)
from samenspraak.identity.queries.organisations import (
    colleague,
    mandate,
    mandate_on,
    mandates,
    members,
    people,
    settings_of,
    sheet_above,
)
from samenspraak.identity.queries.paging import PAGE_MOST

__all__ = [
    "PAGE_MOST",
    "colleague",
    "mandate",
    "mandate_on",
    "mandates",
    "members",
    "memberships_of",
    "oneself",
    "people",
    "sessions",
    "settings_of",
    "sheet_above",
    "token",
    "tokens",
]
