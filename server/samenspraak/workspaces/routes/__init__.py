"""Which request means which move in a workspace."""

from samenspraak.workspaces.routes import rooms

ROUTES = [*rooms.ROUTES]
