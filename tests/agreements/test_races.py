"""Signatures that meet: exactly one agreement comes of each pair, whatever else happens."""

import asyncio
import os
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import structs
from tests.builders import People, Room, a_room
from tests.builders_agreements import (
    agree_commitment,
    agree_statements,
    offer,
    propose_anew,
    proven,
    ready_to_sign,
    request_signing,
    sign,
    the_version,
)
from tests.builders_commitments import some_terms
from tests.builders_signatories import a_board
from tests.conftest import Clock

from samenspraak import surroundings
from samenspraak.agreements import commands
from samenspraak.agreements.queries import StoredVersion
from samenspraak.agreements.schemas import (
    RequestSigning,
    SendBackVersion,
    SignVersion,
    VersionState,
    WithdrawVersion,
)
from samenspraak.database import as_person, fetch
from samenspraak.errors import Busy, Conflict, Refusal
from samenspraak.journal.audit import audit
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import ChangeRoles, Participant, RemoveParticipant, Role

# Each pair of last signatures races in a room of its own; `make assure` lets many more race.
PAIRS = max(100, int(os.environ.get("SAMENSPRAAK_ASSURE") or 0))
# More at once than the pool has connections, fewer than would only queue.
AT_ONCE = 20


async def counted(room: Room, version: StoredVersion) -> dict[str, int]:
    """Count what must be there exactly once, as both sides see it."""
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            """
            select 'receipts' as what, count(*) as many from receipt where version_id = $1
            union all select 'signatures', count(*) from signature where version_id = $1
            union all select 'bindings', count(*) from binding where version_id = $1
            union all select 'in force', count(*) from version
              where workspace_id = $2 and state = 'in_force'
            union all select 'concluded', count(*) from entry
              where journal_id = $3 and kind = 'agreement.concluded'
            union all select 'signed', count(*) from entry
              where journal_id = $3 and kind = 'version.signed'
            """,
            version.id,
            room.id,
            room.journal_id,
        )
    return {row["what"]: row["many"] for row in rows}


async def used(settings: Settings, version: StoredVersion) -> int:
    """Count the requests that were used up, whoever asked for them."""
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        return await connection.fetchval(
            "select count(*) from sign_request where version_id = $1 and used_at is not null",
            version.id,
        )
    finally:
        await connection.close()


async def a_signature(
    participant: Participant,
    version: StoredVersion,
    settings: Settings,
    request_id: UUID | None = None,
) -> SignVersion:
    """Make the body of a signature, with a request of one's own unless one is named."""
    return SignVersion(
        id=uuid4(),
        request_id=request_id or await request_signing(participant, version, settings),
        number=version.number,
        digest=version.digest,
    )


async def press(
    participant: Participant,
    version: StoredVersion,
    request: SignVersion,
    settings: Settings,
    at: datetime | None = None,
) -> str:
    """Press the button, and say how it ended."""
    return await tried(
        lambda: commands.sign(proven(participant, at), version.id, request, settings=settings)
    )


async def tried(work: Any) -> str:
    """Do it, and say how it ended; a busy journal is tried again, as a screen would."""
    for _ in range(20):
        try:
            await work()
        except Busy:
            continue
        except Refusal as refusal:
            return refusal.slug
        return "done"
    return "busy"


async def test_parallel_pairs_of_last_signatures_give_one_agreement_each(
    people: People, settings: Settings
):
    """Both sides sign at once, each with a double click of its own, and ask again after that."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one_room() -> tuple[dict[str, int], list[str], list[str]]:
        async with gate:
            room = await a_room(people, settings)
            version = await ready_to_sign(room)
            same = await a_signature(room.tom, version, settings)
            requests = [await a_signature(room.hanneke, version, settings) for _ in range(2)]
            ends = await asyncio.gather(
                press(room.tom, version, same, settings),
                press(room.hanneke, version, requests[0], settings),
                press(room.tom, version, same, settings),
                press(room.hanneke, version, requests[1], settings),
            )
            # An answer that was lost is asked for again.
            retried = await asyncio.gather(
                press(room.tom, version, same, settings),
                *(press(room.hanneke, version, each, settings) for each in requests),
            )
            assert await used(settings, version) == 2
            return await counted(room, version), list(ends), list(retried)

    for found, ends, retried in await asyncio.gather(*(one_room() for _ in range(PAIRS))):
        assert found == {
            "receipts": 1,
            "signatures": 2,
            "bindings": 1,
            "in force": 1,
            "concluded": 1,
            "signed": 2,
        }
        # The same request twice is one signature; another request finds it done.
        assert (ends[0], ends[2]) == ("done", "done")
        assert sorted([ends[1], ends[3]])[1] == "done"
        assert {ends[1], ends[3]} <= {
            "done",
            "agreements/already-signed",
            "agreements/not-offered",
        }
        assert retried[0] == "done"
        assert retried[1:].count("done") == 1
    assert (await audit(settings.database_owner_url)).findings == ()


@pytest.mark.parametrize("attempt", range(5))
async def test_three_who_sign_at_once_where_two_are_asked_give_two_signatures(
    settings: Settings, attempt: int
):
    board = await a_board(settings, signatories=3, needed=2)
    version = await ready_to_sign(board.room)
    if attempt % 2:
        await sign(proven(board.room.tom), version, settings)
    asked = [await a_signature(each, version, settings) for each in board.signatories]

    ends = await asyncio.gather(
        *(
            press(each, version, request, settings)
            for each, request in zip(board.signatories, asked, strict=True)
        )
    )

    late = "agreements/not-offered" if attempt % 2 else "agreements/side-complete"
    assert sorted(ends) == [late, "done", "done"]
    found = await counted(board.room, version)
    assert found["signatures"] == found["signed"] == 2 + attempt % 2
    assert await used(settings, version) == found["signatures"]
    assert found["receipts"] == found["in force"] == found["concluded"] == attempt % 2


async def test_many_presses_with_many_requests_by_one_person_are_one_signature(
    room: Room, settings: Settings
):
    version = await ready_to_sign(room)
    asked = [await a_signature(room.tom, version, settings) for _ in range(4)]

    ends = await asyncio.gather(
        *(press(room.tom, version, each, settings) for each in [*asked, *asked])
    )

    assert ends.count("done") == 2
    assert set(ends) == {"done", "agreements/already-signed"}
    found = await counted(room, version)
    assert found["signatures"] == found["signed"] == await used(settings, version) == 1


async def test_one_request_serves_one_signature_of_two_that_name_it(room: Room, settings: Settings):
    version = await ready_to_sign(room)
    request_id = await request_signing(room.tom, version, settings)
    both = [await a_signature(room.tom, version, settings, request_id) for _ in range(2)]

    ends = await asyncio.gather(*(press(room.tom, version, each, settings) for each in both))

    assert sorted(ends) == ["agreements/already-signed", "done"]
    assert (await counted(room, version))["signatures"] == 1


async def test_asking_for_one_request_many_times_at_once_makes_one(room: Room, settings: Settings):
    version = await ready_to_sign(room)
    request = RequestSigning(id=uuid4(), number=version.number, digest=version.digest)

    views = await asyncio.gather(
        *(
            commands.request_signing(room.tom, version.id, request, settings=settings)
            for _ in range(6)
        )
    )

    assert {view.id for view in views} == {request.id}
    assert len({(view.statement, view.expires_at) for view in views}) == 1


@pytest.mark.parametrize("attempt", range(5))
async def test_the_last_signature_and_a_new_proposal_never_both_win(
    room: Room, settings: Settings, attempt: int
):
    """Either the version is in force before the change is proposed, or it is void."""
    await agree_statements(room)
    commitment_id = await agree_commitment(room)
    version = await offer(room)
    await sign(proven(room.hanneke), version, settings)

    signed, proposed = await asyncio.gather(
        tried(lambda: sign(proven(room.tom), version, settings)),
        tried(lambda: propose_anew(room, commitment_id, some_terms(quantity=str(3 + attempt)))),
    )

    assert proposed == "done"
    state = (await the_version(room, version.id)).state
    assert (signed, state) in {
        ("done", VersionState.IN_FORCE),
        ("agreements/void", VersionState.OFFERED),
    }
    assert (await counted(room, version))["receipts"] == (1 if signed == "done" else 0)


@pytest.mark.parametrize("ending", ["withdraw", "send back"])
@pytest.mark.parametrize("attempt", range(3))
async def test_the_last_signature_and_what_takes_it_from_the_table_never_both_win(
    room: Room, settings: Settings, ending: str, attempt: int
):
    version = await ready_to_sign(room)
    await sign(proven(room.hanneke), version, settings)
    request = await a_signature(room.tom, version, settings)

    async def ended() -> None:
        named = {"number": version.number, "digest": version.digest}
        if ending == "withdraw":
            taken_back = WithdrawVersion(id=uuid4(), reason="Toch niet")
            await commands.withdraw(room.marieke, version.id, taken_back)
        else:
            back = SendBackVersion(id=uuid4(), reason="Toch niet", **named)
            await commands.send_back(room.hanneke, version.id, back)

    first, second = [
        lambda: press(room.tom, version, request, settings),
        lambda: tried(ended),
    ][:: 1 if attempt % 2 else -1]
    ends = await asyncio.gather(first(), second())

    signed, gone = ends if attempt % 2 else ends[::-1]
    found = await counted(room, version)
    assert sorted([signed, gone]) == ["agreements/not-offered", "done"]
    assert found["in force"] == found["receipts"] == (1 if signed == "done" else 0)
    assert found["signatures"] == (2 if signed == "done" else 1)
    assert await used(settings, version) == found["signatures"]


@pytest.mark.parametrize("milliseconds", [0, 5, 10, 20, 40, 80])
async def test_the_last_signature_and_the_sweep_at_the_end_never_both_win(
    room: Room, settings: Settings, clock: Clock, milliseconds: int
):
    """Whichever locks first judges by its own moment, and the other finds what it made."""
    version = await ready_to_sign(room)
    assert version.sign_by_at is not None
    left = version.sign_by_at - surroundings.now()
    clock.move_on(seconds=left.total_seconds() - 60)
    at = surroundings.now()
    for_hanneke = await a_signature(room.hanneke, version, settings)
    assert await press(room.hanneke, version, for_hanneke, settings, at) == "done"
    request = await a_signature(room.tom, version, settings)
    clock.move_on(
        seconds=(version.sign_by_at - surroundings.now()).total_seconds() - milliseconds / 1000
    )
    sweeper = await asyncpg.connect(settings.database_sweeper_url)
    try:

        async def swept() -> None:
            for _ in range(8):
                await commands.sweep(sweeper)

        signed, _ = await asyncio.gather(
            press(room.tom, version, request, settings, surroundings.now()), swept()
        )
        clock.move_on(seconds=1)
        await commands.sweep(sweeper)
    finally:
        await sweeper.close()

    found = await counted(room, version)
    assert signed in {"done", "agreements/lapsed", "agreements/not-offered"}
    assert found["receipts"] == found["in force"] == found["concluded"] == int(signed == "done")
    state = (await the_version(room, version.id)).state
    assert state is (VersionState.IN_FORCE if signed == "done" else VersionState.LAPSED)
    # Half-signed, it lapsed with its signature to be seen.
    assert found["signatures"] == await used(settings, version) == 1 + int(signed == "done")


async def test_two_offers_at_once_leave_one_version_up(room: Room):
    await agree_statements(room)
    await agree_commitment(room)

    ends = await asyncio.gather(*(tried(lambda: offer(room)) for _ in range(4)))

    assert sorted(ends) == ["agreements/already-offered"] * 3 + ["done"]


async def test_who_lost_the_right_while_waiting_does_not_sign(room: Room, settings: Settings):
    """The door let Tom in; before his turn came, his administrator took the role from him."""
    version = await ready_to_sign(room)
    await workspaces.change_roles(
        room.marieke,
        ChangeRoles(id=uuid4(), participant_id=room.tom.id, roles=[Role.READER]),
    )

    assert await tried(lambda: sign(proven(room.tom), version, settings)) == "not-allowed"

    await workspaces.remove_participant(
        room.youssef, RemoveParticipant(id=uuid4(), participant_id=room.hanneke.id)
    )
    assert await tried(lambda: sign(proven(room.hanneke), version, settings)) == "not-found"
    assert (await counted(room, version))["signatures"] == 0


async def test_a_refused_signature_leaves_nothing_behind(room: Room, settings: Settings):
    version = await ready_to_sign(room)
    wrong = structs.replace(version, digest="0" * 64)

    with pytest.raises(Conflict):
        await sign(proven(room.tom), wrong, settings)

    assert (await counted(room, version))["signed"] == 0
    assert (await the_version(room, version.id)).names == version.names
