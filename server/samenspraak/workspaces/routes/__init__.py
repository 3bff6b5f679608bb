"""Which request means which move in a workspace."""

from samenspraak.workspaces.routes import departments, editions, perspectives, rooms

ROUTES = [*rooms.ROUTES, *departments.ROUTES, *editions.ROUTES, *perspectives.ROUTES]
