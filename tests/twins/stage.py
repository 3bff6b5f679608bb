"""Where all twins begin: one contract with both sides, a coordinator, and a signed agreement.

    python -m tests.twins.stage FILE

builds it once, with the product's own commands, and writes to a file who is there and what they
hold. Each world then starts as a copy of that database, the same to the byte.
"""

import asyncio
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct
from tests.browser import Browser, move
from tests.builders import Person, Room, a_colleague, a_room, invited, the_people
from tests.builders_agreements import ready_to_sign, sign
from tests.conftest import started
from tests.twins.labels import LabelledWorld, id_of, labelled
from tests.twins.wire import Asker

from samenspraak import surroundings
from samenspraak.app import create_app
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings
from samenspraak.surroundings import surrounded_by
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import OpenByHand, Participant, Role, Side

# What nobody may meet who is not named: the people of each circle.
BUYER = ("marieke", "tom", "nadia")
CONTRACTOR = ("youssef", "hanneke", "ilse")
COORDINATOR = ("femke",)
# The competitor, who has a contract of his own with the same buyer's negotiator.
LANE = ("marieke", "bram")


class Player(Struct, frozen=True, kw_only=True):
    """Somebody in the play, and what they hold from the beginning."""

    name: str
    person_id: UUID
    email: str
    session: str
    csrf: str
    organisation_id: UUID
    network: str
    # Their seat in the contract, when they have one.
    participant_id: UUID | None = None
    # A program's secret, for who has one.
    token: str = ""

    @property
    def asker(self) -> Asker:
        return Asker(name=self.name, session=self.session, csrf=self.csrf, network=self.network)


class Stage(Struct, frozen=True, kw_only=True):
    """What is there before a history begins."""

    workspace_id: UUID
    lane_id: UUID
    players: dict[str, Player]
    # Every id there is, by table.
    ids: dict[str, tuple[UUID, ...]]

    def asker(self, name: str) -> Asker:
        """Return who asks under this name; "… (program)" is a program of theirs."""
        if name == "nobody":
            return Asker(name=name)
        player = self.players[name.removesuffix(" (program)")]
        if name != player.name:
            return Asker(name=name, token=player.token, network=player.network)
        return player.asker


# Everybody who looks: each role of each side, a program of each, who is elsewhere, and nobody.
EVERYBODY = (
    *BUYER,
    *CONTRACTOR,
    *COORDINATOR,
    "bram",
    "marieke (program)",
    "youssef (program)",
    "nobody",
)


async def build(settings: Settings) -> Stage:
    """Build it in the database of these settings."""
    world = LabelledWorld()
    with surrounded_by(world.surroundings), labelled("stage"):
        application = create_app(settings, world.surroundings)
        async with started(application):
            people = await the_people(settings)
            room = await a_room(people, settings)
            persons = {name: getattr(people, name) for name in people.__struct_fields__}
            seats: dict[str, Participant] = {
                name: getattr(room, name) for name in persons if name != "bram"
            }
            persons |= {
                "nadia": await a_colleague(people.marieke, "Nadia Haddou", title="HR"),
                "ilse": await a_colleague(people.youssef, "Ilse Bakker", title="HR"),
            }
            for name, by, side, role in (
                ("nadia", room.marieke, Side.BUYER, Role.WRITER),
                ("ilse", room.youssef, Side.CONTRACTOR, Role.READER),
            ):
                seats[name] = await invited(by, persons[name], side, [role], settings, "HR")
            version = await ready_to_sign(room)
            for signatory in (room.tom, room.hanneke):
                await sign(signatory, version, settings)
            lane_id = await a_lane(room, persons["bram"], settings)
            known = [(name, person.id) for name, person in persons.items()]
            await know_elsewhere(known, settings.database_owner_url)
            players: dict[str, Player] = {}
            for at, (name, person) in enumerate(persons.items()):
                secret = await person.session(settings)
                players[name] = Player(
                    name=name,
                    person_id=person.id,
                    email=person.email,
                    session=secret,
                    csrf=csrf_token(secret),
                    organisation_id=person.organisation_id,
                    network=f"10.1.{at}.1",
                    participant_id=seats[name].id if name in seats else None,
                    token=await a_token(application, secret, name),
                )
    return Stage(
        workspace_id=room.id,
        lane_id=lane_id,
        players=players,
        ids=await ids_by_table(settings.database_owner_url),
    )


async def a_lane(room: Room, competitor: Person, settings: Settings) -> UUID:
    """Open another contract of the same buyer, with a competitor on the other side."""
    buyer = room.marieke
    lane = OpenByHand(
        id=id_of("lane"),
        organisation_id=buyer.organisation_id,
        title="Onderhoud Oosterpoort",
        other_party="Kuiper Installaties",
        value_cents=120_000_000,
    )
    member = await enter_organisation(buyer.person, buyer.organisation_id)
    await workspaces.open_by_hand(member, lane)
    opener = await enter(buyer.person, lane.id)
    roles = [Role.NEGOTIATOR]
    await invited(opener, competitor, Side.CONTRACTOR, roles, settings, "eigenaar")
    return lane.id


async def know_elsewhere(people: Iterable[tuple[str, UUID]], owner_url: str) -> None:
    """Let a provider know each of them, as one the house no longer has."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.executemany(
            "insert into external_identity (id, person_id, issuer, subject, linked_at)"
            " values ($1, $2, 'https://vroeger.example', $3, $4)",
            [
                (identity_of(name), person_id, name, surroundings.now())
                for name, person_id in people
            ],
        )
    finally:
        await connection.close()


def identity_of(name: str) -> UUID:
    """Return the id under which somebody is linked to a provider."""
    return id_of(f"identity of {name}")


async def a_token(application: object, secret: str, name: str) -> str:
    """Let somebody make a token for a program."""
    async with Browser(application) as browser:
        browser.carry(secret, csrf_token(secret))
        made = await browser.post("/tokens", move(name=f"programma van {name}"))
    return made.json()["secret"]


async def ids_by_table(owner_url: str) -> dict[str, tuple[UUID, ...]]:
    """Return every id in the database, by table."""
    connection = await asyncpg.connect(owner_url)
    try:
        tables = await connection.fetch(
            "select table_name as name from information_schema.columns where table_schema = 'public'"
            " and column_name = 'id' and data_type = 'uuid' order by 1"
        )
        return {
            row["name"]: tuple(
                each["id"]
                for each in await connection.fetch(f'select id from "{row["name"]}" order by id')
            )
            for row in tables
        }
    finally:
        await connection.close()


def main() -> None:
    stage = asyncio.run(build(Settings.from_environment(os.environ)))
    Path(sys.argv[1]).write_bytes(msgspec.json.encode(stage))


if __name__ == "__main__":
    main()
