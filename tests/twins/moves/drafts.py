"""Drafts that people write in together."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.twins.labels import client_of
from tests.twins.moves.making import made, move, post, short, words
from tests.twins.wire import Socket
from tests.twins.worlds import Step, World
from tests.twins.writing import Pen


def drafts(box: str, **more: Any) -> None:
    """List all that is done in drafts."""
    names = {kind: f"{box} {kind} draft" for kind in ("commitment", "purpose", "clauses")}
    operations = {
        "commitment": "openCommitmentDraft",
        "purpose": "openPurposeDraft",
        "clauses": "openClausesDraft",
    }

    def opening(kind: str) -> None:
        @move(names[kind], operations[kind], makes=("draft_id",), **more)
        async def _open(world: World, step: Step) -> None:
            members = {"title": short(step, "concept")} if kind == "commitment" else {}
            if kind == "commitment" and step.label.encode()[0] % 2:
                members = {"commitmentId": str(world.stage.ids["commitment"][0])}
            path = f"{world.room}/{kind}-drafts"
            answer = await post(world, step, path, box=box, **members)
            if box == "joint" and answer.status == 201:
                await world.listen_to_draft(made(step.label))

    for kind in names:
        opening(kind)

    @move(f"{box} writing", "frame:update", needs=tuple(names.values()), **more)
    async def _write(world: World, step: Step) -> None:
        fields = _FIELDS if world.move_of(step.about) == names["commitment"] else {}

        async def writing(pen: Pen) -> None:
            await pen.write(words(step, "regel"), fields)
            if step.variant > 1:
                await pen.take_out()
                await pen.write(words(step, "regel"))

        await at_a_draft(world, step, writing)

    @move(f"{box} presence", "frame:awareness", needs=tuple(names.values()), **more)
    async def _appear(world: World, step: Step) -> None:
        async def appearing(pen: Pen) -> None:
            await pen.appear("quantity" if step.variant > 1 else None)
            await pen.appear("unit")

        await at_a_draft(world, step, appearing)

    @move(f"{box} discard", "discardDraft", needs=tuple(names.values()), **more)
    async def _discard(world: World, step: Step) -> None:
        await post(world, step, f"{world.room}/drafts/{made(step.about)}/discards")


async def at_a_draft(world: World, step: Step, do: Callable[[Pen], Awaitable[None]]) -> None:
    """Come in where a draft is written, do something there, and leave again."""
    path = f"/v1/drafts/{made(step.about)}"
    socket = Socket(world.app, world.asker(step.by), path, {"told": "1"})
    pen = Pen(socket, client_of(step.label))
    try:
        await pen.begin()
        await do(pen)
        world.done[step.move] = world.done.get(step.move, 0) + 1
    except AssertionError:
        # It is not there in this world, or no longer.
        world.refused.setdefault(step.move, f"closed with {socket.closed}")
    finally:
        await socket.leave()


# What a proposal needs.
_FIELDS = {"quantity": "2", "unit": "plekken", "period.months": "12"}

drafts("own_side", circle="side")
drafts("joint", by=("marieke", "youssef", "femke"))


@move(
    "joint proposing",
    "proposeDraft",
    by=("marieke", "youssef"),
    needs=("joint commitment draft",),
)
async def _propose_draft(world: World, step: Step) -> None:
    view = await world.ask(step, "GET", f"{world.room}/drafts/{made(step.about)}")
    digest = view.json()["digest"] if view.status == 200 else "0" * 64
    path = f"{world.room}/commitment-drafts/{made(step.about)}/proposals"
    await post(world, step, path, digest=digest)
