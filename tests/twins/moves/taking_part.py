"""Who is asked to take part, who is asked before signing, and how each looks at it all."""

from typing import Any

from tests.twins.labels import id_of
from tests.twins.moves.making import made, move, post, short, side_of, words
from tests.twins.worlds import Step, World


@move("colleague invited", "invite", circle="side", makes=("invitation_id",))
async def _invite(world: World, step: Step) -> None:
    role = "coordinator" if step.by == "femke" else "reader"
    await post(
        world,
        step,
        f"{world.room}/invitations",
        email=f"collega-{id_of(step.label).hex[: 8 * step.variant]}@voorbeeld.example",
        side=side_of(step.by),
        roles=[role],
        title=short(step, "functie"),
    )


@move(
    "invitation withdrawn",
    "withdrawInvitation",
    circle="side",
    needs=("colleague invited",),
)
async def _withdraw_invitation(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/invitations/{made(step.about)}/withdrawals")


@move("stranger invited", "invite", by=("youssef", "marieke"), is_in_own_words=True)
async def _invite_bram(world: World, step: Step) -> None:
    await post(
        world,
        step,
        f"{world.room}/invitations",
        email=world.stage.players["bram"].email,
        side=side_of(step.by),
        roles=["reader"],
    )


@move("department", "defineDepartment", circle="side", makes=("department_id",))
async def _department(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/departments", **_rule(world, step))


@move("department changed", "changeDepartment", circle="side", needs=("department",))
async def _change_department(world: World, step: Step) -> None:
    path = f"{world.room}/departments/{made(step.about)}/changes"
    await post(world, step, path, **_rule(world, step))


@move("word", "giveWord", circle="side", needs=("department",))
async def _word(world: World, step: Step) -> None:
    drafts = await world.ask(step, "GET", f"{world.room}/drafts")
    found = [one["id"] for one in drafts.json().get("items", ())]
    await post(
        world,
        step,
        f"{world.room}/words",
        departmentId=made(step.about),
        about="draft",
        aboutId=found[0] if found else made("nothing"),
        digest="0" * 64,
        word="no",
        reason=words(step, "reden"),
    )


@move("department ended", "endDepartment", circle="side", needs=("department",))
async def _end_department(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/departments/{made(step.about)}/endings")


def _rule(world: World, step: Step) -> dict[str, Any]:
    # Asked before signing, which nobody does here: what goes out must not depend on it.
    return {
        "name": short(step, "afdeling"),
        "before": ["signature"],
        "participantIds": [str(world.stage.players[step.by].participant_id)],
        "aboveCents": 100_000_000_000 * step.variant,
    }


@move("perspectives", "startPerspectives", by=("marieke", "youssef", "femke"))
async def _perspectives(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/perspectives")


@move("perspective", "handInPerspective", by=("marieke", "youssef"), needs=("perspectives",))
async def _hand_in(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/perspectives/answers", **_answers(step))


@move("perspectives opened", "openPerspectives", by=("femke",), needs=("perspectives",))
async def _open_perspectives(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/perspectives/openings")


def _answers(step: Step) -> dict[str, str]:
    return {each: words(step, each) for each in ("wants", "worries", "gives", "needs")}
