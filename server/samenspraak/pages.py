"""The screens: the built frontend, and the few addresses outside the API."""

import mimetypes
import re
from datetime import timedelta
from ipaddress import ip_address
from pathlib import PurePosixPath
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, get
from litestar.params import FromPath

from samenspraak import surroundings
from samenspraak.database import as_person, fetch_one
from samenspraak.errors import NotFound
from samenspraak.gate import API
from samenspraak.logs import metrics
from samenspraak.settings import Settings, resource

# Built files carry a digest in their name, so a browser may keep them for good.
FOR_GOOD = "public, max-age=31536000, immutable"
# The page that checks bundles brings a policy of its own, which only allows what stands in it.
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
# RFC 9116 wants an end less than a year away; it moves on for as long as somebody keeps serving.
SECURITY_TEXT_LASTS = timedelta(days=180)
METRICS_TYPE = "text/plain; version=0.0.4"
# A proxy on the same machine puts one of these in; then whoever asks is not the machine itself.
PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@get(["/", "/{rest:path}"], include_in_schema=False, sync_to_thread=False)
def screen(request: Request[Any, Any, Any], rest: FromPath[str] = "/") -> Response[bytes]:
    """Serve the one page of the screens at every address of theirs."""
    if rest.startswith((API + "/", "/assets/")) or rest == API:
        raise NotFound
    public = PurePosixPath(rest).name
    if public in {"favicon.svg", "robots.txt"}:
        return _file(public, keep="no-cache")
    page = resource("web") / "index.html"
    if not page.is_file():
        raise NotFound
    nonce: str = request.scope["state"]["nonce"]
    return Response(
        page.read_text(encoding="utf-8").replace("__NONCE__", nonce).encode(),
        media_type=MediaType.HTML,
        headers={"Cache-Control": "no-store"},
    )


@get("/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
def asset(name: FromPath[str]) -> Response[bytes]:
    """Serve one built file."""
    return _file(f"assets/{PurePosixPath(name).name}", keep=FOR_GOOD)


@get("/verify.html", include_in_schema=False, sync_to_thread=False)
def verifier() -> Response[bytes]:
    """Serve the page that checks a bundle, to anybody; it needs no server and speaks to none.

    Its policy stands in the page, so that it holds from a disk too. The header says the same, and
    what only a header can say.
    """
    page = resource("web") / "verify.html"
    if not page.is_file():
        raise NotFound
    content = page.read_text(encoding="utf-8")
    policy = _POLICY.search(content)
    assert policy is not None, "the build puts its policy in the page"
    return Response(
        content.encode(),
        media_type=MediaType.HTML,
        headers={
            "Cache-Control": "no-cache",
            "Content-Security-Policy": f"{policy[1]}; frame-ancestors 'none'",
        },
    )


@get(f"{API}/openapi.json", include_in_schema=False, sync_to_thread=False)
def interface(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Publish the contract of the HTTP interface, to anybody and from any page."""
    settings: Settings = request.app.state.settings
    document = msgspec.json.decode((resource("schemas") / "openapi.json").read_bytes())
    document["servers"] = [{"url": origin + API} for origin in settings.origins]
    return Response(
        msgspec.json.encode(document),
        media_type=MediaType.JSON,
        headers={"Access-Control-Allow-Origin": "*"},
    )


@get("/health", include_in_schema=False)
async def health() -> dict[str, str]:
    """Tell a proxy whether this process can serve: it reaches its database, or answers 503."""
    async with as_person(None):
        await fetch_one("select 1 as alive")
    return {"status": "ok"}


@get("/metrics", include_in_schema=False, sync_to_thread=False)
def counts(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return what this process counted, to the machine it runs on or to whom it was opened."""
    settings: Settings = request.app.state.settings
    if not settings.metrics_open and not _is_own_machine(request):
        raise NotFound
    return Response(metrics(), media_type=METRICS_TYPE, headers={"Cache-Control": "no-store"})


@get("/.well-known/security.txt", include_in_schema=False, sync_to_thread=False)
def security_text(request: Request[Any, Any, Any]) -> Response[str]:
    """Tell who found a hole where to report it (RFC 9116)."""
    settings: Settings = request.app.state.settings
    contact = settings.security_contact
    if not contact:
        raise NotFound
    expires = surroundings.now() + SECURITY_TEXT_LASTS
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        *(
            f"Canonical: {origin}/.well-known/security.txt"
            for origin in settings.origins
            if origin.startswith("https:")
        ),
    ]
    return Response("\n".join(lines) + "\n", media_type=MediaType.TEXT)


def _is_own_machine(request: Request[Any, Any, Any]) -> bool:
    if request.client is None or any(name in request.headers for name in PROXIED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _file(name: str, *, keep: str) -> Response[bytes]:
    path = resource("web") / name
    if not path.is_file():
        raise NotFound
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers={"Cache-Control": keep})


PAGES = [screen, asset, verifier, interface, health, counts, security_text]
