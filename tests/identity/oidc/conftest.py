"""A provider that runs, houses in which it is set up, and somebody who goes from one to the other."""

import pytest
from msgspec import structs
from tests.browser import Browser
from tests.identity.oidc.provider import Visitor, a_provider

from samenspraak.app import create_app
from samenspraak.surroundings import Surroundings


@pytest.fixture(scope="session")
def elsewhere():
    with a_provider() as provider:
        yield provider


@pytest.fixture
def house(app, settings, elsewhere, clock):
    """The same house, in which three providers are set up; one of them is trusted with addresses."""
    providers = (
        elsewhere.as_provider("by-rsa", trusts_email=True),
        structs.replace(elsewhere.as_provider("by-pss"), id="by-pss"),
    )
    return create_app(structs.replace(settings, providers=providers), Surroundings(clock=clock))


@pytest.fixture
def careful(app, settings, elsewhere, clock):
    """The house again, with a provider that is not trusted with addresses."""
    providers = (elsewhere.as_provider("by-curve"),)
    return create_app(structs.replace(settings, providers=providers), Surroundings(clock=clock))


@pytest.fixture
async def visitor(house, elsewhere):
    async with Browser(house) as ours, Visitor(ours, elsewhere.issuer) as visitor:
        yield visitor
