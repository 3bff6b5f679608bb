"""What the page on privacy promises about time is what the sweep does: a test for each promise.

Each puts a row there whose time is over beside one whose time is not, and lets time do its work.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders import Room
from tests.builders_agreements import ready_to_sign
from tests.builders_drafts import a_draft
from tests.conftest import Clock

from samenspraak import sweeping
from samenspraak.database import as_person
from samenspraak.drafting.documents import document_of, fields_of
from samenspraak.drafting.queries import written
from samenspraak.drafting.schemas import DraftKind
from samenspraak.files.commands import UNUSED_FOR
from samenspraak.settings import Settings
from samenspraak.text import LANGUAGES

SCREENS = Path(__file__).parents[2] / "frontend/src/text"


@pytest.fixture
async def sweeper(settings: Settings, database: None) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.database_sweeper_url)
    yield connection
    await connection.close()


@pytest.fixture
async def owner(settings: Settings, database: None) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.database_owner_url)
    yield connection
    await connection.close()


class Shelf:
    """A table with a row whose time is over, and one whose time is not."""

    def __init__(self, owner: asyncpg.Connection, sweeper: asyncpg.Connection) -> None:
        self._owner = owner
        self._sweeper = sweeper

    async def keeps_only_what_lasts(
        self, table: str, column: str, clock: Clock, **row: Any
    ) -> None:
        """Put both there, sweep, and see which one is left."""
        ids: list[Any] = []
        for lasts in (-1, +1):
            filled = {
                name: value() if callable(value) else value
                for name, value in {**row, column: clock() + timedelta(minutes=lasts)}.items()
            }
            ids.append(filled["id"])
            places = ", ".join(f"${number}" for number in range(1, len(filled) + 1))
            await self._owner.execute(
                f"insert into {table} ({', '.join(filled)}) values ({places})", *filled.values()
            )
        await sweeping.sweep(self._sweeper)
        left = await self._owner.fetch(f"select id from {table} where id = any($1)", ids)
        assert [each["id"] for each in left] == ids[1:], table


@pytest.fixture
def shelf(owner: asyncpg.Connection, sweeper: asyncpg.Connection) -> Shelf:
    return Shelf(owner, sweeper)


def a_hash() -> str:
    return uuid4().hex * 2


async def test_a_session_goes_when_it_ends(shelf: Shelf, room: Room, clock: Clock):
    await shelf.keeps_only_what_lasts(
        "session",
        "expires_at",
        clock,
        id=uuid4,
        token_hash=a_hash,
        person_id=room.marieke.person_id,
        started_at=clock,
        seen_at=clock,
        proven_at=clock,
        method="password",
    )


async def test_a_count_of_attempts_goes_when_its_window_ends(shelf: Shelf, clock: Clock):
    await shelf.keeps_only_what_lasts("rate_bucket", "window_ends_at", clock, id=a_hash, times=3)


async def test_a_preview_of_files_goes_after_its_day(shelf: Shelf, room: Room, clock: Clock):
    await shelf.keeps_only_what_lasts(
        "import_preview",
        "expires_at",
        clock,
        id=uuid4,
        person_id=room.marieke.person_id,
        organisation_id=room.marieke.organisation_id,
        content="{}",
        rows=1,
    )


async def test_what_was_shown_before_signing_goes_when_it_is_over(
    shelf: Shelf, room: Room, clock: Clock
):
    version = await ready_to_sign(room)
    await shelf.keeps_only_what_lasts(
        "sign_request",
        "expires_at",
        clock,
        id=uuid4,
        person_id=room.tom.person_id,
        version_id=version.id,
        digest=version.digest,
        statement="Ik teken.",
        made_at=clock,
    )


async def test_a_link_for_a_new_password_goes_after_its_hour(
    shelf: Shelf, room: Room, clock: Clock
):
    await shelf.keeps_only_what_lasts(
        "password_reset",
        "expires_at",
        clock,
        id=uuid4,
        secret_hash=a_hash,
        person_id=room.marieke.person_id,
        made_at=clock,
    )


async def test_a_way_to_a_provider_goes_when_nobody_comes_back(shelf: Shelf, clock: Clock):
    await shelf.keeps_only_what_lasts(
        "provider_request",
        "expires_at",
        clock,
        id=uuid4,
        state_hash=a_hash,
        browser_hash=a_hash,
        nonce="x",
        code_verifier="x",
        provider="stad",
        purpose="sign-in",
        return_to="/",
        made_at=clock,
    )


async def test_a_letter_that_cannot_be_sent_goes_after_a_week(
    owner: asyncpg.Connection, sweeper: asyncpg.Connection, clock: Clock
):
    ids = []
    for waited in (sweeping.LETTERS_LAST + timedelta(minutes=1), timedelta(hours=1)):
        ids.append(uuid4())
        await owner.execute(
            "insert into outbox (id, kind, recipient, language, facts, due_at, attempts)"
            " values ($1, 'invitation', 'a@b.example', 'nl', '{}', $2, 1)",
            ids[-1],
            clock() - waited,
        )
    await sweeping.sweep(sweeper)
    left = await owner.fetch("select id from outbox where id = any($1)", ids)
    assert [row["id"] for row in left] == ids[1:]


async def test_who_wrote_which_word_of_a_draft_goes_after_its_days_and_the_text_stays(
    room: Room,
    owner: asyncpg.Connection,
    sweeper: asyncpg.Connection,
    settings: Settings,
    clock: Clock,
):
    draft_id = await a_draft(
        room.marieke, kind=DraftKind.COMMITMENT, subject_id=uuid4(), fields={"title": "Leerplek"}
    )
    async with as_person(room.marieke.person_id):
        _, snapshot, rows = await written(draft_id)
    state = document_of(snapshot, (data for _, data in rows)).get_update()
    head = await owner.fetchval("select head from draft where id = $1", draft_id)
    assert rows
    await owner.execute(
        "insert into draft_snapshot (journal_id, id, sequence, state, taken_at)"
        " select journal_id, id, head, $2, $3 from draft where id = $1"
        " on conflict (id) do update set sequence = excluded.sequence, state = excluded.state",
        draft_id,
        state,
        clock(),
    )
    await sweeping.sweep(sweeper, log_days=settings.draft_log_days)
    assert await _log_of(owner, draft_id) > 0
    await owner.execute(
        "update draft_update set stored_at = $2 where draft_id = $1",
        draft_id,
        clock() - timedelta(days=settings.draft_log_days, minutes=1),
    )
    await sweeping.sweep(sweeper, log_days=settings.draft_log_days)
    assert await _log_of(owner, draft_id) == 0
    async with as_person(room.marieke.person_id):
        _, snapshot, rows = await written(draft_id)
    assert (fields_of(document_of(snapshot, (data for _, data in rows))).to_py() or {})[
        "title"
    ] == "Leerplek"
    assert head == await owner.fetchval("select head from draft where id = $1", draft_id)


async def test_what_no_snapshot_holds_yet_stays(
    room: Room, owner: asyncpg.Connection, sweeper: asyncpg.Connection, clock: Clock
):
    draft_id = await a_draft(
        room.marieke, kind=DraftKind.COMMITMENT, subject_id=uuid4(), fields={"title": "Leerplek"}
    )
    await owner.execute("delete from draft_snapshot where id = $1", draft_id)
    await owner.execute(
        "update draft_update set stored_at = $2 where draft_id = $1",
        draft_id,
        clock() - timedelta(days=400),
    )
    await sweeping.sweep(sweeper)
    assert await _log_of(owner, draft_id) > 0


def test_the_page_says_the_same_times(settings: Settings):
    """Whoever changes a time changes the sentence too."""
    for language in LANGUAGES:
        said = (SCREENS / language / "privacy.json").read_text(encoding="utf-8")
        for number in (
            settings.session_seconds // 3600,
            settings.draft_log_days,
            UNUSED_FOR // timedelta(hours=1),
            sweeping.LETTERS_LAST // timedelta(days=1),
        ):
            assert f" {number} " in said, (language, number)


async def _log_of(owner: asyncpg.Connection, draft_id: UUID) -> int:
    rows = await owner.fetch("select id from draft_update where draft_id = $1", draft_id)
    return len(rows)
