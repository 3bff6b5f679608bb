"""Which request means which command, for signing in and for the rights of an organisation."""

from samenspraak.identity.routes import elsewhere, organisations, sessions, tokens, ways_in
from samenspraak.identity.routes.asking import provide_person

ROUTES = [
    *sessions.ROUTES,
    *ways_in.ROUTES,
    *elsewhere.ROUTES,
    *tokens.ROUTES,
    *organisations.ROUTES,
]
PUBLIC = [*elsewhere.PUBLIC]

__all__ = ["PUBLIC", "ROUTES", "provide_person"]
