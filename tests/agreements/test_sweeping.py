"""What time and changes alone make of versions, with the login for sweeps and no person."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.builders import People, Room, a_room
from tests.builders_agreements import (
    accept,
    agree_commitment,
    agree_statements,
    offer,
    proven,
    ready_to_sign,
    request_signing,
    sign,
    the_version,
)
from tests.builders_commitments import some_terms
from tests.conftest import Clock

from samenspraak import sweeping
from samenspraak.agreements import commands
from samenspraak.agreements.decisions import Lapsed, NotOffered
from samenspraak.agreements.queries import judged, stored_version, versions_view
from samenspraak.agreements.schemas import (
    OfferVersion,
    SendBackVersion,
    VersionLapsed,
    VersionState,
    VersionVoided,
    WithdrawVersion,
)
from samenspraak.commitments import commands as commitments
from samenspraak.commitments.queries import history
from samenspraak.commitments.schemas import ProposeAnew
from samenspraak.database import as_person, fetch
from samenspraak.deadlines import ends_at, local_day
from samenspraak.journal.audit import audit
from samenspraak.settings import Settings

_REQUESTS = "select count(*) from sign_request where version_id = $1"


@pytest.fixture
async def sweeper(settings: Settings, database: None) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.database_sweeper_url)
    yield connection
    await connection.close()


async def entries(room: Room) -> list[tuple[str, UUID | None, dict[str, Any]]]:
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind, actor, body from entry where journal_id = $1"
            " and kind ~ '^(version|agreement)[.]' order by number",
            room.journal_id,
        )
    return [(row["kind"], row["actor"], msgspec.json.decode(row["body"])) for row in rows]


async def kinds(room: Room) -> list[str]:
    return [kind for kind, _, _ in await entries(room)]


async def take_up_again(room: Room, commitment_id: UUID) -> None:
    async with as_person(room.youssef.person_id):
        newest = (await history(room.id, commitment_id)).newest
    await commitments.propose_anew(
        room.youssef,
        commitment_id,
        ProposeAnew(
            id=uuid4(),
            terms=some_terms(quantity="3"),
            revision=newest.revision,
            digest=newest.digest,
        ),
    )


async def test_a_version_that_nobody_signed_in_time_lapses_by_itself(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    """Half signed as well: a signature of one side binds nobody for ever."""
    version = await ready_to_sign(room)
    await sign(proven(room.hanneke, clock()), version, settings)
    await commands.sweep(sweeper)
    assert await kinds(room) == ["version.offered", "version.signed"]

    clock.move_on(days=29)
    for _ in range(3):
        await commands.sweep(sweeper)

    [*_, (kind, actor, body)] = await entries(room)
    assert (kind, actor) == (VersionLapsed.KIND, None)
    assert (body["versionId"], body["number"]) == (str(version.id), 1)
    assert (await kinds(room)).count(VersionLapsed.KIND) == 1
    stored = await the_version(room, version.id)
    # It ended when it did, however late somebody came by.
    assert (stored.state, stored.closed_at) == (VersionState.LAPSED, version.sign_by_at)
    with pytest.raises(Lapsed):
        await sign(proven(room.tom, clock()), version, settings)


async def test_a_late_sweep_lets_no_late_signature_through(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    version = await ready_to_sign(room)
    clock.move_on(days=29)

    with pytest.raises(Lapsed):
        await sign(proven(room.tom, clock()), version, settings)
    await commands.sweep(sweeper)
    await commands.sweep(sweeper)

    assert await kinds(room) == ["version.offered", "version.lapsed"]


async def test_the_last_day_counts_whole_and_the_next_moment_is_too_late(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    clock.stop()
    version = await ready_to_sign(room)
    assert version.sign_by_at is not None
    assert version.sign_by_at == ends_at(local_day(clock()) + timedelta(days=28))

    clock.move_on(seconds=(version.sign_by_at - clock()).total_seconds() - 0.001)
    await commands.sweep(sweeper)
    assert await kinds(room) == ["version.offered"]
    clock.move_on(seconds=0.001)
    await commands.sweep(sweeper)
    assert await kinds(room) == ["version.offered", "version.lapsed"]


async def test_what_was_taken_up_again_makes_a_version_void_without_anybody_acting(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    await agree_statements(room)
    await agree_commitment(room)
    changed = await agree_commitment(room, title="Banen")
    version = await offer(room)
    clock.move_on(days=1)
    await take_up_again(room, changed)
    moment = clock()
    clock.move_on(days=1)

    for _ in range(3):
        await commands.sweep(sweeper)

    assert [(kind, actor) for kind, actor, _ in await entries(room)][1:] == [
        (VersionVoided.KIND, None)
    ]
    stored = await the_version(room, version.id)
    assert stored.state is VersionState.VOID
    assert stored.closed_at is not None
    assert abs((stored.closed_at - moment).total_seconds()) < 60


async def test_bargaining_about_something_else_leaves_a_version_as_it_is(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    version = await ready_to_sign(room)
    clock.move_on(days=1)
    await agree_commitment(room, title="Iets nieuws")

    await commands.sweep(sweeper)

    assert (await the_version(room, version.id)).state is VersionState.OFFERED
    assert await kinds(room) == ["version.offered"]


async def test_another_purpose_or_obligation_makes_it_void(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    version = await ready_to_sign(room)
    clock.move_on(hours=1)
    await agree_statements(room, amount_cents=20_800_000)

    async with as_person(room.marieke.person_id):
        seen = await judged(await stored_version(room.id, version.id))
    assert {change.what for change in seen.changes} == {"purpose", "obligation"}
    await commands.sweep(sweeper)
    assert (await the_version(room, version.id)).state is VersionState.VOID


async def test_people_and_sweeps_see_the_same_in_every_state_of_a_deal(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    """A sweep may read no text, so it asks otherwise; the answer has to be the same."""
    await agree_statements(room)
    first, second = await agree_commitment(room), await agree_commitment(room, title="Banen")
    await take_up_again(room, second)
    version = await offer(room, commitments=[first])
    for step in (
        lambda: take_up_again(room, first),
        lambda: accept(room.marieke, first),
        lambda: accept(room.marieke, second),
        lambda: agree_statements(room, amount_cents=20_000_000),
    ):
        clock.move_on(hours=1)
        await step()
        async with as_person(room.marieke.person_id):
            for_people = (await judged(await stored_version(room.id, version.id))).changes
        for_sweeps = await sweeper.fetch("select * from changes_in_version($1)", version.id)
        assert {(each.what, each.number, each.at) for each in for_people} == {
            (row["what"], row["number"], row["at"]) for row in for_sweeps
        }
        assert for_people


async def test_who_comes_before_the_sweep_writes_it_down_and_the_sweep_does_not_again(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    await ready_to_sign(room)
    clock.move_on(days=29)
    await offer(room)

    await commands.sweep(sweeper)

    assert await kinds(room) == ["version.offered", "version.lapsed", "version.offered"]


async def test_two_sweeps_and_an_offer_at_once_do_it_once(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    await ready_to_sign(room)
    clock.move_on(days=29)
    other = await asyncpg.connect(settings.database_sweeper_url)
    try:
        await asyncio.gather(
            commands.sweep(sweeper),
            commands.offer(room.marieke, OfferVersion(id=uuid4())),
            commands.sweep(other),
        )
    finally:
        await other.close()

    assert sorted(await kinds(room)) == ["version.lapsed", "version.offered", "version.offered"]


@pytest.mark.parametrize("number", range(10))
async def test_one_of_a_sweep_and_a_move_on_a_version_that_is_over_writes_it_off(
    room: Room, sweeper: asyncpg.Connection, clock: Clock, number: int
):
    """However they meet, the version lapses once; who came too late is told so."""
    version = await ready_to_sign(room)
    clock.move_on(days=29)
    moves = (
        commands.withdraw(room.marieke, version.id, WithdrawVersion(id=uuid4(), reason="Te laat")),
        commands.send_back(
            proven(room.hanneke, clock()),
            version.id,
            SendBackVersion(id=uuid4(), number=1, digest=version.digest, reason="Te laat"),
        ),
    )
    order = [commands.sweep(sweeper), *moves]
    results = await asyncio.gather(
        *(order if number % 2 else reversed(order)), return_exceptions=True
    )

    assert sum(isinstance(each, Lapsed | NotOffered) for each in results) == 2
    assert await kinds(room) == ["version.offered", "version.lapsed"]


async def test_requests_to_sign_that_ran_out_go(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    version = await ready_to_sign(room)
    await request_signing(proven(room.hanneke, clock()), version, settings)
    await commands.sweep(sweeper)
    assert await sweeper.fetchval(_REQUESTS, version.id) == 1

    clock.move_on(hours=1)
    await commands.sweep(sweeper)

    assert await sweeper.fetchval(_REQUESTS, version.id) == 0


async def test_one_round_does_what_is_due_everywhere(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    await ready_to_sign(room)
    clock.move_on(days=29)

    assert await sweeping.sweep(sweeper) >= 1
    view, _ = await versions_view(room.marieke)

    assert [line.state for line in view.items] == [VersionState.LAPSED]


async def test_the_chain_of_entries_holds_with_those_of_nobody(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    await ready_to_sign(room)
    clock.move_on(days=29)

    await commands.sweep(sweeper)

    assert (await audit(settings.database_owner_url)).findings == ()


async def test_while_people_are_at_work_in_a_room_the_sweep_goes_on_elsewhere(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    await ready_to_sign(room)
    clock.move_on(days=29)
    owner = await asyncpg.connect(settings.database_owner_url)
    try:
        async with owner.transaction():
            await owner.execute(
                "select from journal where id = $1 for no key update", room.journal_id
            )
            await commands.sweep(sweeper)
            assert await kinds(room) == ["version.offered"]
        await commands.sweep(sweeper)
    finally:
        await owner.close()

    assert await kinds(room) == ["version.offered", "version.lapsed"]


@pytest.mark.parametrize("column", ["content", "reason", "closed_reason", "names", "offered_by"])
async def test_the_sweeper_reads_no_text_of_a_version(sweeper: asyncpg.Connection, column: str):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await sweeper.fetch(f"select {column} from version")


@pytest.mark.parametrize(
    "function", ["due_versions(now(), 1)", "changes_in_version(gen_random_uuid())"]
)
async def test_what_tells_sweeps_of_all_rooms_tells_people_nothing(
    settings: Settings, database: None, function: str
):
    server = await asyncpg.connect(settings.database_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await server.fetch(f"select * from {function}")
    finally:
        await server.close()


async def test_each_room_is_told_of_its_own_versions_and_of_nobody_elses(
    room: Room, people: People, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    rooms = [room, await a_room(people, settings, title="Onderhoud groen Zuid")]
    versions = [await ready_to_sign(each) for each in rooms]
    clock.move_on(days=29)

    await commands.sweep(sweeper)

    for each, version in zip(rooms, versions, strict=True):
        told = [(kind, body["versionId"]) for kind, _, body in await entries(each)]
        assert told == [
            (kind, str(version.id)) for kind in ("version.offered", "version.lapsed")
        ], each.id
