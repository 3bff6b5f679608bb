"""The screens: the built frontend, and the few addresses outside the API."""

import mimetypes
from pathlib import PurePosixPath
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.params import FromPath

from samenspraak.errors import NotFound
from samenspraak.gate import API
from samenspraak.settings import resource

# Built files carry a digest in their name, so a browser may keep them for good.
FOR_GOOD = "public, max-age=31536000, immutable"


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


@get(f"{API}/openapi.json", include_in_schema=False, sync_to_thread=False)
def interface() -> Response[bytes]:
    """Publish the contract of the HTTP interface, to anybody and from any page."""
    return Response(
        (resource("schemas") / "openapi.json").read_bytes(),
        media_type=MediaType.JSON,
        headers={"Access-Control-Allow-Origin": "*"},
    )


def _file(name: str, *, keep: str) -> Response[bytes]:
    path = resource("web") / name
    if not path.is_file():
        raise NotFound
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers={"Cache-Control": keep})


PAGES = [screen, asset, interface]
