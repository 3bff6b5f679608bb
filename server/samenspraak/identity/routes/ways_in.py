"""A second factor, the codes for when it is lost, and another password for who forgot theirs."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.identity import commands, queries
from samenspraak.identity.picture import second_factor_view
from samenspraak.identity.routes.asking import SESSIONS, network_asking, settings_of
from samenspraak.identity.schemas import (
    AskPasswordReset,
    ConfirmSecondFactor,
    MakeRecoveryCodes,
    PasswordResetView,
    PersonView,
    RecoveryCodesView,
    RemoveSecondFactor,
    SecondFactorView,
    SetSecondFactor,
    SignedIn,
    UsePasswordReset,
)
from samenspraak.text import preferred_language


@post(
    "/second-factors",
    operation_id="setSecondFactor",
    summary="Begin met een tweede stap bij het inloggen",
    tags=SESSIONS,
)
async def set_second_factor(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    data: JSONBody[SetSecondFactor],
) -> SecondFactorView:
    """Begin with a second factor: what a telephone has to be told. It counts once it is confirmed."""
    secret = await commands.set_second_factor(person, data, settings_of(request))
    return second_factor_view(data.id, secret, email=person.email)


@post(
    "/second-factors/{factor_id:uuid}/confirmations",
    operation_id="confirmSecondFactor",
    summary="Bevestig de tweede stap met een code",
    tags=SESSIONS,
)
async def confirm_second_factor(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    factor_id: FromPath[UUID],
    data: JSONBody[ConfirmSecondFactor],
) -> RecoveryCodesView:
    """Ask for a code at every sign-in from now on. The codes in this answer are nowhere else."""
    codes = await commands.confirm_second_factor(person, factor_id, data, settings_of(request))
    return RecoveryCodesView(recovery_codes=codes)


@post(
    "/second-factor-removals",
    operation_id="removeSecondFactor",
    summary="Zet de tweede stap uit",
    tags=SESSIONS,
)
async def remove_second_factor(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    data: JSONBody[RemoveSecondFactor],
) -> PersonView:
    """Sign in with the password alone again."""
    settings = settings_of(request)
    await commands.remove_second_factor(person, data, settings)
    return await queries.oneself(person, settings)


@post(
    "/recovery-codes",
    operation_id="makeRecoveryCodes",
    summary="Maak nieuwe herstelcodes",
    tags=SESSIONS,
)
async def make_recovery_codes(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    data: JSONBody[MakeRecoveryCodes],
) -> RecoveryCodesView:
    """Make new codes for when the telephone is lost; the old ones work no longer."""
    codes = await commands.make_recovery_codes(person, data, settings_of(request))
    return RecoveryCodesView(recovery_codes=codes)


@post(
    "/password-resets",
    operation_id="askPasswordReset",
    summary="Vraag een link om een wachtwoord te kiezen",
    tags=SESSIONS,
    status_code=204,
)
async def ask_password_reset(
    request: Request[SignedIn | None, str | None, Any], data: JSONBody[AskPasswordReset]
) -> None:
    """Send a link to an address, if somebody signs in with it; the answer is the same if not."""
    await commands.ask_reset(
        data,
        network=network_asking(request),
        language=preferred_language(request.headers.get("accept-language")),
        settings=settings_of(request),
    )


@get(
    "/password-resets/{secret:str}",
    operation_id="getPasswordReset",
    summary="De link om een wachtwoord te kiezen",
    tags=SESSIONS,
)
async def get_password_reset(secret: FromPath[str]) -> PasswordResetView:
    """Tell whether a link still holds. Looking uses nothing up, and does not say whose it is."""
    return PasswordResetView(expires_at=await commands.reset_of(secret))


@post(
    "/password-resets/{secret:str}/uses",
    operation_id="usePasswordReset",
    summary="Kies een ander wachtwoord met de link",
    tags=SESSIONS,
    status_code=204,
)
async def use_password_reset(secret: FromPath[str], data: JSONBody[UsePasswordReset]) -> None:
    """Choose another password, once. All sessions end, and nobody is signed in by it."""
    await commands.use_reset(secret, data)


ROUTES = [
    set_second_factor,
    confirm_second_factor,
    remove_second_factor,
    make_recovery_codes,
    ask_password_reset,
    get_password_reset,
    use_password_reset,
]
