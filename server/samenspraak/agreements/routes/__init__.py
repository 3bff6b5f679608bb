"""Which request means which move, for versions, signatures, paper and proof."""

from samenspraak.agreements.routes import (
    drafts,
    keeping,
    paper,
    picture,
    proof,
    readings,
    signing,
    versions,
)

ROUTES = [
    *versions.ROUTES,
    *readings.ROUTES,
    *signing.ROUTES,
    *paper.ROUTES,
    *proof.ROUTES,
    *picture.ROUTES,
    *keeping.ROUTES,
    *drafts.ROUTES,
]
# Outside the API, and for everybody.
PUBLIC = [*proof.PUBLIC]
