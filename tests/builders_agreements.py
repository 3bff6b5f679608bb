"""A deal ready to be signed, and the moves on its versions."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec import structs
from tests.browser import Browser, move
from tests.builders import Room
from tests.builders_commitments import some_terms

from samenspraak.agreements import commands
from samenspraak.agreements.documents import Cause
from samenspraak.agreements.queries import StoredVersion, stored_version, version_in
from samenspraak.agreements.schemas import OfferVersion, RequestSigning, SignVersion, VersionState
from samenspraak.commitments import commands as commitments
from samenspraak.commitments.queries import history
from samenspraak.commitments.schemas import (
    AcceptRevision,
    ProposeAnew,
    ProposeCommitment,
    Responsible,
)
from samenspraak.commitments.terms import Terms
from samenspraak.database import as_person
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.queries import wordings
from samenspraak.workspaces.schemas import (
    Agree,
    Participant,
    PurposePart,
    SetObligation,
    SetPurpose,
)

RESPONSIBLE = [
    Responsible(side="contractor", name="Ilse Bakker"),
    Responsible(side="buyer", name="Nadia Haddou"),
]


async def agree_statements(room: Room, *, amount_cents: int = 19_440_000) -> None:
    """Let both sides stand behind why and what is owed."""
    await workspaces.set_purpose(
        room.marieke,
        SetPurpose(
            id=uuid4(),
            text="Werk en leren voor mensen uit de buurt.",
            parts=[PurposePart(letter="A", text="leerplekken in de bouw")],
        ),
    )
    await workspaces.set_obligation(
        room.marieke,
        SetObligation(
            id=uuid4(),
            amount_cents=amount_cents,
            basis="opdrachtsom van € 4.860.000 exclusief btw",
            reason="4 %, omdat het werk vooral uit vakwerk bestaat",
            percent="4",
        ),
    )
    for kind, agree in (
        ("purpose", workspaces.agree_purpose),
        ("obligation", workspaces.agree_obligation),
    ):
        async with as_person(room.youssef.person_id):
            newest = (await wordings(kind, room.id))[0]
        await agree(
            room.youssef, Agree(id=uuid4(), number=newest["number"], digest=newest["digest"])
        )


async def agree_commitment(room: Room, **terms: Any) -> UUID:
    """Let the contractor propose something that the buyer accepts."""
    commitment_id = uuid4()
    await commitments.propose(
        room.youssef,
        ProposeCommitment(id=commitment_id, terms=some_terms(**terms), responsible=RESPONSIBLE),
    )
    await accept(room.marieke, commitment_id)
    return commitment_id


async def propose_anew(room: Room, commitment_id: UUID, terms: Terms) -> None:
    """Let the contractor propose a change of what is agreed."""
    async with as_person(room.youssef.person_id):
        newest = (await history(room.id, commitment_id)).newest
    await commitments.propose_anew(
        room.youssef,
        commitment_id,
        ProposeAnew(id=uuid4(), terms=terms, revision=newest.revision, digest=newest.digest),
    )


async def accept(participant: Participant, commitment_id: UUID) -> None:
    """Say yes to what lies on the table."""
    async with as_person(participant.person_id):
        newest = (await history(participant.workspace_id, commitment_id)).newest
    await commitments.accept(
        participant,
        commitment_id,
        AcceptRevision(id=uuid4(), revision=newest.revision, digest=newest.digest),
    )


async def offer(room: Room, **members: Any) -> StoredVersion:
    """Let the buyer offer everything that is agreed; a later version for another reason."""
    version_id = uuid4()
    if "cause" not in members and await has_version(room):
        members["cause"] = Cause.OTHER
    await commands.offer(room.marieke, OfferVersion(id=version_id, **members))
    return await the_version(room, version_id)


async def has_version(room: Room) -> bool:
    """Tell whether a version is in force."""
    async with as_person(room.marieke.person_id):
        return await version_in(room.id, VersionState.IN_FORCE) is not None


async def ready_to_sign(room: Room, **members: Any) -> StoredVersion:
    """Make a whole deal, up for signing."""
    await agree_statements(room)
    await agree_commitment(room)
    return await offer(room, **members)


async def request_signing(
    participant: Participant, version: StoredVersion, settings: Settings
) -> UUID:
    """Ask what signing a version as it stands would say, and return the id of the request."""
    request = RequestSigning(id=uuid4(), number=version.number, digest=version.digest)
    shown = await commands.request_signing(participant, version.id, request, settings=settings)
    return shown.id


async def sign(
    participant: Participant, version: StoredVersion, settings: Settings, **members: Any
) -> None:
    """Sign a version as it stands, with a request of one's own."""
    request_id = members.pop("request_id", None)
    request = SignVersion(
        id=members.pop("id", None) or uuid4(),
        request_id=request_id or await request_signing(participant, version, settings),
        **{"number": version.number, "digest": version.digest, **members},
    )
    await commands.sign(participant, version.id, request, settings=settings)


async def the_version(room: Room, version_id: UUID) -> StoredVersion:
    """Return a version as it is stored."""
    async with as_person(room.marieke.person_id):
        return await stored_version(room.id, version_id)


def proven(participant: Participant, at: datetime | None = None) -> Participant:
    """Return somebody who just proved who they are."""
    person = structs.replace(participant.person, proven_at=at or datetime.now(UTC))
    return structs.replace(participant, person=person)


class Desk:
    """The versions of a workspace as one signed-in browser meets them."""

    def __init__(self, workspace_id: UUID, browser: Browser) -> None:
        self.browser = browser
        self.path = f"/workspaces/{workspace_id}"

    async def all(self) -> dict[str, Any]:
        """Return the list with how near the next version is."""
        answer = await self.browser.get(f"{self.path}/versions")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def see(self, version_id: UUID | str) -> dict[str, Any]:
        """Return one version in full."""
        answer = await self.browser.get(f"{self.path}/versions/{version_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def offer(self, **members: Any) -> Any:
        """Offer a version and return the whole answer."""
        return await self.browser.post(f"{self.path}/versions", move(**members))

    async def ask(self, noun: str, version: dict[str, Any], **members: Any) -> Any:
        """Make a move on the version that this view shows and return the whole answer."""
        return await self.browser.post(
            f"{self.path}/versions/{version['line']['id']}/{noun}", move(**members)
        )

    async def sign(self, version: dict[str, Any], **members: Any) -> Any:
        """Sign the version that this view shows and return the whole answer.

        Who gets no request gets no further, as on the screen, unless `requestId` is given.
        """
        line = version["line"]
        named = {"number": line["number"], "digest": line["digest"]}
        if "requestId" not in members:
            asked = await self.request(version)
            if asked.status_code != 201:
                return asked
            named["requestId"] = asked.json()["id"]
        return await self.ask("signatures", version, **{**named, **members})

    async def request(self, version: dict[str, Any], **members: Any) -> Any:
        """Ask what signing the version that this view shows would say."""
        line = version["line"]
        named = {"number": line["number"], "digest": line["digest"]}
        return await self.ask("signing-requests", version, **{**named, **members})

    async def upload(
        self, data: bytes, *, name: str, kind: str, file_id: UUID | None = None
    ) -> Any:
        """Send a file and return the whole answer."""
        return await self.browser.send(
            "POST",
            f"{self.path}/files",
            params={"fileId": str(file_id or uuid4()), "name": name},
            content=data,
            headers={"content-type": kind},
        )


def parsed(content: str) -> dict[str, Any]:
    """Read a stored document."""
    return msgspec.json.decode(content)
