"""How somebody comes in, and what they keep for themselves.

Who changes how they come in gets on with what they changed it to: `world.keys` holds that.
"""

from pyotp.totp import TOTP
from tests.browser import SESSION_COOKIE
from tests.builders import PASSWORD
from tests.twins.moves.making import made, move, post, short
from tests.twins.provider import NAME
from tests.twins.stage import identity_of
from tests.twins.wire import Answer
from tests.twins.worlds import Step, World


@move("token", "makeToken", circle="person", makes=("token_id",))
async def _token(world: World, step: Step) -> None:
    await post(world, step, "/v1/tokens", name=short(step, "programma"))


@move("token revoked", "revokeToken", circle="person", needs=("token",))
async def _revoke_token(world: World, step: Step) -> None:
    await post(world, step, f"/v1/tokens/{made(step.about)}/revocations")


@move("sign-in", "signIn", circle="person")
async def _sign_in(world: World, step: Step) -> None:
    # From another device, so that the session they have goes on.
    await _come_in(world, step)


@move("sign-out", "signOut", circle="person")
async def _sign_out(world: World, step: Step) -> None:
    secret = _secret_in(await _come_in(world, step, counts=False))
    await world.ask(step, "DELETE", "/v1/sessions/current", session=secret)


@move("sign-out everywhere", "signOutEverywhere", circle="person")
async def _sign_out_everywhere(world: World, step: Step) -> None:
    await world.ask(step, "DELETE", "/v1/sessions")
    await _come_back(world, step)


@move("session ended", "endSession", circle="person")
async def _end_session(world: World, step: Step) -> None:
    await _come_in(world, step, counts=False)
    sessions = (await world.ask(step, "GET", "/v1/sessions")).json()["items"]
    found = next(one["id"] for one in sessions if not one["isCurrent"])
    await post(world, step, f"/v1/sessions/{found}/endings")


@move("proof", "proveAgain", circle="person")
async def _prove(world: World, step: Step) -> None:
    await world.prove(step, counts=True)


@move("password", "changePassword", circle="person", by=("tom", "hanneke"))
async def _password(world: World, step: Step) -> None:
    key = world.keys[step.by]
    chosen = f"{PASSWORD} {step.variant} {step.label}"
    body = {"password": key.password, "newPassword": chosen}
    if key.codes:
        body["code"] = key.codes.pop()
    answer = await world.ask(step, "POST", "/v1/password-changes", json=body)
    if answer.status == 201:
        key.password = chosen


@move("reset asked", "askPasswordReset", circle="person")
async def _ask_reset(world: World, step: Step) -> None:
    body = {"id": made(step.label), "email": world.stage.players[step.by].email}
    await world.ask(step, "POST", "/v1/password-resets", json=body, session="")


@move("reset used", "usePasswordReset", circle="person", needs=("reset asked",))
async def _use_reset(world: World, step: Step) -> None:
    link = await world.link_to(world.stage.players[step.by].email, "password-reset")
    chosen = f"{PASSWORD} {step.variant} {step.label}"
    path = f"/v1/password-resets/{link.rpartition('/')[2]}/uses"
    answer = await world.ask(step, "POST", path, json={"password": chosen}, session="")
    if answer.status == 204:
        world.keys[step.by].password = chosen
        await _come_back(world, step)


# What it makes is not looked for: each guess at it takes a second. tests/identity guesses.
@move("second factor begun", "setSecondFactor", circle="person", is_once=True)
async def _begin_second_factor(world: World, step: Step) -> None:
    key = world.keys[step.by]
    body = {"id": made(step.label), "password": key.password}
    answer = await world.ask(step, "POST", "/v1/second-factors", json=body)
    if answer.status == 201:
        key.factor = answer.json()["secret"]


@move(
    "second factor",
    "confirmSecondFactor",
    circle="organisation",
    needs=("second factor begun",),
    is_once=True,
)
async def _confirm_second_factor(world: World, step: Step) -> None:
    key = world.keys[step.by]
    code = TOTP(key.factor).at(world.labels.at) if key.factor else "000000"
    path = f"/v1/second-factors/{made(step.about)}/confirmations"
    _keep_codes(world, step, await world.ask(step, "POST", path, json={"code": code}))


@move(
    "recovery codes",
    "makeRecoveryCodes",
    circle="person",
    needs=("second factor",),
    is_once=True,
)
async def _make_codes(world: World, step: Step) -> None:
    answer = await world.ask(step, "POST", "/v1/recovery-codes", json=_proof(world, step))
    _keep_codes(world, step, answer)


@move(
    "second factor removed",
    "removeSecondFactor",
    circle="organisation",
    needs=("second factor",),
    is_once=True,
)
async def _remove_second_factor(world: World, step: Step) -> None:
    body = _proof(world, step)
    answer = await world.ask(step, "POST", "/v1/second-factor-removals", json=body)
    if answer.status == 201:
        world.keys[step.by].codes = []


@move("provider asked", "requestProvider", circle="person")
async def _request_provider(world: World, step: Step) -> None:
    await world.prove(step)
    body = {"provider": NAME, "purpose": "link"}
    await world.ask(step, "POST", "/v1/provider-requests", json=body)


@move("identity removed", "removeIdentity", circle="person")
async def _remove_identity(world: World, step: Step) -> None:
    await world.prove(step)
    await post(world, step, f"/v1/external-identities/{identity_of(step.by)}/removals")


@move("language", "chooseLanguage", circle="person")
async def _language(world: World, step: Step) -> None:
    language = "en" if step.variant > 1 else "nl"
    await world.ask(step, "POST", "/v1/language-choices", json={"language": language})


async def _come_in(world: World, step: Step, *, counts: bool = True) -> Answer:
    """Begin another session."""
    body = {"email": world.stage.players[step.by].email, **world.proof(step.by)}
    return await world.ask(step, "POST", "/v1/sessions", json=body, session="", counts=counts)


async def _come_back(world: World, step: Step) -> None:
    """Begin another session, and go on with that."""
    answer = await _come_in(world, step, counts=False)
    if answer.status == 201:
        world.keys[step.by].session = _secret_in(answer)


def _secret_in(answer: Answer) -> str:
    return answer.cookie(SESSION_COOKIE)


def _proof(world: World, step: Step) -> dict[str, str]:
    return {"code": "", **world.proof(step.by)}


def _keep_codes(world: World, step: Step, answer: Answer) -> None:
    if answer.status == 201:
        world.keys[step.by].codes = answer.json()["recoveryCodes"]
