"""Rooms in which a side asks for several signatories, with people of their own to change at will."""

from uuid import uuid4

from msgspec import Struct
from tests.builders import (
    People,
    Person,
    Room,
    a_colleague,
    a_mandate,
    a_room,
    invited,
    the_people,
)

from samenspraak.agreements import commands
from samenspraak.agreements.schemas import SetSigningRule
from samenspraak.identity import commands as identity
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.schemas import ChangeSettings, MandateOn
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant, Role, Side


class Board(Struct, frozen=True, kw_only=True):
    """A room in which the contractor has several signatories, of whom the first is Hanneke."""

    room: Room
    people: People
    colleagues: list[Person]
    signatories: list[Participant]


async def a_board(settings: Settings, *, signatories: int = 3, needed: int = 2) -> Board:
    """Make a room of which nobody else knows, and let the contractor ask for so many of its own."""
    people = await the_people(settings)
    room = await a_room(people, settings)
    contractor = await enter_organisation(room.youssef.person, room.youssef.organisation_id)
    colleagues = [
        await a_colleague(people.youssef, f"Bestuurder {number}")
        for number in range(2, signatories + 1)
    ]
    found = [room.hanneke]
    for colleague in colleagues:
        found.append(
            await invited(
                room.youssef, colleague, Side.CONTRACTOR, [Role.SIGNATORY], settings, "bestuurder"
            )
        )
        await a_mandate(contractor, colleague.id, role="bestuurder")
    if needed > 1:
        await ask_for(room.youssef, needed)
    return Board(room=room, people=people, colleagues=colleagues, signatories=found)


async def ask_for(administrator: Participant, needed: int) -> None:
    """Say how many people sign for a side under versions offered from now on."""
    await commands.set_signing_rule(administrator, SetSigningRule(id=uuid4(), needed=needed))


async def let_mandates_reach_to(administrator: Participant, mandate_on: MandateOn) -> None:
    """Say to what the mandates of an organisation reach."""
    member = await enter_organisation(administrator.person, administrator.organisation_id)
    request = ChangeSettings(id=uuid4(), sheet_above_cents=None, mandate_on=mandate_on)
    await identity.change_settings(member, request)
