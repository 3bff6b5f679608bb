"""Which request means which move, for versions, signatures, paper and proof."""

from samenspraak.agreements.routes import drafts, files, paper, proof, versions

ROUTES = [
    *versions.ROUTES,
    *paper.ROUTES,
    *proof.ROUTES,
    *files.ROUTES,
    *drafts.ROUTES,
]
# Outside the API, and for everybody.
PUBLIC = [*proof.PUBLIC]
