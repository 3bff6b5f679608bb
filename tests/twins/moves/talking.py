"""Threads, their messages, and what was said elsewhere."""

from collections.abc import Callable
from typing import Any

from tests.twins.moves.making import made, move, post, short, words
from tests.twins.worlds import Step, World


def talk(prefix: str, audience: str, at: Callable[[World], str], **more: Any) -> None:
    """List all that is done in threads: among one's own, with the other side, and elsewhere."""
    start, message = f"{prefix} thread", f"{prefix} message"

    @move(start, "startThread", makes=("thread_id", "message_id"), **more)
    async def _start(world: World, step: Step) -> None:
        subject = {}
        if step.label.encode()[0] % 2 and prefix != "lane":
            commitment = str(world.stage.ids["commitment"][0])
            subject = {"subjectKind": "commitment", "subjectId": commitment}
        await post(
            world,
            step,
            f"{at(world)}/threads",
            title=short(step, "titel"),
            text=words(step, "bericht"),
            audience=audience,
            **subject,
        )

    @move(message, "postMessage", needs=(start,), makes=("message_id",), **more)
    async def _post(world: World, step: Step) -> None:
        path = f"{at(world)}/threads/{made(step.about)}/messages"
        await post(world, step, path, text=words(step, "antwoord"))

    @move(f"{prefix} edit", "editMessage", needs=(message,), **more)
    async def _edit(world: World, step: Step) -> None:
        path = f"{at(world)}/messages/{made(step.about)}/edits"
        await post(world, step, path, edition=1, text=words(step, "andere woorden"))

    @move(f"{prefix} removal", "removeMessage", needs=(message,), **more)
    async def _remove(world: World, step: Step) -> None:
        await post(world, step, f"{at(world)}/messages/{made(step.about)}/removals")

    @move(f"{prefix} resolution", "resolveThread", needs=(start,), **more)
    async def _resolve(world: World, step: Step) -> None:
        path = f"{at(world)}/threads/{made(step.about)}/resolutions"
        await post(world, step, path, outcome=words(step, "uitkomst"))

    @move(f"{prefix} reopening", "reopenThread", needs=(start,), **more)
    async def _reopen(world: World, step: Step) -> None:
        await post(world, step, f"{at(world)}/threads/{made(step.about)}/reopenings")


talk("own-side", "own_side", lambda world: world.room, circle="side")
talk("shared", "shared", lambda world: world.room, by=("marieke", "youssef", "femke"))
talk("lane", "shared", lambda world: world.lane, circle="lane")


@move("reading", "readThread", circle="person", needs=("shared thread",))
async def _read(world: World, step: Step) -> None:
    path = f"{world.room}/threads/{made(step.about)}/reads"
    await world.ask(step, "POST", path, json={"number": 1})


@move("hiding", "hideMessage", by=("femke",), needs=("shared message",))
async def _hide(world: World, step: Step) -> None:
    path = f"{world.room}/messages/{made(step.about)}/hidings"
    await post(world, step, path, edition=1, reason="Hoort hier niet.")


@move("showing", "showMessage", by=("femke",), needs=("shared message",))
async def _show(world: World, step: Step) -> None:
    path = f"{world.room}/messages/{made(step.about)}/showings"
    await post(world, step, path, reason="Toch wel.")


@move("talk", "recordTalk", by=("marieke", "youssef", "femke"), makes=("talk_id",))
async def _record(world: World, step: Step) -> None:
    await post(
        world,
        step,
        f"{world.room}/talks",
        heldOn="2026-10-12",
        attendees="Marieke en Youssef",
        lines=[short(step, "afspraak")],
    )


@move("talk confirmation", "confirmTalk", by=("marieke", "youssef"), needs=("talk",))
async def _confirm(world: World, step: Step) -> None:
    talks = (await world.ask(step, "GET", f"{world.room}/talks")).json()["items"]
    found = next((one for one in talks if one["id"] == made(step.about)), None)
    digest = found["digest"] if found else "0" * 64
    path = f"{world.room}/talks/{made(step.about)}/confirmations"
    await post(world, step, path, digest=digest)
