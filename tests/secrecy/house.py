"""A house full of secrets: one workspace told by three sides, and words that must not travel.

    python -m tests.secrecy.house FILE

fills the database of the usual settings and writes what was made to a file. It is a process of its
own, because whoever walks the house afterwards only knows its address, as anybody outside does.
"""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pikepdf
from msgspec import Struct
from tests.browser import Browser, move
from tests.builders import People, Person, Room, a_colleague, a_person, a_room, the_people
from tests.builders_agreements import agree_commitment, agree_statements, offer, proven, sign
from tests.builders_written import opened, write
from tests.catalogue.tables import a_measure, a_table
from tests.conftest import started
from tests.files.samples import DOCX, docx

from samenspraak.app import create_app
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant

BUYER = ("marieke", "tom")
CONTRACTOR = ("youssef", "hanneke")
COORDINATOR = ("femke",)
EVERYBODY = (*BUYER, *CONTRACTOR, *COORDINATOR, "bram")


class Canary(Struct, frozen=True, kw_only=True):
    """A word that only these people may ever meet, and what it stands for."""

    word: str
    about: str
    known_to: tuple[str, ...]


class Asker(Struct, frozen=True, kw_only=True):
    """Somebody who walks the house, with all they legitimately hold."""

    name: str
    person_id: UUID
    session: str
    csrf: str
    # Ids of rows they read nowhere, so that even these may not come up.
    unknown_ids: frozenset[UUID]


class House(Struct, frozen=True, kw_only=True):
    """What was built. `ids` holds every id there is, by table and by what its column points at."""

    workspace_id: UUID
    lane_id: UUID
    # Where a side waits for the other, of which nobody who walks can make a move.
    waiting_id: UUID
    canaries: tuple[Canary, ...]
    askers: dict[str, Asker]
    ids: dict[str, tuple[UUID, ...]]
    journals: dict[str, int]


class Builder:
    """Builds the house with the product's own moves."""

    def __init__(self, settings: Settings, browsers: dict[str, Browser]) -> None:
        self.settings = settings
        self.browsers = browsers
        self.canaries: list[Canary] = []

    def word(self, about: str, *known_to: str) -> str:
        """Make a word that nobody else ever says."""
        word = f"zwaluw{uuid4().hex[:12]}staart"
        self.canaries.append(Canary(word=word, about=about, known_to=known_to))
        return word

    async def post(self, name: str, path: str, /, **members: Any) -> dict[str, Any]:
        answer = await self.browsers[name].post(path, move(**members))
        assert answer.status_code == 201, (path, answer.text)
        return answer.json()

    async def own_side_talk(self, name: str, room: Room, side: tuple[str, ...]) -> None:
        """Talk among one side: title, text, an edit, an answer, an outcome."""
        base = f"/workspaces/{room.id}"
        started = await self.post(
            name,
            f"{base}/threads",
            title=self.word("title of an own-side thread", *side),
            text=self.word("own-side message", *side),
            audience="own_side",
        )
        first = f"{base}/threads/{started['id']}"
        said = await self.post(name, f"{first}/messages", text=self.word("first wording", *side))
        await self.post(
            name,
            f"{base}/messages/{said['id']}/edits",
            edition=1,
            text=self.word("second wording", *side),
        )
        gone = await self.post(name, f"{first}/messages", text=self.word("taken back", *side))
        await self.post(name, f"{base}/messages/{gone['id']}/removals")
        await self.post(name, f"{first}/resolutions", outcome=self.word("outcome", *side))
        await self.browsers[name].post(f"{first}/reads", {"number": 1})

    async def own_side_invitation(self, name: str, room: Room, side: str, *known: str) -> None:
        """Invite a colleague, of whom nobody else hears before they come."""
        await self.post(
            name,
            f"/workspaces/{room.id}/invitations",
            email=f"{self.word('address of an invited colleague', *known)}@voorbeeld.example",
            side=side,
            roles=["coordinator" if side == "coordinator" else "reader"],
            title=self.word("title of an invited colleague", *known),
        )

    async def own_side_files(self, name: str, room: Room, side: tuple[str, ...]) -> None:
        """Bring files for one's own side: under a message, taken back, and used nowhere."""
        base = f"/workspaces/{room.id}"
        for about, kinds in (
            ("under a message", ("pdf", "docx")),
            ("taken back", ("pdf",)),
            ("used nowhere", ("pdf",)),
        ):
            sent = [await self.file(name, room, f"{kind} {about}", kind, side) for kind in kinds]
            if about == "used nowhere":
                continue
            thread = await self.post(
                name, f"{base}/threads", text="Lees mee.", audience="own_side", files=sent
            )
            if about == "taken back":
                said = await self.browsers[name].get(f"{base}/threads/{thread['id']}/messages")
                await self.post(name, f"{base}/messages/{said.json()['items'][0]['id']}/removals")

    async def staged_file(self, name: str, room: Room, side: tuple[str, ...]) -> None:
        """Send a file that is for both sides and say nothing with it: nobody else has it yet."""
        await self.file(name, room, "file that was sent and not said", "pdf", side, "shared")

    async def file(
        self,
        name: str,
        room: Room,
        about: str,
        kind: str,
        side: tuple[str, ...],
        audience: str = "own_side",
    ) -> str:
        """Send a file with a word in its name and another among its bytes, packed in a docx."""
        word = self.word(f"bytes of an own-side {about}", *side)
        file_id = str(uuid4())
        media_type, content = {
            "pdf": ("application/pdf", a_pdf(word)),
            "docx": (DOCX, docx(**{"word/document.xml": f"<w:p>{word}</w:p>"})),
        }[kind]
        answer = await self.browsers[name].send(
            "POST",
            f"/workspaces/{room.id}/files",
            params={
                "fileId": file_id,
                "name": f"{self.word(f'name of an own-side {about}', *side)}.{kind}",
                "audience": audience,
            },
            content=content,
            headers={"content-type": media_type},
        )
        assert answer.status_code == 201, answer.text
        return file_id

    async def own_side_drafts(
        self, name: str, room: Room, participant: Participant, side: tuple[str, ...]
    ) -> None:
        """Write alone with one's side: of every kind, about something and new, also put away."""
        base = f"/workspaces/{room.id}"
        items = (await self.browsers[name].get(f"{base}/commitments")).json()["items"]
        for kind, fields, more in (
            ("purpose", ("parts.A",), {}),
            ("clauses", (), {}),
            ("commitment", ("title", "evidence"), {"commitmentId": items[0]["id"]}),
            ("commitment", ("title", "partner.name"), {}),
        ):
            about = f"own-side draft of a {kind}"
            draft = (await opened(self.browsers[name], room.id, kind, "own_side", **more))["draft"]
            await write(
                participant,
                draft["id"],
                text=f"### {self.word(f'text of an {about}', *side)}",
                fields={field: self.word(f"{field} in an {about}", *side) for field in fields},
            )
            # What was taken out again is still in the log, and in no answer.
            await write(
                participant, draft["id"], text=f"### {self.word(f'text of an {about}', *side)}"
            )
        gone = await opened(
            self.browsers[name],
            room.id,
            "commitment",
            "own_side",
            title=self.word("title of an own-side draft that was put away", *side),
        )
        await self.post(name, f"{base}/drafts/{gone['draft']['id']}/discards")

    async def what_was_proposed_alone(self, name: str, room: Room, *side: str) -> None:
        """Propose from a draft that the other side never sees; then write on in it."""
        browser, base = self.browsers[name], f"/workspaces/{room.id}"
        [line] = [
            line
            for line in (await browser.get(f"{base}/drafts")).json()["items"]
            if line["kind"] == "purpose" and line["box"] == "own_side"
        ]
        participant = getattr(room, name)
        await write(participant, line["id"], text="Werk in de wijk.", fields={"parts.A": "leren"})
        view = (await browser.get(f"{base}/drafts/{line['id']}")).json()
        await self.post(
            name, f"{base}/purpose-drafts/{line['id']}/proposals", digest=view["digest"]
        )
        await write(
            participant,
            line["id"],
            text=self.word("what was written after proposing from an own-side draft", *side),
        )

    async def own_side_departments(self, name: str, room: Room, side: tuple[str, ...]) -> None:
        """Ask departments for their word: named, changed, ended, and what they said of drafts."""
        base, me = f"/workspaces/{room.id}", getattr(room, name)
        rule = {"before": ["proposal", "signature"], "participantIds": [str(me.id)]}
        # Asked above more than anything here is worth, so that what follows can go out.
        rule |= {"aboveCents": 900_000_000_000}
        for about in ("department", "department that is asked no longer"):
            first = self.word(f"first name of a {about}", *side)
            listed = await self.post(name, f"{base}/departments", name=first, **rule)
            [made] = [each for each in listed["items"] if each["name"] == first]
            address = f"{base}/departments/{made['id']}"
            await self.post(
                name, f"{address}/changes", name=self.word(f"name of a {about}", *side), **rule
            )
            drafts = (await self.browsers[name].get(f"{base}/drafts")).json()["items"]
            for word, draft in zip(("yes", "no"), drafts, strict=False):
                await self.post(
                    name,
                    f"{base}/words",
                    departmentId=made["id"],
                    about="draft",
                    aboutId=draft["id"],
                    digest=uuid4().hex * 2,
                    word=word,
                    reason=self.word(f"{word} of a {about}", *side),
                )
        await self.post(name, f"{address}/endings")

    async def what_both_sides_told_each_other(self, room: Room) -> None:
        """Perspectives that were opened, and a partner: an outsider meets not a word of them."""
        base = f"/workspaces/{room.id}/perspectives"
        everybody = (*BUYER, *CONTRACTOR, *COORDINATOR)
        await self.post("femke", base)
        for name in ("marieke", "youssef"):
            await self.post(name, f"{base}/answers", **self.perspective("opened", *everybody))
        base = f"/workspaces/{room.id}/partners"
        asked = await self.post("femke", base, name=self.word("name of a partner", *everybody))
        [partner] = asked["items"]
        for text in ("replaced answer", "answer"):
            words = self.word(f"{text} about a partner", *everybody)
            await self.post(
                "youssef",
                f"{base}/{partner['id']}/answers",
                answers=[{"question": "guidance", "text": words}],
            )

    async def what_waits_for_the_other_side(self, people: People) -> UUID:
        """Perspectives that one side handed in, in a room where the other only reads so far."""
        waiting_id = uuid4()
        await self.post(
            "marieke",
            "/workspaces",
            organisationId=str(people.marieke.organisation_id),
            title="Groen in de wijk",
            otherParty="Van Doorn & Bakker Bouw",
            id=str(waiting_id),
        )
        base = f"/workspaces/{waiting_id}"
        for by, guest, role in (
            ("marieke", "hanneke", "negotiator"),
            ("hanneke", "youssef", "reader"),
        ):
            invited = await self.post(
                by,
                f"{base}/invitations",
                email=getattr(people, guest).email,
                side="contractor",
                roles=[role],
            )
            secret = invited["link"].rpartition("/")[2]
            await self.post(guest, f"/invitations/{secret}/acceptances")
        await self.post("marieke", f"{base}/perspectives")
        for about in ("replaced", "waiting"):
            await self.post(
                "marieke", f"{base}/perspectives/answers", **self.perspective(about, *BUYER)
            )
        return waiting_id

    def perspective(self, about: str, *known_to: str) -> dict[str, str]:
        """Answer all four questions with words that nobody else ever says."""
        return {
            question: self.word(f"{question} of {about} perspectives", *known_to)
            for question in ("wants", "worries", "gives", "needs")
        }

    async def what_is_personal(self, name: str) -> None:
        """A token with a name and a secret, and a session elsewhere."""
        made = await self.post(name, "/tokens", name=self.word("name of a token", name))
        self.canaries.append(
            Canary(word=made["secret"], about="secret of a token", known_to=(name,))
        )

    async def what_is_the_organisations(self, person: Person, name: str, *known: str) -> None:
        """A colleague who is in no room, a mandate, a table, and contracts only looked at."""
        colleague = await a_colleague(
            person,
            self.word("name of a colleague", *known),
            title=self.word("title of a colleague", *known),
        )
        await self.post(
            name,
            f"/organisations/{person.organisation_id}/mandates",
            personId=str(colleague.id),
            role=self.word("role of a mandate", *known),
        )
        await self.post(
            name,
            "/catalogues",
            organisationId=str(person.organisation_id),
            content=a_table(
                a_measure(name_nl=self.word("measure of an own table", *known)),
                id=self.word("name of an own table", *known),
                publisher="Van Doorn & Bakker Bouw",
                own={"member": self.word("unknown member of an own table", *known)},
            ),
        )
        rows = (
            "titel;opdrachtnemer\n"
            f"{self.word('contract in a preview', name)};{self.word('party in a preview', name)}\n"
        )
        answer = await self.browsers[name].send(
            "POST",
            "/imports",
            params={"organisationId": str(person.organisation_id), "importId": str(uuid4())},
            files={"files": (f"{self.word('file in a preview', name)}.csv", rows, "text/csv")},
        )
        assert answer.status_code == 201, answer.text

    async def what_is_public_here(self, room: Room) -> None:
        """Everything that all in the room may know, a signed agreement with its bundle included."""
        await self.post("youssef", f"/workspaces/{room.id}/threads", text="Wat past bij uw ploeg?")
        await self.post(
            "marieke",
            f"/workspaces/{room.id}/talks",
            heldOn="2026-10-12",
            attendees="Marieke de Groot en Youssef El Amrani",
            lines=["Wij beginnen in februari."],
        )
        await agree_statements(room)
        await agree_commitment(room)
        version = await offer(room)
        await sign(proven(room.tom), version, self.settings)
        await sign(proven(room.hanneke), version, self.settings)

    async def what_both_sides_write(self, room: Room) -> None:
        """Drafts for all in the room: an outsider meets not a word of them."""
        everybody = (*BUYER, *CONTRACTOR, *COORDINATOR)
        for kind in ("purpose", "clauses"):
            draft = (await opened(self.browsers["femke"], room.id, kind))["draft"]
            await write(
                room.youssef, draft["id"], text=self.word(f"text of a joint {kind}", *everybody)
            )
        await opened(
            self.browsers["youssef"],
            room.id,
            "commitment",
            title=self.word("title of a joint commitment", *everybody),
            text=self.word("text of a joint commitment", *everybody),
        )

    async def another_lane(self, marieke: Person) -> UUID:
        """Another contract of the same buyer: for the others here it does not exist."""
        lane_id = uuid4()
        await self.post(
            "marieke",
            "/workspaces",
            organisationId=str(marieke.organisation_id),
            title=self.word("title of another contract", "marieke"),
            otherParty=self.word("party of another contract", "marieke"),
            id=str(lane_id),
        )
        for audience in ("own_side", "shared"):
            await self.post(
                "marieke",
                f"/workspaces/{lane_id}/threads",
                text=self.word(f"{audience} message in another contract", "marieke"),
                audience=audience,
            )
        for box in ("own_side", "joint"):
            await opened(
                self.browsers["marieke"],
                lane_id,
                "commitment",
                box,
                title=self.word(f"{box} draft in another contract", "marieke"),
                text=self.word(f"text of a {box} draft in another contract", "marieke"),
            )
        return lane_id


def a_pdf(word: str) -> bytes:
    """A PDF of one empty page that says a word about itself."""
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = word
        pdf.save(made)
    return made.getvalue()


async def build(settings: Settings) -> House:
    """Build the house in the database of these settings."""
    async with started(application := create_app(settings)), AsyncExitStack() as stack:
        people = await the_people(settings)
        room = await a_room(people, settings)
        sessions: dict[str, str] = {}
        browsers: dict[str, Browser] = {}
        for name in EVERYBODY:
            sessions[name] = await getattr(people, name).session(settings)
            browsers[name] = await stack.enter_async_context(Browser(application))
            browsers[name].carry(sessions[name], csrf_token(sessions[name]))
        builder = Builder(settings, browsers)
        for name, side, known in (
            ("marieke", "buyer", BUYER),
            ("youssef", "contractor", CONTRACTOR),
            ("femke", "coordinator", COORDINATOR),
        ):
            await builder.own_side_talk(name, room, known)
            await builder.own_side_files(name, room, known)
            await builder.staged_file(name, room, known)
            await builder.own_side_invitation(name, room, side, *known)
            await builder.what_is_personal(name)
            await builder.what_is_the_organisations(getattr(people, name), name, *known)
        await builder.what_is_public_here(room)
        await builder.what_both_sides_write(room)
        for name, known in (
            ("marieke", BUYER),
            ("youssef", CONTRACTOR),
            ("femke", COORDINATOR),
        ):
            await builder.own_side_drafts(name, room, getattr(room, name), known)
            if name != "femke":
                await builder.own_side_departments(name, room, known)
        await builder.what_was_proposed_alone("marieke", room, *BUYER)
        await builder.what_both_sides_told_each_other(room)
        waiting_id = await builder.what_waits_for_the_other_side(people)
        lane_id = await builder.another_lane(people.marieke)
        await a_person(builder.word("name of a stranger"), organisation="Elders")
        for name in EVERYBODY:
            builder.canaries.append(
                Canary(word=sessions[name], about="secret of a session", known_to=(name,))
            )
    ids, read, journals = await everything(settings.database_owner_url)
    every_id = {one for some in ids.values() for one in some}
    return House(
        workspace_id=room.id,
        lane_id=lane_id,
        waiting_id=waiting_id,
        canaries=tuple(builder.canaries),
        askers={
            name: Asker(
                name=name,
                person_id=getattr(people, name).id,
                session=sessions[name],
                csrf=csrf_token(sessions[name]),
                unknown_ids=frozenset(every_id - read[getattr(people, name).id]),
            )
            for name in EVERYBODY
        },
        ids={name: tuple(sorted(some)) for name, some in ids.items()},
        journals=journals,
    )


async def everything(
    owner_url: str,
) -> tuple[dict[str, set[UUID]], dict[UUID, set[UUID]], dict[str, int]]:
    """Every id by table, what each person reads of them, and how far each journal goes."""
    connection = await asyncpg.connect(owner_url)
    try:
        names = [row["tablename"] async for row in _tables(connection)]
        rows = {name: await connection.fetch(f'select * from "{name}"') for name in names}
    finally:
        await connection.close()
    readers: dict[UUID, set[UUID]] = {}
    for row in rows["journal_reader"]:
        readers.setdefault(row["journal_id"], set()).add(row["person_id"])
    everybody = {row["id"] for row in rows["person"]}
    ids: dict[str, set[UUID]] = {}
    read: dict[UUID, set[UUID]] = {person: {person} for person in everybody}
    for name, found in rows.items():
        for row in found:
            if isinstance(row.get("id"), UUID):
                ids.setdefault(name, set()).add(row["id"])
            if isinstance(row.get("package_id"), UUID):
                ids.setdefault("package", set()).add(row["package_id"])
            for person in _readers_of(name, row, readers):
                read.setdefault(person, set()).update(_ids_in(row))
    journals = {str(row["id"]): row["head"] for row in rows["journal"]}
    return ids, read, journals


def _readers_of(name: str, row: asyncpg.Record, readers: dict[UUID, set[UUID]]) -> set[UUID]:
    if name == "journal":
        return readers.get(row["id"], set())
    if name == "edition" and row["journal_id"] is None:
        # What comes with the product is there for everybody who is signed in.
        return set().union(*readers.values())
    if "journal_id" in row:
        return readers.get(row["journal_id"], set())
    return {row["person_id"]} if "person_id" in row else set()


def _ids_in(row: asyncpg.Record) -> set[UUID]:
    """Every id a row holds, also within its texts: facts and documents name others."""
    text = " ".join(str(value) for value in row.values())
    return {
        UUID(found) for found in re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text)
    }


async def _tables(connection: asyncpg.Connection) -> AsyncIterator[asyncpg.Record]:
    for row in await connection.fetch(
        "select tablename from pg_tables where schemaname = 'public' and tablename <> 'migration'"
    ):
        yield row


def main() -> None:
    house = asyncio.run(build(Settings.from_environment(os.environ)))
    Path(sys.argv[1]).write_bytes(msgspec.json.encode(house))


if __name__ == "__main__":
    main()
