"""Signatures that meet: exactly one agreement comes of each pair, whatever else happens."""

import asyncio
from typing import Any
from uuid import uuid4

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
    sign,
    the_version,
)
from tests.builders_commitments import some_terms

from samenspraak.agreements import commands
from samenspraak.agreements.queries import StoredVersion
from samenspraak.agreements.schemas import SignVersion, VersionState, WithdrawVersion
from samenspraak.database import as_person, fetch
from samenspraak.errors import Busy, Conflict, Refusal
from samenspraak.journal.audit import audit
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import ChangeRoles, RemoveParticipant, Role

# Each pair of last signatures races in a room of its own.
PAIRS = 100
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


async def test_a_hundred_parallel_pairs_of_last_signatures_give_one_agreement_each(
    people: People, settings: Settings
):
    """Both sides sign at once, each with a double click of its own."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one_room() -> tuple[dict[str, int], list[str]]:
        async with gate:
            room = await a_room(people, settings)
            version = await ready_to_sign(room)
            again = SignVersion(id=uuid4(), number=version.number, digest=version.digest)

            async def press(person: Any, request: SignVersion | None = None) -> str:
                async def work() -> None:
                    if request is None:
                        await sign(proven(person), version, settings)
                    else:
                        await commands.sign(proven(person), version.id, request, settings=settings)

                return await tried(work)

            ends = await asyncio.gather(
                press(room.tom, again),
                press(room.hanneke),
                press(room.tom, again),
                press(room.hanneke),
            )
            return await counted(room, version), list(ends)

    for found, ends in await asyncio.gather(*(one_room() for _ in range(PAIRS))):
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
    assert (await audit(settings.database_owner_url)).findings == ()


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


async def test_the_last_signature_and_a_withdrawal_never_both_win(room: Room, settings: Settings):
    version = await ready_to_sign(room)
    await sign(proven(room.hanneke), version, settings)
    request = WithdrawVersion(id=uuid4(), reason="Toch niet")

    ends = await asyncio.gather(
        tried(lambda: sign(proven(room.tom), version, settings)),
        tried(lambda: commands.withdraw(room.marieke, version.id, request)),
    )

    assert sorted(ends) == ["agreements/not-offered", "done"]
    found = await counted(room, version)
    assert found["in force"] == found["receipts"] == (1 if ends[0] == "done" else 0)


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
