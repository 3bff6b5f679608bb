"""What every address of accounts needs to know of whoever asks."""

from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.params import QueryParameter
from msgspec import structs

from samenspraak.errors import Unauthenticated
from samenspraak.identity import queries
from samenspraak.identity.access import session_cookies
from samenspraak.identity.decisions import network_of
from samenspraak.identity.schemas import SignedIn
from samenspraak.settings import Settings
from samenspraak.text import preferred_language

SESSIONS = ["sessions"]
TOKENS = ["tokens"]
ORGANISATIONS = ["organisations"]
Limit = Annotated[int, QueryParameter(ge=1, le=queries.PAGE_MOST)]


async def provide_person(request: Request[SignedIn | None, Any, Any]) -> SignedIn:
    """Return who asks, for every address that wants somebody signed in."""
    if request.user is None:
        raise Unauthenticated
    asked = request.headers.get("accept-language")
    if asked is None:
        return request.user
    # What an answer says follows the screen it is for; letters follow what the person chose.
    return structs.replace(request.user, language=preferred_language(asked))


def settings_of(request: Request[Any, Any, Any]) -> Settings:
    """Return the settings of this house."""
    return request.app.state.settings


def network_asking(request: Request[Any, Any, Any]) -> str:
    """Return the network a request comes from."""
    return network_of(request.client.host if request.client else None)


def cookies_of(secret: str | None, settings: Settings) -> list[Cookie]:
    """Return the cookies of a session as the framework sets them."""
    return [Cookie(**parts) for parts in session_cookies(secret, settings)]
