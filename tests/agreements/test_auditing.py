"""The audit of agreements: whatever is changed in the database is named, and where."""

from tests.builders import Room
from tests.builders_agreements import proven, ready_to_sign, sign

from samenspraak.agreements.auditing import audit_agreements
from samenspraak.settings import Settings


async def test_a_room_left_alone_is_sound(room: Room, settings: Settings):
    version = await ready_to_sign(room)
    await sign(proven(room.tom), version, settings)
    await sign(proven(room.hanneke), version, settings)

    report = await audit_agreements(settings.database_owner_url, [room.id])

    assert report.misfits == ()
    assert (report.workspaces, report.versions) == (1, 1)
