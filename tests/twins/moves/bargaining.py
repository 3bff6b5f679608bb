"""What is agreed on: why, how much, with whom, and by which words."""

from typing import Any

from tests.builders_commitments import terms_json
from tests.twins.moves.making import made, move, post, short, words
from tests.twins.worlds import Step, World


@move("purpose", "setPurpose", by=("marieke", "youssef"))
async def _purpose(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/purposes", text=words(step, "waarom"))


@move("obligation", "setObligation", by=("marieke", "youssef"))
async def _obligation(world: World, step: Step) -> None:
    await post(
        world,
        step,
        f"{world.room}/obligations",
        basis="opdrachtsom",
        reason=words(step, "reden"),
        amountCents=19_440_000,
    )


@move("partner", "askAboutPartner", by=("marieke", "youssef", "femke"), makes=("partner_id",))
async def _partner(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/partners", name=short(step, "partner"))


@move("hold", "placeHold", by=("marieke", "youssef"))
async def _hold(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/dispute-holds", reason=words(step, "geschil"))


@move("proposal", "propose", by=("marieke", "youssef"), makes=("commitment_id",))
async def _propose(world: World, step: Step) -> None:
    terms = terms_json(title=short(step, "toezegging"))
    people = [{"side": side, "name": "Iemand"} for side in ("buyer", "contractor")]
    await post(world, step, f"{world.room}/commitments", terms=terms, responsible=people)


def bargaining(name: str, operation: str, noun: str, **members: Any) -> None:
    """List a move on the text that lies on the table."""

    @move(name, operation, by=("marieke", "youssef"), needs=("proposal",))
    async def _move(world: World, step: Step) -> None:
        path = f"{world.room}/commitments/{made(step.about)}"
        view = await world.ask(step, "GET", path)
        negotiation = (view.json() if view.status == 200 else {}).get("negotiation") or {}
        named = {
            "revision": negotiation.get("revision", 1),
            "digest": negotiation.get("digest", "0" * 64),
        }
        more = {key: make(step) if callable(make) else make for key, make in members.items()}
        await post(world, step, f"{path}/{noun}", **named, **more)


bargaining("question", "question", "questions", text=lambda step: words(step, "vraag"))
bargaining("answer", "answer", "answers", text=lambda step: words(step, "antwoord"))
bargaining(
    "counter",
    "counter",
    "counters",
    terms=lambda step: terms_json(title=short(step, "tegenvoorstel"), quantity="3"),
)
bargaining("acceptance", "accept", "acceptances")
bargaining("decline", "decline", "declines", reason=lambda step: words(step, "reden"))
bargaining("withdrawal", "withdraw", "withdrawals")


@move("version", "offer", by=("marieke", "youssef"), makes=("version_id",))
async def _offer(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/versions", cause="other", reason="Wij gaan door.")


@move("signing asked", "requestSigning", circle="person", by=("tom", "hanneke"), needs=("version",))
async def _request_signing(world: World, step: Step) -> None:
    await world.prove(step)
    path = f"{world.room}/versions/{made(step.about)}"
    view = await world.ask(step, "GET", path)
    line = view.json()["line"] if view.status == 200 else {"number": 1, "digest": "0" * 64}
    await post(
        world, step, f"{path}/signing-requests", number=line["number"], digest=line["digest"]
    )


@move("lane proposal", "propose", circle="lane", makes=("commitment_id",))
async def _lane_propose(world: World, step: Step) -> None:
    terms = terms_json(title=short(step, "toezegging"))
    await post(world, step, f"{world.lane}/commitments", terms=terms)


@move("lane purpose", "setPurpose", circle="lane")
async def _lane_purpose(world: World, step: Step) -> None:
    await post(world, step, f"{world.lane}/purposes", text=words(step, "waarom"))


@move("sums", "tryObligation", circle="person", by=("marieke", "youssef"))
async def _sums(world: World, step: Step) -> None:
    basis = {"kind": "contract_value", "cents": 100_000_000 * step.variant}
    body = {"basis": basis, "percent": "5"}
    await world.ask(step, "POST", f"{world.room}/obligation-sums", json=body)


@move("terms tried", "tryTerms", circle="person", by=("marieke", "youssef"))
async def _terms(world: World, step: Step) -> None:
    body = {"terms": terms_json(title=short(step, "proef"))}
    await world.ask(step, "POST", f"{world.room}/valuations", json=body)
