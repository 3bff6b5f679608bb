"""A room with one person for each role of each side, something of every kind in it, and another like it.

Nobody of the first takes part in the second. Who made what is in a room holds every role and asks
for nothing here, so that each who asks has exactly the one role that is named.
"""

from contextlib import AsyncExitStack
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import asyncpg
from msgspec import Struct
from tests.browser import Browser, move
from tests.builders import People, Person, Room, a_colleague, a_room, invited, the_people
from tests.builders_agreements import agree_commitment, agree_statements, offer
from tests.builders_commitments import terms_json
from tests.builders_written import opened
from tests.catalogue.tables import a_measure, a_table

from samenspraak.gate import Application
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant, Role, Side

SIDES = ("buyer", "contractor")
# The least first: what the first who may does, those after need not be able to do again.
ROLES = ("reader", "writer", "signatory", "approver", "administrator", "negotiator")
WORKSPACE_ROLES = (
    *(f"{side}:{role}" for role in ROLES[:4] for side in SIDES),
    "program",
    "coordinator",
    *(f"{side}:{role}" for role in ROLES[4:] for side in SIDES),
)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

# What an id in a path, a query or a body means, by its name there.
Ids = dict[str, str]


class World(Struct, frozen=True, kw_only=True):
    """Who asks, and what there is: in their own room and in one that is not theirs, by side."""

    people: dict[str, Person]
    program: str
    own: dict[str, Ids]
    other: dict[str, Ids]

    def own_of(self, role: str) -> Ids:
        """The things of their own room that somebody would ask for; they look in lists alone."""
        ids = self.own[self.side_of(role)]
        return {
            **ids,
            "participant_id": ids[f"participant_of_{role.rpartition(':')[2]}"],
            "import_id": str(uuid5(NAMESPACE_URL, f"{ids['workspace_id']} {role}")),
        }

    def side_of(self, role: str) -> str:
        """The side somebody is on; a program speaks for the contractor."""
        side = role.partition(":")[0]
        return side if side in {*SIDES, "coordinator"} else "contractor"


async def a_world(app: Application, settings: Settings) -> World:
    """Make both rooms, and everybody who asks."""
    people, others = await the_people(settings), await the_people(settings)
    room, elsewhere = await a_room(people, settings), await a_room(others, settings)
    askers = await _askers(people, room, settings)
    async with AsyncExitStack() as stack:
        own, other = [
            await _furnished(stack, app, each, where, settings)
            for each, where in ((people, room), (others, elsewhere))
        ]
        for side, by in zip(SIDES, (people.marieke, people.youssef), strict=True):
            own[side] |= await _a_department(
                await _signed_in(stack, app, by, settings),
                room,
                await _participant_id(settings, room, askers[f"{side}:approver"]),
            )
        program = await _signed_in(stack, app, askers["contractor:negotiator"], settings)
        made = await program.post("/tokens", move(name="koppeling"))
    assert made.status_code == 201, made.text
    return World(people=askers, program=made.json()["secret"], own=own, other=other)


async def _askers(people: People, room: Room, settings: Settings) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for side, by, by_person in (
        ("buyer", room.marieke, people.marieke),
        ("contractor", room.youssef, people.youssef),
    ):
        for role in ROLES:
            # Who administers an organisation need not have a role that does anything in a room.
            given = Role.READER if role == "administrator" else Role(role)
            found[f"{side}:{role}"] = await _joins(by, by_person, given, settings)
    found["coordinator"] = await _joins(room.femke, people.femke, Role.COORDINATOR, settings)
    owner = await asyncpg.connect(settings.database_owner_url)
    for side in SIDES:
        await owner.execute(
            "update membership set is_administrator = true where person_id = $1",
            found[f"{side}:administrator"].id,
        )
    await owner.close()
    return found


async def _joins(by: Participant, colleague: Person, role: Role, settings: Settings) -> Person:
    person = await a_colleague(colleague, f"{role.capitalize()} {uuid4().hex[:6]}")
    await invited(by, person, Side(by.side), [role], settings, str(role))
    return person


async def _signed_in(
    stack: AsyncExitStack, app: Application, person: Person, settings: Settings
) -> Browser:
    browser = await stack.enter_async_context(Browser(app))
    secret = await person.session(settings)
    browser.carry(secret, csrf_token(secret))
    return browser


async def _furnished(
    stack: AsyncExitStack, app: Application, people: People, room: Room, settings: Settings
) -> dict[str, Ids]:
    """Put something of every kind in a room and return its ids, as each side would name them."""
    browsers = {
        side: await _signed_in(stack, app, person, settings)
        for side, person in (
            ("buyer", people.marieke),
            ("contractor", people.youssef),
            ("coordinator", people.femke),
        )
    }
    await agree_statements(room)
    agreed = await agree_commitment(room)
    shared = await _shared(browsers, room) | {"version_id": str((await offer(room)).id)}
    participants = {
        "buyer": (people.marieke, room.marieke),
        "contractor": (people.youssef, room.youssef),
        "coordinator": (people.femke, room.femke),
    }
    found: dict[str, Ids] = {}
    for side, (person, participant) in participants.items():
        # People whom the moves are about, so that nobody who asks loses a role or a place; whom one
        # may remove, the next can remove no more.
        role = Role.COORDINATOR if side == "coordinator" else Role.READER
        about = await _joins(participant, person, role, settings)
        others = [await _joins(participant, person, role, settings) for _ in range(2)]
        seats = [await _participant_id(settings, room, each) for each in (about, *others)]
        found[side] = (
            shared
            | await _of_a_side(browsers[side], room, person, side)
            | {
                "side": side,
                "other_side": "contractor" if side == "buyer" else "buyer",
                "plain_role": str(role),
                "workspace_id": str(room.id),
                "organisation_id": str(person.organisation_id),
                "person_id": str(about.id),
                **{f"participant_of_{each}": str(seats[0]) for each in (*ROLES, "program")},
                "participant_of_administrator": str(seats[1]),
                "participant_of_coordinator": str(seats[1]),
                "participant_of_negotiator": str(seats[2]),
                "agreed_id": str(agreed),
            }
        )
    return found


async def _participant_id(settings: Settings, room: Room, person: Person) -> UUID:
    owner = await asyncpg.connect(settings.database_owner_url)
    found = await owner.fetchval(
        "select id from participant where workspace_id = $1 and person_id = $2", room.id, person.id
    )
    await owner.close()
    return found


async def _shared(browsers: dict[str, Browser], room: Room) -> Ids:
    base, ids = f"/workspaces/{room.id}", dict[str, str]()
    buyer, contractor = browsers["buyer"], browsers["contractor"]

    async def make(browser: Browser, path: str, **body: Any) -> dict[str, Any]:
        answer = await browser.post(f"{base}/{path}", move(**body))
        assert answer.status_code == 201, (path, answer.text)
        return answer.json()

    ids["talk_id"] = (
        await make(
            buyer,
            "talks",
            heldOn="2026-10-12",
            attendees="Wij",
            lines=["Wij beginnen in februari."],
        )
    )["id"]
    ids["commitment_id"] = (await make(contractor, "commitments", terms=terms_json()))["id"]
    parts = [{"commitmentId": str(uuid4()), "terms": terms_json()} for _ in range(2)]
    package = move(parts=parts)
    put = await contractor.post(f"{base}/packages", package)
    assert put.status_code == 201, put.text
    ids["package_id"] = package["id"]
    ids["partner_id"] = (await make(contractor, "partners", name="Groenhof"))["items"][0]["id"]
    ids["file_id"] = str(uuid4())
    stored = await buyer.send(
        "POST",
        f"{base}/files",
        params={"fileId": ids["file_id"], "name": "plan.pdf"},
        content=PDF,
        headers={"content-type": "application/pdf"},
    )
    assert stored.status_code == 201, stored.text
    files = [ids["file_id"]]
    ids["thread_id"] = (await make(buyer, "threads", text="Zie het plan.", files=files))["id"]
    said = await make(contractor, f"threads/{ids['thread_id']}/messages", text="Bij de bouw.")
    ids["message_id"] = said["id"]
    await make(buyer, "perspectives")
    for kind in ("purpose", "commitment", "clauses"):
        opened_draft = await opened(contractor, room.id, kind, "joint")
        ids[f"{kind}_draft"] = opened_draft["draft"]["id"]
    return ids


async def _a_department(browser: Browser, room: Room, approver: UUID) -> Ids:
    """Ask a department for its word, for which the side's approver speaks."""
    department = move(name="Inkoop", before=["proposal"], participantIds=[str(approver)])
    answer = await browser.post(f"/workspaces/{room.id}/departments", department)
    assert answer.status_code == 201, answer.text
    return {"speaking_department": department["id"]}


async def _of_a_side(browser: Browser, room: Room, person: Person, side: str) -> Ids:
    base, ids = f"/workspaces/{room.id}", dict[str, str]()

    async def make(path: str, **body: Any) -> dict[str, Any]:
        answer = await browser.post(path, move(**body))
        assert answer.status_code == 201, (path, answer.text)
        return answer.json()

    organisation = f"/organisations/{person.organisation_id}"
    invitation = move(
        email=f"{uuid4().hex}@voorbeeld.example",
        side=side,
        roles=["coordinator" if side == "coordinator" else "reader"],
        title="",
    )
    made = await browser.post(f"{base}/invitations", invitation)
    assert made.status_code == 201, made.text
    ids["invitation_id"] = invitation["id"]
    ids["secret"] = made.json()["link"].rpartition("/")[2]
    mandate = move(personId=str(person.id), role="directeur")
    answer = await browser.post(f"{organisation}/mandates", mandate)
    assert answer.status_code == 201, answer.text
    ids["mandate_id"] = mandate["id"]
    ids["edition_id"] = (
        await make(
            "/catalogues",
            organisationId=str(person.organisation_id),
            content=a_table(a_measure(), id=f"eigen-{uuid4().hex[:8]}", publisher="Wij"),
        )
    )["items"][0]["id"]
    token = move(name="koppeling")
    assert (await browser.post("/tokens", token)).status_code == 201
    ids["token_id"] = token["id"]
    ids["import_id"] = str(uuid4())
    answer = await browser.send(
        "POST",
        "/imports",
        params={"organisationId": str(person.organisation_id), "importId": ids["import_id"]},
        files={"files": ("lijst.csv", "titel;opdrachtnemer\nWeg;Bouwer\n", "text/csv")},
    )
    assert answer.status_code == 201, answer.text
    if side != "coordinator":
        me = str(getattr(room, {"buyer": "marieke", "contractor": "youssef"}[side]).id)
        listed = await make(
            f"{base}/departments",
            name="Juridische zaken",
            before=["proposal"],
            participantIds=[me],
        )
        ids["department_id"] = listed["items"][0]["id"]
        hold = move(reason="Wij zijn het niet eens.")
        answer = await browser.post(f"{base}/dispute-holds", hold)
        assert answer.status_code == 201, answer.text
        ids["hold_id"] = hold["id"]
    return ids
