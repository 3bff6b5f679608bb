"""Files, among one's own and for all."""

from tests.files.samples import archive, docx_parts
from tests.twins.moves.making import made, move, post, words
from tests.twins.worlds import Step, World


@move("own-side file", "storeFile", circle="side", makes=("file_id",))
async def _own_file(world: World, step: Step) -> None:
    await _file(world, step, audience="own_side")


@move("shared file", "storeFile", by=("marieke", "youssef", "femke"), makes=("file_id",))
async def _shared_file(world: World, step: Step) -> None:
    await _file(world, step, audience="shared")


async def _file(world: World, step: Step, audience: str) -> None:
    """Send a file and hang it under a message, from when on others can fetch it."""
    file_id = made(step.label, "file")
    await world.ask(
        step,
        "POST",
        f"{world.room}/files",
        params={"fileId": file_id, "name": "verslag.docx", "audience": audience},
        content=archive(docx_parts(words(step, "verslag"))),
        kind="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    await post(
        world,
        step,
        f"{world.room}/threads",
        text=words(step, "bijlage"),
        audience=audience,
        files=[file_id],
    )
