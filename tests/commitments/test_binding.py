"""What agreements take up, and how a signed version makes it bind."""

from collections.abc import Collection
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders import Room
from tests.builders_commitments import Table, terms_json

from samenspraak.commitments import commands
from samenspraak.commitments.queries import agreed_revisions
from samenspraak.commitments.schemas import AgreedRevision
from samenspraak.database import as_person, execute, fetch_one
from samenspraak.journal.commands import unit_of_work


async def agreed(room: Room) -> list[AgreedRevision]:
    async with as_person(room.marieke.person_id):
        return await agreed_revisions(room.id)


async def sign(room: Room, revision_ids: Collection[UUID]) -> UUID:
    version_id = uuid4()
    async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
        await commands.bind(
            work, workspace_id=room.id, revision_ids=revision_ids, version_id=version_id
        )
    return version_id


async def test_only_what_both_said_yes_to_can_be_taken_up(
    room: Room, buyer: Table, contractor: Table
):
    await contractor.propose()
    yes = await buyer.move("acceptances", await contractor.propose())
    await buyer.move("declines", await contractor.propose(), reason="nee")

    (each,) = await agreed(room)

    assert str(each.commitment_id) == yes["id"]
    assert each.digest == yes["negotiation"]["digest"]
    assert (each.bound_by, each.reopened_at, each.is_reopened) == (None, None, False)


async def test_a_signed_version_makes_its_texts_bind(room: Room, buyer: Table, contractor: Table):
    made = await buyer.move("acceptances", await contractor.propose())

    version_id = await sign(room, [each.revision_id for each in await agreed(room)])

    seen = await buyer.see(made)
    assert (seen["standing"]["status"], seen["standing"]["boundRevision"]) == ("in_force", 1)
    assert [each.bound_by for each in await agreed(room)] == [version_id]
    assert (await buyer.all())["totals"]["counting"]["inForceCents"] == 9_333_333


async def test_a_change_is_told_from_what_binds_until_it_is_signed_too(
    room: Room, buyer: Table, contractor: Table
):
    made = await buyer.move("acceptances", await contractor.propose())
    await sign(room, [each.revision_id for each in await agreed(room)])
    changed = await contractor.move("proposals", made, terms=terms_json(quantity="3"))

    (before,) = await agreed(room)
    assert (before.revision, before.is_reopened) == (1, True)
    assert before.reopened_at is not None
    assert before.agreed_at < before.reopened_at
    await buyer.move("acceptances", changed)
    (after,) = await agreed(room)
    assert (after.revision, after.bound_by, after.is_reopened) == (2, None, False)
    seen = await buyer.see(made)
    assert (seen["standing"]["status"], seen["standing"]["boundRevision"]) == ("agreed", 1)

    await sign(room, [after.revision_id])
    seen = await buyer.see(made)
    assert (seen["standing"]["status"], seen["standing"]["boundRevision"]) == ("in_force", 2)


async def test_what_a_version_leaves_out_ends_with_it(room: Room, buyer: Table, contractor: Table):
    kept = await buyer.move("acceptances", await contractor.propose())
    dropped = await buyer.move("acceptances", await contractor.propose())
    both = await agreed(room)
    await sign(room, [each.revision_id for each in both])

    await sign(room, [both[0].revision_id])

    assert (await buyer.see(kept))["standing"]["status"] == "in_force"
    seen = await buyer.see(dropped)
    assert (seen["standing"]["status"], seen["standing"]["closedAs"]) == ("closed", "ended")
    assert [each.commitment_id for each in await agreed(room)] == [both[0].commitment_id]


async def test_nothing_binds_that_was_not_agreed(room: Room, contractor: Table):
    await contractor.propose()
    async with as_person(room.marieke.person_id):
        row = await fetch_one(
            "select r.id from revision r join commitment c on c.id = r.commitment_id where c.workspace_id = $1",
            room.id,
        )
    assert row is not None

    with pytest.raises(AssertionError):
        await sign(room, [row["id"]])


@pytest.mark.parametrize("column", ["content", "digest", "by_side", "number"])
async def test_a_frozen_text_cannot_be_changed_by_anybody(
    room: Room, contractor: Table, column: str
):
    made = await contractor.propose()
    value = "5" if column == "number" else "'buyer'"

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with as_person(room.youssef.person_id):
            await execute(
                f"update revision set {column} = {value} where commitment_id = $1",
                UUID(made["id"]),
            )


async def test_a_name_can_be_erased_while_the_bytes_stay(room: Room, contractor: Table):
    made = await contractor.propose(responsible=[{"side": "contractor", "name": "Ilse Bakker"}])
    async with as_person(room.youssef.person_id):
        await execute(
            "update revision set names = replace(names, 'Ilse Bakker', '')"
            " where commitment_id = $1",
            UUID(made["id"]),
        )

    seen = await contractor.see(made)

    assert seen["revisions"][0]["responsible"][0]["name"] == ""
    assert seen["negotiation"]["digest"] == made["negotiation"]["digest"]
