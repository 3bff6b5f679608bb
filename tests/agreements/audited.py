"""Rooms in which everything happened that an audit has to judge."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
from msgspec import Struct
from tests.builders import People, Room, a_room
from tests.builders_agreements import (
    accept,
    agree_commitment,
    agree_statements,
    offer,
    propose_anew,
    proven,
    sign,
    the_version,
)
from tests.builders_commitments import some_terms

from samenspraak.agreements import commands
from samenspraak.agreements.schemas import (
    AddSignedCopy,
    Clause,
    ConfirmPaper,
    LiftHold,
    PlaceHold,
    RecordPaper,
    SendBackVersion,
    SetSigningRule,
    WithdrawVersion,
)
from samenspraak.commitments import queries
from samenspraak.commitments.commands import replace_holder
from samenspraak.commitments.schemas import ReplaceHolder
from samenspraak.commitments.terms import AmountValue
from samenspraak.database import as_person
from samenspraak.files.receiving import Reception
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by
from samenspraak.workspaces.commands import store_file
from samenspraak.workspaces.schemas import Audience

LITTLE = AmountValue(amount_cents=100_000, currency="EUR", basis="agreed")


class Story(Struct, frozen=True, kw_only=True):
    """Rooms with a version in every state: most in one, two overtaken by time, one on paper."""

    room: Room
    overtaken: Room
    outside: Room

    def room_of(self, row: asyncpg.Record) -> Room:
        """Return the room that a row hangs on."""
        journal_id = row.get("journal_id") or row["id"]
        (room,) = [
            room
            for room in (self.room, self.overtaken, self.outside)
            if room.journal_id == journal_id
        ]
        return room

    @property
    def rooms(self) -> list[UUID]:
        return [self.room.id, self.overtaken.id, self.outside.id]

    @property
    def journals(self) -> list[UUID]:
        return [self.room.journal_id, self.overtaken.journal_id, self.outside.journal_id]


async def a_story(room: Room, settings: Settings, people: People) -> Story:
    """Play everything that an audit has to judge."""
    await agree_statements(room)
    first = await agree_commitment(room)
    await agree_commitment(room, title="Een stageplek", value=LITTLE)
    one = await offer(room)
    await sign(proven(room.hanneke), one, settings)
    await sign(proven(room.tom), one, settings)
    await propose_anew(room, first, some_terms(title="Drie leerwerkplekken"))
    await accept(room.marieke, first)
    two = await offer(room)
    await commands.send_back(
        room.hanneke,
        two.id,
        SendBackVersion(
            id=uuid4(), number=two.number, digest=two.digest, reason="Eerst de begeleiding."
        ),
    )
    three = await offer(room)
    await commands.withdraw(
        room.marieke, three.id, WithdrawVersion(id=uuid4(), reason="Er ontbreekt een artikel.")
    )
    four = await offer(room, reason="Een leerplek erbij.")
    await sign(proven(room.tom), four, settings)
    await sign(proven(room.hanneke), four, settings)
    await agree_commitment(room, title="Een snuffelstage", value=LITTLE)
    await put_beside(room, four.id, first, settings)
    five = await offer(room, clauses=[Clause(title="Overleg", text="Elk kwartaal.")])
    await sign(proven(room.tom), five, settings)
    outside = await a_room(people, settings, title="Onderhoud groen")
    await on_paper(outside, settings)
    overtaken = await a_room(people, settings, title="Schilderwerk")
    await overtake(overtaken)
    return Story(room=room, overtaken=overtaken, outside=outside)


async def put_beside(room: Room, version_id: UUID, commitment_id: UUID, settings: Settings) -> None:
    """Set a signing rule, add a signed copy, name another holder, and hold everything for a while."""
    await commands.set_signing_rule(room.youssef, SetSigningRule(id=uuid4(), needed=1))
    async with as_person(room.youssef.person_id):
        holders = await queries.holders_of(await queries.history(room.id, commitment_id))
    (own,) = [holder for holder in holders if holder.side == "contractor"]
    await replace_holder(
        room.youssef,
        commitment_id,
        ReplaceHolder(id=uuid4(), slot=own.commitment, name="Sanne de Wit"),
    )
    lifted = uuid4()
    await commands.place_hold(room.marieke, PlaceHold(id=lifted, reason="Er loopt een zaak."))
    await commands.lift_hold(room.marieke, lifted, LiftHold(id=uuid4(), reason="Die is klaar."))
    await commands.place_hold(room.youssef, PlaceHold(id=uuid4(), reason="Er is een geschil."))
    file_id = await a_file(room, settings)
    copy = AddSignedCopy(id=uuid4(), file_id=file_id, remark="Ook op papier getekend.")
    await commands.add_signed_copy(room.tom, version_id, copy)


async def a_file(room: Room, settings: Settings) -> UUID:
    """Put a small PDF in a room."""

    async def pieces() -> AsyncGenerator[bytes]:
        yield b"%PDF-1.7\n een oude overeenkomst"

    file_id = uuid4()
    await store_file(
        room.marieke,
        file_id,
        pieces(),
        audience=Audience.SHARED,
        name="Overeenkomst 2024.pdf",
        media_type="application/pdf",
        announced_bytes=None,
        reception=Reception(),
        settings=settings,
    )
    return file_id


async def overtake(room: Room) -> None:
    """Let a version lapse, and the next become void; each is written down by the one after."""
    await agree_statements(room)
    commitment_id = await agree_commitment(room)
    await offer(room)
    later = timedelta(days=40)
    with surrounded_by(Surroundings(clock=lambda: datetime.now(UTC) + later)):
        await offer(room)
        await propose_anew(room, commitment_id, some_terms(title="Drie leerwerkplekken"))
        await accept(room.marieke, commitment_id)
        await offer(room)


async def on_paper(room: Room, settings: Settings) -> None:
    """Bring in a deal on paper that both sides stand behind."""
    file_id, paper_id = await a_file(room, settings), uuid4()
    await commands.record_paper(
        room.marieke,
        RecordPaper(
            id=paper_id,
            file_id=file_id,
            agreed_on=date(2026, 3, 1),
            summary="Twee leerwerkplekken per jaar.",
            value_cents=4_000_000,
        ),
    )
    paper = await the_version(room, paper_id)
    for who in (room.marieke, room.youssef):
        await commands.confirm_paper(who, paper_id, ConfirmPaper(id=uuid4(), digest=paper.digest))
