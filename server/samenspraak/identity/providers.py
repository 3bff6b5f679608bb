"""Speaking with providers of OpenID Connect: nothing but their own addresses, briefly, and little.

It follows no address they send elsewhere to and believes nothing it did not check. What a provider
says of itself is kept for a while, so that a visit costs it one question.
"""

import asyncio
import os
import stat
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

import httpx
import msgspec
import structlog
from msgspec import Struct

from samenspraak import surroundings
from samenspraak.canonical import strict_json
from samenspraak.errors import Invalid
from samenspraak.identity.decisions import (
    KEYS_MOST,
    ProviderUnreachable,
    ProviderUntrue,
    is_provider_address,
)
from samenspraak.settings import Provider

# Whoever waits for a provider waits behind a screen.
TIMEOUT_SECONDS = 10.0
# Their documents have a few thousand characters.
ANSWER_LIMIT = 200_000
# Keys change now and then; one we do not know yet is asked for, at most once in a while.
KEPT_FOR = timedelta(minutes=10)
ASKED_AGAIN_AFTER = timedelta(seconds=30)
PROVIDERS_MOST = 20
DISCOVERY = "/.well-known/openid-configuration"

log = structlog.get_logger()


class ProvidersUnreadable(Exception):
    """The file with the providers cannot be used; `reason` says why, for whoever runs the house."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


class Known(Struct, frozen=True, kw_only=True):
    """What a provider says of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    by_header: bool
    tells_issuer: bool
    asked_at: datetime


class Keys(Struct, frozen=True, kw_only=True):
    """The keys a provider signs with."""

    items: list[Mapping[str, Any]]
    asked_at: datetime


def read_providers(path: Path) -> tuple[Provider, ...]:
    """Read who may vouch for people, from a file that nobody else can read.

    It holds the secrets with which we ask, so it is refused when others could read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)
        with os.fdopen(descriptor, "rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise ProvidersUnreadable(path, "mode")
            content = file.read(ANSWER_LIMIT)
    except OSError as error:
        raise ProvidersUnreadable(path, "missing") from error
    try:
        providers = msgspec.convert(strict_json(content), tuple[Provider, ...])
    except (Invalid, msgspec.ValidationError) as error:
        raise ProvidersUnreadable(path, "form") from error
    ids = {one.id for one in providers}
    if len(ids) < len(providers) or len({one.issuer for one in providers}) < len(providers):
        raise ProvidersUnreadable(path, "doubled")
    if len(providers) > PROVIDERS_MOST or not all(_is_usable(one) for one in providers):
        raise ProvidersUnreadable(path, "form")
    return providers


class Providers:
    """The providers of this house, with what each said of itself not long ago."""

    def __init__(self, providers: tuple[Provider, ...]) -> None:
        self._providers = {one.id: one for one in providers}
        self._known: dict[str, Known] = {}
        self._keys: dict[str, Keys] = {}
        # One at a time asks the same provider, and nobody waits for another one's.
        self._asking = {one.id: asyncio.Lock() for one in providers}

    def named(self, name: str) -> Provider | None:
        """Return the provider of this name."""
        return self._providers.get(name)

    async def address(self, provider: Provider, **asked: str) -> str:
        """Return where a browser goes to ask this provider who sits there."""
        known = await self._known_of(provider)
        mark = "&" if urlsplit(known.authorization_endpoint).query else "?"
        given = {"response_type": "code", "client_id": provider.client_id, **asked}
        return f"{known.authorization_endpoint}{mark}{urlencode(given, quote_via=quote)}"

    async def judge_sender(self, provider: Provider, issuer: str | None) -> None:
        """Refuse an answer that another provider sent in this one's name (RFC 9207)."""
        known = await self._known_of(provider)
        if issuer != provider.issuer and (issuer is not None or known.tells_issuer):
            raise ProviderUntrue

    async def id_token(
        self, provider: Provider, *, code: str, code_verifier: str, redirect_uri: str
    ) -> str:
        """Trade the code a browser brought for what the provider says of who sits there."""
        known = await self._known_of(provider)
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": code_verifier,
        }
        credentials = None
        if known.by_header:
            # Both are spelled as in a form before they go into the header (RFC 6749, 2.3.1).
            credentials = (
                quote(provider.client_id, safe=""),
                quote(provider.client_secret, safe=""),
            )
        else:
            given |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
        said = await _asked(
            "POST", known.token_endpoint, provider, form=given, credentials=credentials
        )
        token = said.get("id_token")
        if not isinstance(token, str):
            raise ProviderUntrue
        return token

    async def keys(self, provider: Provider, *, named: str | None) -> list[Mapping[str, Any]]:
        """Return the keys a provider signs with, asked for anew when none has the name given."""
        known = await self._known_of(provider)
        async with self._asking[provider.id]:
            at = surroundings.now()
            kept = self._keys.get(provider.id)
            if kept is not None:
                age = at - kept.asked_at
                has_it = named is None or any(key.get("kid") == named for key in kept.items)
                if age < ASKED_AGAIN_AFTER or (age < KEPT_FOR and has_it):
                    return kept.items
            said = await _asked("GET", known.jwks_uri, provider)
            items = said.get("keys")
            if not isinstance(items, list) or len(cast("list[object]", items)) > KEYS_MOST:
                raise ProviderUntrue
            keys = [
                cast("Mapping[str, Any]", key)
                for key in cast("list[object]", items)
                if isinstance(key, dict)
            ]
            self._keys[provider.id] = Keys(items=keys, asked_at=at)
            return keys

    async def _known_of(self, provider: Provider) -> Known:
        async with self._asking[provider.id]:
            at = surroundings.now()
            kept = self._known.get(provider.id)
            if kept is not None and at - kept.asked_at < KEPT_FOR:
                return kept
            said = await _asked("GET", provider.issuer.rstrip("/") + DISCOVERY, provider)
            known = _known(said, provider, at)
            self._known[provider.id] = known
            return known


def _known(said: Mapping[str, object], provider: Provider, at: datetime) -> Known:
    places = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if said.get("issuer") != provider.issuer or not all(
        is_provider_address(place, provider) for place in places
    ):
        log.warning("provider says what cannot be used", provider=provider.id)
        raise ProviderUntrue
    ways = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    methods = said.get("code_challenge_methods_supported", ["S256"])
    # Without this a stolen code would be as good as the person.
    if not isinstance(methods, list) or "S256" not in methods:
        raise ProviderUntrue
    return Known(
        authorization_endpoint=str(places[0]),
        token_endpoint=str(places[1]),
        jwks_uri=str(places[2]),
        by_header=isinstance(ways, list) and "client_secret_basic" in ways,
        tells_issuer=said.get("authorization_response_iss_parameter_supported") is True,
        asked_at=at,
    )


async def _asked(
    method: str,
    address: str,
    provider: Provider,
    *,
    form: dict[str, str] | None = None,
    credentials: tuple[str, str] | None = None,
) -> dict[str, object]:
    assert is_provider_address(address, provider), "nothing but the provider's own is asked"
    try:
        # Neither proxies nor logins that happen to lie around on this machine, and no cookies.
        async with (
            httpx.AsyncClient(
                timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False
            ) as client,
            client.stream(
                method,
                address,
                data=form,
                auth=credentials,
                headers={"accept": "application/json", "accept-encoding": "identity"},
            ) as answer,
            asyncio.timeout(TIMEOUT_SECONDS),
        ):
            body = await _body(answer)
            status = answer.status_code
    except (httpx.HTTPError, TimeoutError, ValueError) as error:
        log.warning("provider not reached", provider=provider.id, error=type(error).__name__)
        raise ProviderUnreachable(retry_after=5) from error
    if status >= 500:
        raise ProviderUnreachable(retry_after=5)
    if status != 200:
        log.warning("provider refuses", provider=provider.id, status=status)
        raise ProviderUntrue
    try:
        said = strict_json(body)
    except Invalid as error:
        raise ProviderUntrue from error
    if not isinstance(said, dict):
        raise ProviderUntrue
    return cast("dict[str, object]", said)


async def _body(answer: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in answer.aiter_raw():
        size += len(part)
        if size > ANSWER_LIMIT:
            raise ProviderUntrue
        parts.append(part)
    return b"".join(parts)


def _is_usable(provider: Provider) -> bool:
    """Tell whether a provider is written down so that it can be asked, and asked in secret."""
    given = (provider.id, provider.name, provider.client_id, provider.client_secret)
    address = urlsplit(provider.issuer)
    is_local = address.scheme == "http" and address.hostname in {"127.0.0.1", "localhost", "::1"}
    return (
        all(given)
        and len(provider.id) <= 64
        and (address.scheme == "https" or is_local)
        and not address.query
        and is_provider_address(provider.issuer, provider)
    )
