"""What is done in an organisation, and the contracts it opens."""

from tests.catalogue.tables import a_measure, a_table
from tests.twins.moves.making import made, move, organisation_of, post, short
from tests.twins.wire import Answer
from tests.twins.worlds import Step, World


@move(
    "mandate",
    "grantMandate",
    circle="organisation",
    by=("marieke", "youssef", "femke", "bram"),
    makes=("mandate_id",),
)
async def _mandate(world: World, step: Step) -> None:
    colleague = {"marieke": "nadia", "youssef": "ilse"}.get(step.by, step.by)
    await post(
        world,
        step,
        f"/v1/organisations/{organisation_of(world, step)}/mandates",
        personId=str(world.stage.players[colleague].person_id),
        role=short(step, "functie"),
        upToCents=1_000_000 * step.variant,
    )


@move("mandate revoked", "revokeMandate", circle="organisation", needs=("mandate",))
async def _revoke_mandate(world: World, step: Step) -> None:
    base = f"/v1/organisations/{organisation_of(world, step)}/mandates"
    await post(world, step, f"{base}/{made(step.about)}/revocations")


@move(
    "table",
    "importCatalogues",
    circle="organisation",
    by=("marieke", "youssef", "femke", "bram"),
    makes=("edition_id",),
)
async def _table(world: World, step: Step) -> None:
    table = a_table(
        *(a_measure(code=f"M{at}") for at in range(step.variant)),
        id=short(step, "tabel"),
        publisher=short(step, "uitgever"),
    )
    await post(
        world, step, "/v1/catalogues", organisationId=organisation_of(world, step), content=table
    )


@move(
    "administrator",
    "makeAdministrator",
    circle="organisation",
    by=("marieke", "youssef"),
)
async def _administrator(world: World, step: Step) -> None:
    await world.prove(step)
    await post(world, step, f"{_colleague(world, step)}/administrators")


@move(
    "administrator no more",
    "endAdministrator",
    circle="organisation",
    by=("marieke", "youssef"),
    needs=("administrator",),
)
async def _no_administrator(world: World, step: Step) -> None:
    await world.prove(step)
    await post(world, step, f"{_colleague(world, step)}/administrator-endings")


def _colleague(world: World, step: Step) -> str:
    colleague = world.stage.players[{"marieke": "nadia"}.get(step.by, "ilse")]
    base = f"/v1/organisations/{organisation_of(world, step)}/members"
    return f"{base}/{colleague.person_id}"


@move(
    "settings", "changeSettings", circle="organisation", by=("marieke", "youssef", "femke", "bram")
)
async def _settings(world: World, step: Step) -> None:
    path = f"/v1/organisations/{organisation_of(world, step)}/settings"
    await post(world, step, path, sheetAboveCents=100_000 * step.variant, mandateOn="change")


@move("table retired", "retireCatalogue", circle="organisation", needs=("table",))
async def _retire(world: World, step: Step) -> None:
    await post(world, step, f"/v1/catalogues/{made(step.about)}/retirements")


@move("preview", "previewImport", circle="person", makes=("import_id",))
async def _preview(world: World, step: Step) -> None:
    await look_in_a_list(world, step, made(step.label), counts=True)


@move(
    "imported",
    "openImported",
    circle="organisation",
    by=("marieke", "youssef", "femke", "bram"),
)
async def _open_imported(world: World, step: Step) -> None:
    import_id = made(step.label, "import")
    preview = await look_in_a_list(world, step, import_id, counts=False)
    found = preview.json()["openings"] if preview.status == 201 else []
    await post(
        world,
        step,
        "/v1/import-openings",
        importId=import_id,
        organisationId=organisation_of(world, step),
        keys=[one["key"] for one in found],
    )


async def look_in_a_list(world: World, step: Step, import_id: str, *, counts: bool) -> Answer:
    """Show the product a list of contracts, and return what it makes of it."""
    rows = f"titel;opdrachtnemer\n{short(step, 'contract')};{short(step, 'partij')}\n"
    boundary = "twins"
    part = (
        f"--{boundary}\r\ncontent-disposition: form-data; name=files; filename=lijst.csv\r\n"
        f"content-type: text/csv\r\n\r\n{rows}\r\n--{boundary}--\r\n"
    )
    return await world.ask(
        step,
        "POST",
        "/v1/imports",
        params={"organisationId": organisation_of(world, step), "importId": import_id},
        content=part.encode(),
        kind=f"multipart/form-data; boundary={boundary}",
        counts=counts,
    )


@move(
    "another contract",
    "openWorkspace",
    circle="person",
    by=("marieke", "youssef", "bram"),
    makes=("workspace_id",),
)
async def _another(world: World, step: Step) -> None:
    await post(
        world,
        step,
        "/v1/workspaces",
        organisationId=organisation_of(world, step),
        title=short(step, "contract"),
        otherParty="Van Doorn & Bakker Bouw",
        side="buyer" if step.by == "marieke" else "contractor",
    )
