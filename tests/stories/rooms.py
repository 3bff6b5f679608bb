"""Rooms in the states that screens have to show, made with the product's own commands."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct
from tests.builders import People, Room, a_room
from tests.builders_agreements import agree_commitment, agree_statements, offer, sign
from tests.builders_commitments import some_terms

from samenspraak.agreements import commands as agreements
from samenspraak.agreements.queries import StoredVersion
from samenspraak.agreements.schemas import OpenClausesDraft, OpenPurposeDraft
from samenspraak.commitments import commands as commitments
from samenspraak.commitments.queries import history
from samenspraak.commitments.schemas import (
    AskQuestion,
    CounterRevision,
    DeclineRevision,
    OpenCommitmentDraft,
    ProposeCommitment,
)
from samenspraak.database import as_person
from samenspraak.dialogue.commands import messages, talks, threads
from samenspraak.dialogue.schemas import (
    Audience,
    HideMessage,
    PostMessage,
    RecordTalk,
    StartThread,
    SubjectKind,
)
from samenspraak.drafting.schemas import Box
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant


class Furnished(Struct, frozen=True, kw_only=True):
    """Everything that can be on a screen, in three rooms."""

    empty: Room
    full: Room
    # In the full room.
    with_buyer: UUID
    questioned: UUID
    declined: UUID
    agreed: UUID
    # With one side's signature, and with both.
    offered: Room
    version: StoredVersion
    signed: Room
    # With a draft of each kind, by the end of its address.
    drafted: Room
    drafts: dict[str, str]


async def furnished(people: People, settings: Settings) -> Furnished:
    """Make the rooms."""
    full = await a_room(people, settings)
    await agree_statements(full)
    with_buyer = await proposed(full, "Leerwerkplekken timmeren")
    await _countered(full.marieke, with_buyer, quantity="4", text="Vier leerlingen, graag.")
    await _countered(full.youssef, with_buyer, quantity="3", text="Drie leerlingen, dat lukt.")
    questioned = await proposed(full, "Inkoop bij Lunchwerk")
    await commitments.question(
        full.marieke,
        questioned,
        AskQuestion(**await _newest(full, questioned), id=uuid4(), text="Voor **hoeveel** mensen?"),
    )
    declined = await proposed(full, "Zittende leerlingen")
    await commitments.decline(
        full.marieke,
        declined,
        DeclineRevision(
            **await _newest(full, declined), id=uuid4(), reason="Wij zoeken nieuwe kansen."
        ),
    )
    agreed = await agree_commitment(full, title="Betaalde banen")
    await _talk(full, with_buyer)
    offered = await a_room(people, settings, title="Onderhoud wegen Thielerveld")
    await agree_statements(offered)
    await agree_commitment(offered)
    version = await offer(offered)
    await sign(offered.hanneke, version, settings)
    signed = await a_room(people, settings, title="Groenbestek Lingerwoude")
    await agree_statements(signed)
    await agree_commitment(signed)
    in_force = await offer(signed)
    await sign(signed.hanneke, in_force, settings)
    await sign(signed.tom, in_force, settings)
    drafted = await a_room(people, settings, title="Schilderwerk Buitenpoort")
    await agree_statements(drafted)
    await agree_commitment(drafted)
    return Furnished(
        empty=await a_room(people, settings, title="Nieuwbouw school", value_cents=None),
        full=full,
        with_buyer=with_buyer,
        questioned=questioned,
        declined=declined,
        agreed=agreed,
        offered=offered,
        version=version,
        signed=signed,
        drafted=drafted,
        drafts=await _drafts(drafted),
    )


async def proposed(room: Room, title: str) -> UUID:
    request = ProposeCommitment(id=uuid4(), terms=some_terms(title=title))
    await commitments.propose(room.youssef, request)
    return request.id


async def _drafts(room: Room) -> dict[str, str]:
    """Begin a draft of each kind, for the end of its address."""
    new, why, articles = uuid4(), uuid4(), uuid4()
    await commitments.open_draft(
        room.youssef, OpenCommitmentDraft(id=new, box=Box.JOINT, title="Leerlingen schilderen")
    )
    # A second one, so that there is something to put together.
    await commitments.open_draft(
        room.marieke,
        OpenCommitmentDraft(id=uuid4(), box=Box.OWN_SIDE, title="Lunches van Lunchwerk"),
    )
    await agreements.open_purpose_draft(room.marieke, OpenPurposeDraft(id=why, box=Box.OWN_SIDE))
    await agreements.open_clauses_draft(room.marieke, OpenClausesDraft(id=articles, box=Box.JOINT))
    return {
        "commitment": str(new),
        "purpose": f"waarom/{why}",
        "clauses": f"artikelen/{articles}",
    }


async def _newest(room: Room, commitment_id: UUID) -> dict[str, object]:
    async with as_person(room.youssef.person_id):
        newest = (await history(room.id, commitment_id)).newest
    return {"revision": newest.revision, "digest": newest.digest}


async def _countered(by: Participant, commitment_id: UUID, **terms: object) -> None:
    async with as_person(by.person_id):
        newest = (await history(by.workspace_id, commitment_id)).newest
    request = CounterRevision(
        id=uuid4(), terms=some_terms(**terms), revision=newest.revision, digest=newest.digest
    )
    await commitments.counter(by, commitment_id, request)


async def _talk(room: Room, commitment_id: UUID) -> None:
    welcome = StartThread(id=uuid4(), text="Welkom. Wat past er **echt**?")
    await threads.start(room.marieke, welcome)
    await threads.post(
        room.youssef,
        welcome.id,
        PostMessage(id=uuid4(), text="- leren\n- [werken](https://a.example)"),
    )
    rude = PostMessage(id=uuid4(), text="De planner is nooit te bereiken.")
    await threads.post(room.youssef, welcome.id, rude)
    await messages.hide(
        room.femke, rude.id, HideMessage(id=uuid4(), edition=1, reason="Gaat over één persoon.")
    )
    await threads.start(
        room.marieke,
        StartThread(
            id=uuid4(), text="Drie plekken is onze ondergrens.", audience=Audience.OWN_SIDE
        ),
    )
    await threads.start(
        room.femke,
        StartThread(
            id=uuid4(),
            text="Het ROC heeft vier leerlingen.",
            subject_kind=SubjectKind.COMMITMENT,
            subject_id=commitment_id,
        ),
    )
    await talks.record(
        room.youssef,
        RecordTalk(
            id=uuid4(),
            held_on=date(2026, 10, 5),
            attendees="Marieke en Youssef",
            lines=["Twee leerwerkplekken.", "Elke maand bellen."],
        ),
    )
