"""Every screen, in its main states: for everybody, in both languages, on wide and narrow windows."""

import pytest
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.judges import faults_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_signing_in(two: list[ServerProcess], visit: Visit, language: str):
    visitor = await visit(two[0], language=language)
    await visitor.go("/inloggen")
    await visitor.button("identity.sign-in").wait_for()
    assert not await faults_of(visitor)
    await visitor.press("identity.sign-in")
    await visitor.page.get_by_role("alert").or_(visitor.page.locator(".utrecht-alert")).wait_for()
    assert not await faults_of(visitor)
