"""Who may ask more than a person may."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from samenspraak.database import DB
from samenspraak.settings import Settings


@pytest.fixture
async def at_the_command_line(
    settings: Settings, database: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[None]:
    """Ask as the owner of the database does, whom no row security holds back."""
    async with asyncpg.create_pool(settings.database_owner_url, min_size=1, max_size=2) as pool:
        monkeypatch.setattr(DB, "pool", pool)
        yield
        monkeypatch.undo()
