"""Which request means which command, for tables of values and the words of the field."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from samenspraak.catalogue import commands, queries
from samenspraak.catalogue.schemas import (
    CataloguesView,
    CatalogueView,
    ImportCatalogues,
    ReferenceDataView,
    RetireCatalogue,
)
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.schemas import SignedIn

TAGS = ["catalogue"]
Limit = Annotated[int, QueryParameter(ge=1, le=queries.PAGE_LIMIT)]


@get("/catalogues", operation_id="listCatalogues", summary="Waardetabellen", tags=TAGS)
async def list_catalogues(
    person: NamedDependency[SignedIn],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
    retired: FromQuery[bool] = False,
) -> CataloguesView:
    """Return the tables that come with the product and those of one's own organisations."""
    return await queries.catalogues(person, after=after, limit=limit, retired=retired)


@post("/catalogues", operation_id="importCatalogues", summary="Lees waardetabellen in", tags=TAGS)
async def import_catalogues(
    person: NamedDependency[SignedIn], data: JSONBody[ImportCatalogues]
) -> CataloguesView:
    """Bring tables into an organisation: all of them, or none with everything that is wrong."""
    member = await enter_organisation(person, data.organisation_id)
    return await queries.added(person, await commands.import_catalogues(member, data))


@get(
    "/catalogues/{edition_id:uuid}",
    operation_id="getCatalogue",
    summary="Een waardetabel",
    tags=TAGS,
)
async def get_catalogue(
    person: NamedDependency[SignedIn], edition_id: FromPath[UUID]
) -> CatalogueView:
    """Return one edition whole, with each of its measures worked out."""
    return await queries.catalogue(person, edition_id)


@get(
    "/catalogues/{edition_id:uuid}/file",
    operation_id="getCatalogueFile",
    summary="Een waardetabel als bestand",
    tags=TAGS,
)
async def get_catalogue_file(
    person: NamedDependency[SignedIn], edition_id: FromPath[UUID]
) -> Response[bytes]:
    """Return one edition in the format it can be brought in with, unknown members included."""
    name, data = await queries.file_of(person, edition_id)
    return Response(
        data,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@post(
    "/catalogues/{edition_id:uuid}/retirements",
    operation_id="retireCatalogue",
    summary="Neem een waardetabel uit gebruik",
    tags=TAGS,
)
async def retire_catalogue(
    person: NamedDependency[SignedIn],
    edition_id: FromPath[UUID],
    data: JSONBody[RetireCatalogue],
) -> CatalogueView:
    """Let an edition be chosen no more; contracts that chose it keep it."""
    await commands.retire_catalogue(person, edition_id, data)
    return await queries.catalogue(person, edition_id)


@get(
    "/reference-data/{collection:str}",
    operation_id="getReferenceData",
    summary="Woorden en lijsten van het vakgebied",
    tags=TAGS,
)
async def get_reference_data(
    person: NamedDependency[SignedIn],  # noqa: ARG001  # the dependency lets in who is signed in
    collection: FromPath[str],
) -> ReferenceDataView:
    """Return target groups, the participation ladder, regions, policies or the glossary."""
    return queries.reference(collection)


ROUTES = [
    list_catalogues,
    import_catalogues,
    get_catalogue,
    get_catalogue_file,
    retire_catalogue,
    get_reference_data,
]
