"""Which request means which move in a workspace."""

from samenspraak.workspaces.routes import (
    departments,
    editions,
    files,
    members,
    obligations,
    perspectives,
    rooms,
)

ROUTES = [
    *rooms.ROUTES,
    *obligations.ROUTES,
    *departments.ROUTES,
    *editions.ROUTES,
    *perspectives.ROUTES,
    *files.ROUTES,
    *members.ROUTES,
]
