"""What a move is, and how one is put in the list and made."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from msgspec import Struct
from tests.twins.labels import id_of
from tests.twins.wire import Answer
from tests.twins.worlds import Step, World

Make = Callable[[World, Step], Awaitable[Any]]


class Move(Struct, frozen=True, kw_only=True):
    """Something people do: how, who, what it makes, and what it needs to be there."""

    make: Make
    # The operation of the interface it is, or the kind of frame it sends.
    operation: str
    # "side", "organisation", "person", "lane" when only those may know of it; "" when all do.
    circle: str = ""
    # Who makes it; in a circle anybody of it when this is empty.
    by: tuple[str, ...] = ()
    # The parameters of addresses under which what it makes is found.
    makes: tuple[str, ...] = ()
    # The moves of which one must have been made before.
    needs: tuple[str, ...] = ()
    # Doing it once more comes to nothing, or takes long: it is not made thrice anywhere.
    is_once: bool = False
    # It is told in the language of who makes it, so that choice is not private where it is made.
    is_in_own_words: bool = False


def words(step: Step, about: str) -> str:
    """Words that no other step uses; in the other world others, and many more."""
    if step.variant > 1:
        line = f"Heel andere woorden over {about}, in {step.label}."
        return "\n\n".join([line] * 12)
    return f"{about.capitalize()} in {step.label}"


def short(step: Step, about: str) -> str:
    """Words for a title or a name."""
    return words(step, about).partition("\n")[0][:120]


def made(label: str, kind: str = "request") -> str:
    """Return the id a step gives to what it makes; the first time when it is made thrice."""
    return str(id_of(f"{label if '/' in label else f'{label}/0'}/{kind}"))


async def post(world: World, step: Step, path: str, **members: Any) -> Answer:
    """Make the move a step is."""
    return await world.ask(step, "POST", path, json={"id": made(step.label), **members})


MOVES: dict[str, Move] = {}


def move(name: str, operation: str, **more: Any) -> Callable[[Make], Make]:
    """Put a move in the list."""

    def listed(make: Make) -> Make:
        MOVES[name] = Move(make=make, operation=operation, **more)
        return make

    return listed


def side_of(name: str) -> str:
    """Return the side somebody stands on."""
    if name == "femke":
        return "coordinator"
    return "buyer" if name in {"marieke", "tom", "nadia"} else "contractor"


def organisation_of(world: World, step: Step) -> str:
    """Return the organisation of who makes a step."""
    return str(world.stage.players[step.by].organisation_id)


def ids_made(name: str, label: str) -> dict[str, tuple[UUID, ...]]:
    """Return the ids of what a step makes, by parameter, whether the step is made or not."""
    found: dict[str, tuple[UUID, ...]] = {}
    for parameter in MOVES[name].makes:
        own = id_of(f"{label}/0/request")
        if parameter == "file_id":
            own = id_of(f"{label}/0/file")
        # The first message of a thread gets an id from the server.
        drawn = tuple(id_of(f"{label}/0/{at}") for at in (1, 2))
        found[parameter] = (
            drawn if (parameter, name.endswith("thread")) == ("message_id", True) else (own,)
        )
    return found
