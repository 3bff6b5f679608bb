"""The few addresses outside the API, which anybody may ask for."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from tests.browser import ORIGIN, Browser

from samenspraak.app import create_app
from samenspraak.gate import Application
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


def with_contact(settings: Settings, contact: str) -> Application:
    return create_app(
        msgspec.structs.replace(settings, security_contact=contact),
        Surroundings(clock=lambda: NOON),
    )


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("veilig@samenspraak.example", "mailto:veilig@samenspraak.example"),
        ("https://samenspraak.example/lek", "https://samenspraak.example/lek"),
    ],
)
async def test_who_found_a_hole_is_told_where_to_report_it(
    settings: Settings, contact: str, told: str
):
    async with Browser(with_contact(settings, contact)) as browser:
        answer = await browser.http.get("/.well-known/security.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == told
    assert fields["Canonical"] == f"{ORIGIN}/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert NOON < expires < NOON + timedelta(days=365)


async def test_nobody_is_sent_to_an_address_that_is_not_there(browser: Browser):
    assert (await browser.http.get("/.well-known/security.txt")).status_code == 404


async def test_a_proxy_can_ask_whether_this_process_serves(browser: Browser):
    answer = await browser.http.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_program_without_a_token_hears_how_to_come_in(browser: Browser):
    assert (await browser.get("/me")).headers["www-authenticate"] == "Bearer"
    assert "www-authenticate" not in (await browser.get("/nowhere")).headers


def test_counts_are_opened_by_one_word_only():
    """A mistyped setting must not open anything."""
    assert Settings.from_environment({"SAMENSPRAAK_METRICS": "open"}).metrics_open
    for word in ("", "1", "true", "Open", "closed"):
        assert not Settings.from_environment({"SAMENSPRAAK_METRICS": word}).metrics_open


async def test_opened_counts_are_there_for_other_machines_too(settings: Settings):
    opened = create_app(msgspec.structs.replace(settings, metrics_open=True))
    async with Browser(opened, network="192.0.2.1") as elsewhere:
        answer = await elsewhere.http.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
