"""Which request means which query, for versions as texts to read and to compare."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from samenspraak.agreements import queries
from samenspraak.agreements.routes.answers import TAGS, VERSION, WORKSPACE
from samenspraak.agreements.schemas import ComparisonView, ReadingView
from samenspraak.workspaces.schemas import Participant


@get(
    VERSION + "/reading",
    operation_id="readVersion",
    summary="Een versie om te lezen",
    tags=TAGS,
)
async def read_version(
    participant: NamedDependency[Participant], version_id: FromPath[UUID]
) -> ReadingView:
    """Return everything a version says, part by part, with every amount in words too."""
    return await queries.reading_view(participant, version_id)


@get(
    WORKSPACE + "/version-comparisons",
    operation_id="compareVersions",
    summary="Twee versies naast elkaar",
    tags=TAGS,
)
async def compare_versions(
    participant: NamedDependency[Participant], before: FromQuery[UUID], after: FromQuery[UUID]
) -> ComparisonView:
    """Return what was added, changed and removed from one version to another, in words."""
    return await queries.comparison_view(participant, before_id=before, after_id=after)


ROUTES = [read_version, compare_versions]
